package connectors.files;

import connectors.Settings;
import java.util.List;
import java.util.Objects;

/**
 * Settings of the file family.
 *
 * @param type             the place; {@code local} is the only one so far
 * @param basePath         an absolute folder; nothing outside it is ever listed or opened
 * @param supportedFormats of csv, json, ndjson, xml, parquet, avro; empty means those that can be read: the first four
 */
public record FilesSettings(String type, String basePath, List<String> supportedFormats, Advanced advanced) implements Settings {
    public FilesSettings {
        supportedFormats = supportedFormats == null ? List.of() : List.copyOf(supportedFormats);
        advanced = Objects.requireNonNullElse(advanced, new Advanced(null, null, null, null, null));
    }

    /** What a walk and a look into a file may cost; null means the default. */
    public record Advanced(Boolean recursive, String pattern, Integer maxDepth, Integer maxFiles, Integer sampleRows) {
        public Advanced {
            recursive = Objects.requireNonNullElse(recursive, true);
            pattern = Objects.requireNonNullElse(pattern, "*");
            maxDepth = Objects.requireNonNullElse(maxDepth, 20);
            maxFiles = Objects.requireNonNullElse(maxFiles, 100_000);
            sampleRows = Objects.requireNonNullElse(sampleRows, 1_000);
        }
    }
}
