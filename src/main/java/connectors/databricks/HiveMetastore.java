package connectors.databricks;

import catalog.CodePoints;
import catalog.Column;
import catalog.Schema;
import catalog.Table;
import catalog.TableKind;
import catalog.TableName;
import com.fasterxml.jackson.databind.JsonNode;
import connectors.http.HttpAnswer;
import connectors.http.Metastore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import problems.FailureKind;
import problems.ProblemException;
import types.ConnectionType;

/**
 * The metastore before Unity Catalog, which only SQL can read: {@code SHOW SCHEMAS}, {@code SHOW TABLES}, {@code SHOW VIEWS},
 * {@code DESCRIBE TABLE EXTENDED … AS JSON} (Databricks' SQL reference). It has no keys.
 */
final class HiveMetastore implements Metastore {
    static final String CATALOG = "hive_metastore";

    private final Statements statements;
    private final ColumnTypes types;

    HiveMetastore(Statements statements, ConnectionType type) {
        this.statements = statements;
        this.types = new ColumnTypes(type);
    }

    @Override
    public List<Schema> schemas() throws IOException {
        return statements.run("SHOW SCHEMAS IN " + Sql.name(CATALOG)).stream().map(row -> row.get(0)).sorted(CodePoints::compare)
                .map(name -> new Schema(name, null, null)).toList();
    }

    /** {@code SHOW TABLES} lists views too, and names of temporary views without a schema. */
    @Override
    public List<Entry> tables(String schema) throws IOException {
        String where = " IN " + Sql.path(CATALOG, schema);
        Set<String> views = names(statements.run("SHOW VIEWS" + where), schema);
        Set<String> all = new TreeSet<>(CodePoints::compare);
        all.addAll(names(statements.run("SHOW TABLES" + where), schema));
        all.addAll(views);
        return all.stream().map(name -> new TableName(schema, name)).map(name -> new Entry(name,
                views.contains(name.name()) ? TableKind.VIEW : TableKind.TABLE, null, null,
                known -> table(name).map(found -> new Read(found, null)))).toList();
    }

    private static Set<String> names(List<List<String>> rows, String schema) {
        return rows.stream().filter(row -> row.size() > 1 && schema.equalsIgnoreCase(Objects.toString(row.get(0), "")))
                .map(row -> row.get(1)).collect(Collectors.toSet());
    }

    @Override
    public Optional<Table> table(TableName name) throws IOException {
        try {
            List<List<String>> rows = statements.run("DESCRIBE TABLE EXTENDED "
                    + Sql.path(CATALOG, name.schema(), name.name()) + " AS JSON");
            return rows.isEmpty() ? Optional.empty() : Optional.of(table(name, json(rows.get(0).get(0))));
        } catch (ProblemException missing) {
            if (missing.problem().kind() == FailureKind.NOT_FOUND) return Optional.empty();
            throw missing;
        }
    }

    private static JsonNode json(String text) {
        return new HttpAnswer(200, Map.of(), String.valueOf(text).getBytes(StandardCharsets.UTF_8)).json();
    }

    private Table table(TableName name, JsonNode said) {
        List<Column> columns = new ArrayList<>();
        for (JsonNode column : said.path("columns")) columns.add(column(column, columns.size() + 1));
        TableKind kind = said.path("type").asText().equals("VIEW") ? TableKind.VIEW : TableKind.TABLE;
        return new Table(name.schema(), name.name(), kind, UnityTables.text(said, "comment"), null, columns, null, List.of(),
                List.of(), List.of(), List.of(), properties(said));
    }

    private Column column(JsonNode column, int position) {
        return types.column(column.path("name").asText(), position, JsonTypes.text(column.path("type")),
                column.path("nullable").asBoolean(true), UnityTables.text(column, "default"), false, null,
                UnityTables.text(column, "comment"));
    }

    private static Map<String, Object> properties(JsonNode said) {
        Map<String, Object> found = new TreeMap<>();
        for (String word : List.of("type", "provider", "owner")) {
            if (UnityTables.text(said, word) != null) found.put(word, UnityTables.text(said, word));
        }
        List<String> partitions = StreamSupport.stream(said.path("partition_columns").spliterator(), false).map(JsonNode::asText)
                .toList();
        if (!partitions.isEmpty()) found.put("partition_columns", partitions);
        String view = UnityTables.text(said, "view_text");
        if (view != null) found.put("view_definition_digest", UnityTables.digest(view));
        return found;
    }
}
