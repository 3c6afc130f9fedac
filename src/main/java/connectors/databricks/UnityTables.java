package connectors.databricks;

import catalog.Check;
import catalog.Column;
import catalog.ForeignKey;
import catalog.Key;
import catalog.Table;
import catalog.TableKind;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * Tables from what {@code GET /tables/{full_name}} answers: Unity Catalog's {@code TableInfo}, of the open-source contract
 * and, with {@code table_constraints}, of Databricks' REST reference.
 */
final class UnityTables {
    private static final Set<String> VIEWS = Set.of("VIEW", "MATERIALIZED_VIEW", "METRIC_VIEW");
    private static final String ROWS = "spark.sql.statistics.numRows";
    private static final String CHECK = "delta.constraints.";
    private static final int MOST_PROPERTIES = 200;

    private final ColumnTypes types;

    UnityTables(ColumnTypes types) {
        this.types = types;
    }

    Table of(JsonNode table) {
        JsonNode constraints = table.path("table_constraints");
        return new Table(table.path("schema_name").asText(), table.path("name").asText(), kind(table), text(table, "comment"),
                rows(table), columns(table), primaryKey(constraints), foreignKeys(constraints), List.of(), checks(table),
                List.of(), properties(table));
    }

    static TableKind kind(JsonNode table) {
        return VIEWS.contains(table.path("table_type").asText()) ? TableKind.VIEW : TableKind.TABLE;
    }

    /** @return null where there is none */
    static String text(JsonNode node, String field) {
        String text = node.path(field).asText("");
        return text.isEmpty() || node.path(field).isNull() ? null : text;
    }

    private List<Column> columns(JsonNode table) {
        List<JsonNode> sorted = StreamSupport.stream(table.path("columns").spliterator(), false)
                .sorted(Comparator.comparingInt(column -> column.path("position").asInt())).toList();
        return sorted.stream().map(this::column).toList();
    }

    private Column column(JsonNode column) {
        JsonNode more = metadata(column);
        return types.column(column.path("name").asText(), column.path("position").asInt() + 1, column.path("type_text").asText(),
                column.path("nullable").asBoolean(true), text(more, "CURRENT_DEFAULT"), more.has("delta.identity.start"),
                text(more, "delta.generationExpression"), text(column, "comment"));
    }

    /** What Delta notes at a column stands in the JSON text of its type; a server that writes no such text has none. */
    private static JsonNode metadata(JsonNode column) {
        byte[] json = column.path("type_json").asText("").getBytes(StandardCharsets.UTF_8);
        return new connectors.http.HttpAnswer(200, Map.of(), json).jsonOrNothing().path("metadata");
    }

    private static Long rows(JsonNode table) {
        String rows = table.path("properties").path(ROWS).asText("");
        return rows.matches("[0-9]{1,18}") ? Long.valueOf(rows) : null;
    }

    private static Key primaryKey(JsonNode constraints) {
        for (JsonNode constraint : constraints) {
            JsonNode key = constraint.path("primary_key_constraint");
            if (key.isObject()) return new Key(key.path("name").asText(), texts(key.path("child_columns")));
        }
        return null;
    }

    private static List<ForeignKey> foreignKeys(JsonNode constraints) {
        List<ForeignKey> keys = new ArrayList<>();
        for (JsonNode constraint : constraints) {
            JsonNode key = constraint.path("foreign_key_constraint");
            if (key.isObject()) keys.add(foreignKey(key));
        }
        keys.sort(Comparator.comparing(ForeignKey::name));
        return keys;
    }

    /** The parent's full name; within a catalog its first part is of no interest. */
    private static ForeignKey foreignKey(JsonNode key) {
        String[] parent = key.path("parent_table").asText().split("\\.", 3);
        String schema = parent.length == 3 ? parent[1] : "";
        return new ForeignKey(key.path("name").asText(), texts(key.path("child_columns")),
                new ForeignKey.Reference(schema, parent[parent.length - 1], texts(key.path("parent_columns"))), null, null);
    }

    /** Delta keeps the expression of a check constraint as a property of the table. */
    private static List<Check> checks(JsonNode table) {
        return table.path("properties").properties().stream().filter(property -> property.getKey().startsWith(CHECK))
                .map(property -> new Check(property.getKey().substring(CHECK.length()), property.getValue().asText()))
                .sorted(Comparator.comparing(Check::name)).toList();
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
    }

    private static Map<String, Object> properties(JsonNode table) {
        Map<String, Object> found = new TreeMap<>();
        put(found, "table_type", text(table, "table_type"));
        put(found, "format", text(table, "data_source_format"));
        put(found, "owner", text(table, "owner"));
        List<String> partitions = partitions(table);
        if (!partitions.isEmpty()) found.put("partition_columns", partitions);
        String view = text(table, "view_definition");
        put(found, "view_definition_digest", view == null ? null : digest(view));
        table.path("properties").properties().stream().filter(property -> isLasting(property.getKey())).limit(MOST_PROPERTIES)
                .forEach(property -> found.put("property " + property.getKey(), property.getValue().asText()));
        return found;
    }

    /** Those that a person sets; what the engine counts would be a change of the definition with every load. */
    private static boolean isLasting(String property) {
        return !property.startsWith("delta.") && !property.startsWith("spark.") && !property.startsWith("view.")
                && !property.startsWith("serai.") && !property.startsWith("option.") && !property.startsWith("pipelines.");
    }

    private static List<String> partitions(JsonNode table) {
        return StreamSupport.stream(table.path("columns").spliterator(), false)
                .filter(column -> column.path("partition_index").isInt())
                .sorted(Comparator.comparingInt(column -> column.path("partition_index").asInt()))
                .map(column -> column.path("name").asText()).toList();
    }

    private static void put(Map<String, Object> map, String name, String value) {
        if (value != null) map.put(name, value);
    }

    static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("This Java has no SHA-256", impossible);
        }
    }
}
