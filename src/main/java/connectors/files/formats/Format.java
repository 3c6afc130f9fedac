package connectors.files.formats;

import java.util.Locale;

/** The formats that a folder's settings may name. */
public enum Format {
    CSV, JSON, NDJSON, XML,
    /** Known so that the settings of the specification are accepted; their files are reported, not read. */
    PARQUET, AVRO;

    /** The spelling of the settings: {@code csv}, {@code ndjson}, … */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
