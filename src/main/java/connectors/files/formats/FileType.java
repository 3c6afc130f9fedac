package connectors.files.formats;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a file's name says about its content.
 *
 * @param extension lower case, without dot and without {@code .gz}
 * @param gzip      whether the content is compressed
 */
public record FileType(Format format, String extension, boolean gzip) {
    private static final String GZIP = ".gz";
    private static final Map<String, Format> BY_EXTENSION = Map.of("csv", Format.CSV, "tsv", Format.CSV, "json", Format.JSON,
            "ndjson", Format.NDJSON, "jsonl", Format.NDJSON, "xml", Format.XML, "parquet", Format.PARQUET, "avro", Format.AVRO);

    /** @return empty where the name ends in none of the known ways */
    public static Optional<FileType> of(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        boolean gzip = name.endsWith(GZIP);
        String plain = gzip ? name.substring(0, name.length() - GZIP.length()) : name;
        int dot = plain.lastIndexOf('.');
        if (dot <= 0) return Optional.empty();
        String extension = plain.substring(dot + 1);
        return Optional.ofNullable(BY_EXTENSION.get(extension)).map(format -> new FileType(format, extension, gzip));
    }

    Sampler sampler(CsvOptions csv) {
        return switch (format) {
            case CSV -> new CsvSampler("tsv".equals(extension), csv);
            case JSON -> new JsonSampler();
            case NDJSON -> new NdjsonSampler();
            case XML -> new XmlSampler();
            case AVRO -> new AvroSampler();
            case PARQUET -> throw new IllegalStateException("its end is read, not its beginning");
        };
    }
}
