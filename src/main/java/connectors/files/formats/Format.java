package connectors.files.formats;

import java.util.Locale;

/** The formats that a folder's settings may name. */
public enum Format {
    CSV, JSON, NDJSON, XML, PARQUET, AVRO;

    /** Whether a file says itself what its columns are. If not, they are what a sample of its rows has. */
    public boolean declaresColumns() {
        return this == PARQUET || this == AVRO;
    }

    /** The spelling of the settings: {@code csv}, {@code ndjson}, … */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
