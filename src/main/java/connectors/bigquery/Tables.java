package connectors.bigquery;

import catalog.Column;
import catalog.Table;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import types.ConnectionType;

/** Tables from what {@code tables.get} of BigQuery's REST API answers. */
final class Tables {
    /** BigQuery's own limit; connectors.md 1.6. */
    private static final int MOST_COLUMNS = 10_000;

    private final String project;
    private final FieldTypes types;

    Tables(String project, ConnectionType type) {
        this.project = project;
        this.types = new FieldTypes(type);
    }

    /**
     * @param listed   under whose name the table is known; of shards the answer is that of the last day
     * @param keyNames of primary keys by table
     */
    Table of(String dataset, Listed listed, JsonNode table, Map<String, String> keyNames) {
        Constraints constraints = new Constraints(project, table.path("tableConstraints"));
        Map<String, Object> properties = new TreeMap<>(TableProperties.of(table, listed.shards()));
        if (!constraints.isEmpty()) properties.put("constraints_enforced", false);
        if (table.path("schema").path("fields").size() > MOST_COLUMNS) properties.put("truncated", true);
        return new Table(dataset, listed.name(), Listed.kind(table.path("type").asText()), text(table, "description"),
                rows(table, listed), columns(table), constraints.primaryKey(listed.table(), keyNames), constraints.foreignKeys(),
                List.of(), List.of(), List.of(), properties);
    }

    private List<Column> columns(JsonNode table) {
        List<Column> columns = new ArrayList<>();
        for (JsonNode field : table.path("schema").path("fields")) {
            if (columns.size() == MOST_COLUMNS) return columns;
            columns.add(types.column(field, columns.size() + 1));
        }
        return columns;
    }

    /** Views have none, external tables are not counted, and one day's rows say nothing of all days'. */
    private static Long rows(JsonNode table, Listed listed) {
        boolean counted = listed.shards() == null && !table.path("type").asText().matches("VIEW|EXTERNAL");
        String rows = table.path("numRows").asText("");
        return counted && rows.matches("[0-9]{1,18}") ? Long.valueOf(rows) : null;
    }

    /** @return null where there is none */
    static String text(JsonNode node, String field) {
        String text = node.path(field).asText("");
        return text.isEmpty() || node.path(field).isNull() ? null : text;
    }
}
