package connectors.databricks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Types as JSON: as {@code DESCRIBE … AS JSON} writes them, and as Spark does in a catalog's {@code type_json}. */
final class JsonTypes {
    private static final int DEEPEST = 100;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> SPARK_NAMES = Map.of("tinyint", "byte", "smallint", "short", "int", "integer",
            "bigint", "long");
    /** Unity Catalog's {@code ColumnTypeName}, which has no word of its own for each type. */
    private static final Map<String, String> CATALOG_NAMES = Map.of("tinyint", "BYTE", "smallint", "SHORT", "bigint", "LONG",
            "varchar", "STRING", "void", "NULL");

    private JsonTypes() { }

    /** The text of a type from {@code DESCRIBE … AS JSON}. */
    static String text(JsonNode type) {
        return text(type, 0);
    }

    private static String text(JsonNode type, int depth) {
        if (depth > DEEPEST) return "string";
        String name = type.path("name").asText();
        return switch (name) {
            case "decimal" -> "decimal(" + type.path("precision").asInt(10) + "," + type.path("scale").asInt() + ")";
            case "char", "varchar" -> name + "(" + type.path("length").asInt() + ")";
            case "array" -> "array<" + text(type.path("element_type"), depth + 1) + ">";
            case "map" -> "map<" + text(type.path("key_type"), depth + 1) + "," + text(type.path("value_type"), depth + 1) + ">";
            case "struct" -> "struct<" + String.join(",", fields(type, depth)) + ">";
            case "interval" -> "interval " + type.path("start_unit").asText() + end(type);
            default -> name;
        };
    }

    private static String end(JsonNode type) {
        String end = type.path("end_unit").asText();
        return end.isEmpty() || end.equals(type.path("start_unit").asText()) ? "" : " to " + end;
    }

    private static List<String> fields(JsonNode type, int depth) {
        List<String> fields = new ArrayList<>();
        for (JsonNode field : type.path("fields")) {
            fields.add(Sql.name(field.path("name").asText()) + ":" + text(field.path("type"), depth + 1));
        }
        return fields;
    }

    /** A column as Spark's JSON of a field, which the catalog keeps as a text. */
    static String field(String name, TypeText type, boolean nullable, String comment) {
        ObjectNode field = JSON.createObjectNode().put("name", name);
        field.set("type", spark(type));
        field.put("nullable", nullable);
        ObjectNode metadata = field.putObject("metadata");
        if (comment != null) metadata.put("comment", comment);
        if (isLimited(type)) metadata.put("__CHAR_VARCHAR_TYPE_STRING", type.canonical());
        return field.toString();
    }

    static String catalogName(TypeText type) {
        String word = type.name().startsWith("interval") ? "interval" : type.name();
        return CATALOG_NAMES.getOrDefault(word, word.toUpperCase(java.util.Locale.ROOT));
    }

    private static boolean isLimited(TypeText type) {
        return type.name().equals("char") || type.name().equals("varchar");
    }

    private static JsonNode spark(TypeText type) {
        return switch (type.name()) {
            case "array" -> nested("array").<ObjectNode>set("elementType", spark(type.inner().get(0).type()))
                    .put("containsNull", true);
            case "map" -> nested("map").<ObjectNode>set("keyType", spark(type.inner().get(0).type()))
                    .<ObjectNode>set("valueType", spark(type.inner().get(1).type())).put("valueContainsNull", true);
            case "struct" -> struct(type);
            default -> JSON.getNodeFactory().textNode(isLimited(type) ? "string"
                    : type.numbers().isEmpty() ? SPARK_NAMES.getOrDefault(type.name(), type.name()) : type.canonical());
        };
    }

    private static ObjectNode nested(String name) {
        return JSON.createObjectNode().put("type", name);
    }

    private static ObjectNode struct(TypeText type) {
        ObjectNode struct = nested("struct");
        var fields = struct.putArray("fields");
        for (TypeText.Field field : type.inner()) {
            ObjectNode one = fields.addObject().put("name", field.name());
            one.set("type", spark(field.type()));
            one.put("nullable", !field.required()).putObject("metadata");
        }
        return struct;
    }
}
