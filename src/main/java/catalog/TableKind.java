package catalog;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a source calls a table. */
public enum TableKind {
    @JsonProperty("table") TABLE,
    @JsonProperty("view") VIEW,
    @JsonProperty("file") FILE,
    @JsonProperty("object") OBJECT,
    @JsonProperty("report") REPORT,
    @JsonProperty("resource") RESOURCE;

    /** The spelling of the REST contract and of the database: {@code table}, {@code view}, … */
    public String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
