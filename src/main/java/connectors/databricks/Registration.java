package connectors.databricks;

import catalog.TargetTable;
import catalog.TargetTable.Note;
import catalog.TargetTable.State;
import catalog.TargetTable.TargetStep;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import connectors.http.HttpAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import problems.FailureKind;
import problems.Problem;

/**
 * Publishing without a warehouse: schemas and external tables are registered by Unity Catalog's REST, whose calls have a body of
 * JSON in place of a statement. Nothing that is registered can be altered so.
 */
final class Registration {
    static final String SCHEMA = "register_schema";
    static final String TABLE = "register_table";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final UnityCatalog unity;
    private final UnityTables tables;
    private final String storageRoot;

    /** @param storageRoot null where the settings name none: then tables are planned, and cannot be registered */
    Registration(UnityCatalog unity, UnityTables tables, String storageRoot) {
        this.unity = unity;
        this.tables = tables;
        this.storageRoot = storageRoot;
    }

    TargetTable missing(Shape shape, boolean schemaIsThere) {
        List<TargetStep> steps = new ArrayList<>();
        if (!schemaIsThere) steps.add(schema(shape.at().schema()));
        steps.add(table(shape));
        List<Note> notes = new ArrayList<>(shape.notes());
        notes.add(new Note(null, "registered_only", "Without a SQL warehouse the table is registered in the catalog, "
                + "and its files come into being when an engine first writes to it."));
        if (shape.key() != null || !shape.references().isEmpty()) {
            notes.add(new Note(null, "keys_left_out", "Keys are left out: without a SQL warehouse there is no call for them."));
        }
        if (storageRoot == null) notes.add(new Note(null, "no_storage_root",
                "Where the table's files would be is not set, so it cannot be registered. Enter the storage for tables."));
        return new TargetTable(shape.at(), State.MISSING, steps, notes);
    }

    /** What would have to be altered, and cannot. */
    static TargetTable drifted(TargetTable table) {
        if (table.steps().isEmpty()) return table;
        List<Note> notes = new ArrayList<>(table.notes());
        notes.add(new Note(null, "needs_warehouse", "The steps need SQL. Name a SQL warehouse at the target to have them done."));
        return new TargetTable(table.at(), table.state(), table.steps(), notes);
    }

    /** Keys, which could not be registered, are no difference. */
    static Shape withoutKeys(Shape shape) {
        return new Shape(shape.at(), shape.dataset(), shape.origin(), shape.comment(), shape.columns(), null, List.of(),
                shape.notes());
    }

    private TargetStep schema(String name) {
        ObjectNode body = JSON.createObjectNode().put("name", name).put("catalog_name", unity.name());
        return new TargetStep(SCHEMA, "Create the schema " + name + ".", body.toPrettyString(), false, false);
    }

    private TargetStep table(Shape shape) {
        ObjectNode body = JSON.createObjectNode().put("name", shape.at().name()).put("catalog_name", unity.name())
                .put("schema_name", shape.at().schema()).put("table_type", "EXTERNAL").put("data_source_format", "DELTA");
        if (storageRoot != null) body.put("storage_location", location(shape));
        if (shape.comment() != null) body.put("comment", shape.comment());
        Map<String, String> properties = new TreeMap<>(shape.marks());
        properties.put(Shape.FINGERPRINT, withoutKeys(shape).fingerprint());
        properties.forEach(body.putObject("properties")::put);
        int position = 0;
        for (Shape.Col column : shape.columns()) body.withArray("columns").add(column(column, position++));
        return new TargetStep(TABLE, "Register the table " + shape.at() + " with " + shape.columns().size() + " columns.",
                body.toPrettyString(), false, false);
    }

    private String location(Shape shape) {
        return storageRoot.replaceAll("/+$", "") + "/" + shape.at().schema() + "/" + shape.at().name();
    }

    private static ObjectNode column(Shape.Col column, int position) {
        ObjectNode body = JSON.createObjectNode().put("name", column.name()).put("type_text", column.type().canonical())
                .put("type_json", JsonTypes.field(column.name(), column.type(), !column.required(), column.comment()))
                .put("type_name", JsonTypes.catalogName(column.type())).put("position", position)
                .put("nullable", !column.required());
        if (column.type().name().equals("decimal")) {
            body.put("type_precision", column.type().number(0)).put("type_scale", column.type().number(1));
        }
        return column.comment() == null ? body : body.put("comment", column.comment());
    }

    String apply(TargetStep step) throws IOException {
        JsonNode body = body(step);
        boolean isTable = step.kind().equals(TABLE);
        if (isTable && !body.has("storage_location")) throw noStorage();
        HttpAnswer answer = unity.create(isTable ? "tables" : "schemas", JSON.writeValueAsBytes(body));
        if (answer.isSuccess()) return "It was registered.";
        if (isThere(answer) && (!isTable || isSame(body))) return "It was there already.";
        throw isThere(answer) ? other().asException() : unity.explain(answer).asException();
    }

    private JsonNode body(TargetStep step) {
        JsonNode body = new HttpAnswer(200, Map.of(), step.statement().getBytes(StandardCharsets.UTF_8)).json();
        if (unity.name().equals(body.path("catalog_name").asText())) return body;
        throw Problem.of(FailureKind.CONFIG, "other_catalog", "The step is for another catalog than the target has now.")
                .at("/catalog").fix("Plan again.").asException();
    }

    private static RuntimeException noStorage() {
        return Problem.of(FailureKind.CONFIG, "no_storage_root", "Where the table's files would be is not set.")
                .at("/target/storage_root").fix("Enter an address below which tables may be, and plan again.").asException();
    }

    /** The server says so with 400 or with 409. */
    private static boolean isThere(HttpAnswer answer) {
        return String.valueOf(DatabricksSource.errorCode(answer)).endsWith("ALREADY_EXISTS");
    }

    private static Problem other() {
        return Problem.of(FailureKind.CONFIG, "table_exists", "Another table of this name is there.").fix("Plan again.");
    }

    private boolean isSame(JsonNode body) throws IOException {
        var found = unity.table(body.path("schema_name").asText(), body.path("name").asText());
        return found.isPresent() && new Existing(found.get(), tables).property(Shape.FINGERPRINT)
                .equals(body.path("properties").path(Shape.FINGERPRINT).asText());
    }
}
