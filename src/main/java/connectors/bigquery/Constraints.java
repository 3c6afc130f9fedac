package connectors.bigquery;

import catalog.ForeignKey;
import catalog.Key;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * Keys from {@code tableConstraints} of a table's own answer. BigQuery takes them for granted and never checks them.
 *
 * @param project that the table is in
 */
record Constraints(String project, JsonNode said) {
    /** The API gives primary keys no name. */
    static final String PRIMARY_KEY = "primary_key";

    /** @param names of primary keys by table, where SQL was asked for them */
    Key primaryKey(String table, Map<String, String> names) {
        JsonNode columns = said.path("primaryKey").path("columns");
        return columns.isEmpty() ? null : new Key(names.getOrDefault(table, PRIMARY_KEY), texts(columns));
    }

    List<ForeignKey> foreignKeys() {
        List<ForeignKey> keys = new ArrayList<>();
        said.path("foreignKeys").forEach(key -> keys.add(foreignKey(key)));
        keys.sort(Comparator.comparing(ForeignKey::name));
        return keys;
    }

    private ForeignKey foreignKey(JsonNode key) {
        JsonNode parent = key.path("referencedTable");
        JsonNode pairs = key.path("columnReferences");
        ForeignKey.Reference target = new ForeignKey.Reference(schema(parent), parent.path("tableId").asText(),
                texts(pairs, "referencedColumn"));
        return new ForeignKey(key.path("name").asText(), texts(pairs, "referencingColumn"), target, null, null);
    }

    private String schema(JsonNode parent) {
        String elsewhere = parent.path("projectId").asText(project);
        String dataset = parent.path("datasetId").asText();
        return elsewhere.equals(project) ? dataset : elsewhere + "." + dataset;
    }

    boolean isEmpty() {
        return said.path("primaryKey").path("columns").isEmpty() && said.path("foreignKeys").isEmpty();
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
    }

    private static List<String> texts(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false).map(one -> one.path(field).asText()).toList();
    }
}
