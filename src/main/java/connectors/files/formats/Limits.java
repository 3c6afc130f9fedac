package connectors.files.formats;

import connectors.NestedText;
import java.time.Duration;

/**
 * What one file may cost. A file that needs more than {@code bytes} for its sample is looked at as far as they go.
 *
 * @param bytes of content, after decompression
 * @param time  from opening the file to its columns
 */
public record Limits(long bytes, Duration time) {
    public static final Limits DEFAULT = new Limits(64L << 20, Duration.ofSeconds(30));

    static final int COLUMNS = 10_000;
    static final int NAME_CHARACTERS = 1_000;
    static final int CSV_LINE_CHARACTERS = 1 << 20;
    static final int JSON_DEPTH = 500;
    static final int JSON_STRING_CHARACTERS = 5_000_000;
    static final int JSON_NUMBER_CHARACTERS = 1_000;
    static final int XML_DEPTH = 100;
    static final int XML_ATTRIBUTES = 1_000;
    static final int XML_TEXT_CHARACTERS = 1 << 20;
    /** Levels of nesting that a column's type spells out; what lies deeper is {@code json}. */
    static final int SHAPE_DEPTH = 24;
    /** Fields at all levels of one file. */
    static final int SHAPE_NODES = 50_000;
    static final int NATIVE_TYPE_CHARACTERS = NestedText.LONGEST;
    static final int COMPRESSION_RATIO = 100;
    static final int PARQUET_FOOTER_BYTES = 32 << 20;
    static final int PARQUET_NAME_BYTES = 1 << 20;
    static final int AVRO_SCHEMA_BYTES = 8 << 20;
    static final int AVRO_HEADER_ENTRIES = 1_000;
    /** Levels of nested types that a file declares itself. */
    static final int SCHEMA_DEPTH = 100;
    static final int XSD_BYTES = 4 << 20;
    static final int XSD_FILES = 20;
    static final int XSD_NODES = 500_000;
}
