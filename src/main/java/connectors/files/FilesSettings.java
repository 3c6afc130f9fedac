package connectors.files;

import connectors.Settings;
import connectors.files.places.PlaceSettings;
import connectors.files.places.PlaceSettings.Authentication;
import connectors.files.places.PlaceSettings.Ssl;
import java.util.List;
import java.util.Objects;

/**
 * Settings of the file family; the place decides which of them count.
 *
 * @param type             the place: {@code local}, {@code sftp}, {@code ftp}, {@code s3}, {@code azure_blob}
 * @param basePath         an absolute folder on this machine or on the server; nothing outside it is ever listed or opened
 * @param supportedFormats of csv, json, ndjson, xml, parquet, avro; empty means all
 * @param hostKey          fingerprint of the SFTP server's key as a person has approved it; null for none yet
 * @param endpoint         address of an object store; null for the cloud's own
 * @param prefix           what the keys of an object store begin with, in place of a folder; null for all of them
 */
public record FilesSettings(String type, String basePath, List<String> supportedFormats, Advanced advanced, String server,
                            Integer port, String hostKey, String endpoint, String region, String bucket, Boolean pathStyle,
                            String account, String container, String prefix, Authentication authentication, Ssl ssl)
        implements Settings {
    public FilesSettings {
        supportedFormats = supportedFormats == null ? List.of() : List.copyOf(supportedFormats);
        advanced = Objects.requireNonNullElse(advanced, Advanced.DEFAULTS);
    }

    /** A folder on this machine. */
    public FilesSettings(String type, String basePath, List<String> supportedFormats, Advanced advanced) {
        this(type, basePath, supportedFormats, advanced, null, null, null, null, null, null, null, null, null, null, null, null);
    }

    PlaceSettings place() {
        return new PlaceSettings(type, basePath, server, port, hostKey, endpoint, region, bucket, Boolean.TRUE.equals(pathStyle),
                account, container, prefix, authentication, ssl);
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
