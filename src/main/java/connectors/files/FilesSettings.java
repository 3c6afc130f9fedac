package connectors.files;

import connectors.Settings;
import java.util.List;
import java.util.Objects;

/**
 * Settings of the file family.
 *
 * @param type             the place; {@code local} is the only one so far
 * @param basePath         an absolute folder; nothing outside it is ever listed or opened
 * @param supportedFormats of csv, json, ndjson, xml, parquet, avro; empty means all
 */
public record FilesSettings(String type, String basePath, List<String> supportedFormats, Advanced advanced) implements Settings {
    public FilesSettings {
        supportedFormats = supportedFormats == null ? List.of() : List.copyOf(supportedFormats);
        advanced = Objects.requireNonNullElse(advanced, Advanced.DEFAULTS);
    }

    /**
     * What a walk and a look into a file may cost, and how files are understood; null means the default.
     *
     * @param datasetGrouping whether files that are alike become one table
     * @param header          of CSV files: {@code auto}, {@code yes} or {@code no}
     * @param delimiter       of CSV files: {@code auto}, {@code tab} or one character
     * @param quote           of CSV files: {@code auto}, {@code none} or one character
     * @param charset         of CSV files: {@code auto} or a name that Java knows
     */
    public record Advanced(Boolean recursive, String pattern, Integer maxDepth, Integer maxFiles, Integer sampleRows,
                           Boolean datasetGrouping, String header, String delimiter, String quote, String charset) {
        private static final String AUTO = "auto";

        public static final Advanced DEFAULTS = new Advanced(null, null, null, null, null, null, null, null, null, null);

        public Advanced {
            recursive = Objects.requireNonNullElse(recursive, true);
            pattern = Objects.requireNonNullElse(pattern, "*");
            maxDepth = Objects.requireNonNullElse(maxDepth, 20);
            maxFiles = Objects.requireNonNullElse(maxFiles, 100_000);
            sampleRows = Objects.requireNonNullElse(sampleRows, 1_000);
            datasetGrouping = Objects.requireNonNullElse(datasetGrouping, true);
            header = Objects.requireNonNullElse(header, AUTO);
            delimiter = Objects.requireNonNullElse(delimiter, AUTO);
            quote = Objects.requireNonNullElse(quote, AUTO);
            charset = Objects.requireNonNullElse(charset, AUTO);
        }
    }
}
