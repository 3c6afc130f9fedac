package catalog;

/** The column types that every source's native types are mapped to. A type that fits none is {@link #UNKNOWN}. */
public enum CommonType {
    BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL, REAL, DOUBLE, CHAR, VARCHAR, TEXT, BINARY,
    DATE, TIME, TIMESTAMP, TIMESTAMP_TZ, INTERVAL, UUID, JSON, XML, ARRAY, MAP, STRUCT, GEOMETRY, UNKNOWN
}
