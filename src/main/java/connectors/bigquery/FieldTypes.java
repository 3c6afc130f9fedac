package connectors.bigquery;

import catalog.Column;
import catalog.CommonType;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import types.ConnectionType;

/**
 * Columns from {@code TableFieldSchema} of BigQuery's REST API, whose types are written as in its SQL: a record with its fields
 * as {@code STRUCT<a INT64, b ARRAY<STRING>>}.
 */
final class FieldTypes {
    /** BigQuery nests 15 deep. */
    private static final int DEEPEST = 50;
    /** A type that is longer is cut; connectors.md 1.6. */
    private static final int LONGEST = 100_000;
    private static final String CUT = "STRUCT<…>";
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    /** The API's first words for types, which it still uses. */
    private static final Map<String, String> STANDARD = Map.of("INTEGER", "INT64", "FLOAT", "FLOAT64", "BOOLEAN", "BOOL",
            "RECORD", "STRUCT", "DECIMAL", "NUMERIC", "BIGDECIMAL", "BIGNUMERIC");
    private static final Map<String, Digits> DIGITS = Map.of("NUMERIC", new Digits(38, 9), "BIGNUMERIC", new Digits(76, 38));

    private record Digits(int precision, int scale) { }

    private final ConnectionType type;

    FieldTypes(ConnectionType type) {
        this.type = type;
    }

    /** @param position 1-based */
    Column column(JsonNode field, int position) {
        CommonType common = common(field);
        Digits digits = common == CommonType.DECIMAL ? digits(field) : null;
        Integer length = common == CommonType.ARRAY ? null : number(field, "maxLength");
        return new Column(field.path("name").asText(), position, common, cut(text(field)), length,
                digits == null ? null : digits.precision(), digits == null ? null : digits.scale(), isNullable(field),
                field.path("defaultValueExpression").asText(null), isIdentity(field), generated(field),
                field.path("description").asText(null));
    }

    private static boolean isNullable(JsonNode field) {
        return !field.path("mode").asText().equals("REQUIRED");
    }

    private static boolean isRepeated(JsonNode field) {
        return field.path("mode").asText().equals("REPEATED");
    }

    private static boolean isIdentity(JsonNode field) {
        return field.hasNonNull("identityColumnInfo") || field.path("generatedColumn").hasNonNull("identityColumnInfo");
    }

    private static String generated(JsonNode field) {
        return field.path("generatedColumn").path("generatedExpressionInfo").path("generationExpression").asText(null);
    }

    private CommonType common(JsonNode field) {
        if (isRepeated(field)) return CommonType.ARRAY;
        CommonType found = CommonType.valueOf(type.nativeTypes().getOrDefault(word(field).toLowerCase(Locale.ROOT), "UNKNOWN"));
        return found == CommonType.TEXT && number(field, "maxLength") != null ? CommonType.VARCHAR : found;
    }

    private static String word(JsonNode field) {
        String word = field.path("type").asText().toUpperCase(Locale.ROOT);
        return STANDARD.getOrDefault(word, word);
    }

    private static Digits digits(JsonNode field) {
        Integer precision = number(field, "precision");
        Integer scale = number(field, "scale");
        if (precision == null) return DIGITS.getOrDefault(word(field), new Digits(38, 9));
        return new Digits(precision, scale == null ? 0 : scale);
    }

    /** The API writes long numbers as texts. */
    private static Integer number(JsonNode field, String name) {
        String text = field.path(name).asText("");
        return text.matches("[0-9]{1,9}") ? Integer.valueOf(text) : null;
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.startsWith("ARRAY<") ? "ARRAY<" + CUT + ">" : CUT;
    }

    /** As BigQuery's SQL writes it; what the API says beyond its documentation stays as it is. */
    static String text(JsonNode field) {
        return text(field, 0);
    }

    private static String text(JsonNode field, int depth) {
        String single = single(field, depth);
        return isRepeated(field) ? "ARRAY<" + single + ">" : single;
    }

    private static String single(JsonNode field, int depth) {
        String word = word(field);
        return switch (word) {
            case "STRUCT" -> depth >= DEEPEST ? CUT : "STRUCT<" + String.join(", ", fields(field, depth)) + ">";
            case "RANGE" -> "RANGE<" + field.path("rangeElementType").path("type").asText("") + ">";
            case "STRING", "BYTES" -> word + numbers(number(field, "maxLength"), null);
            case "NUMERIC", "BIGNUMERIC" -> word + numbers(number(field, "precision"), number(field, "scale"));
            case "TIMESTAMP" -> word + numbers(number(field, "timestampPrecision"), null);
            default -> word;
        };
    }

    private static String numbers(Integer first, Integer second) {
        if (first == null) return "";
        return second == null ? "(" + first + ")" : "(" + first + ", " + second + ")";
    }

    private static List<String> fields(JsonNode record, int depth) {
        List<String> fields = new ArrayList<>();
        for (JsonNode field : record.path("fields")) {
            fields.add(name(field.path("name").asText()) + " " + text(field, depth + 1) + (isNullable(field) ? "" : " NOT NULL"));
        }
        return fields;
    }

    private static String name(String name) {
        return WORD.matcher(name).matches() ? name : "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
    }
}
