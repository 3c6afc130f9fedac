package connectors.databricks;

import catalog.CodePoints;
import catalog.Schema;
import catalog.Table;
import catalog.TableName;
import com.fasterxml.jackson.databind.JsonNode;
import connectors.http.Metastore;
import connectors.http.Pages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import problems.FailureKind;
import problems.Problem;
import types.ConnectionType;

/** By Unity Catalog's REST: no compute is needed. */
final class UnityMetastore implements Metastore {
    /** What is held of one schema at a time; connectors.md 1.6. */
    private static final int MOST_TABLES = 200_000;

    private final UnityCatalog unity;
    private final UnityTables tables;

    UnityMetastore(UnityCatalog unity, ConnectionType type) {
        this.unity = unity;
        this.tables = new UnityTables(new ColumnTypes(type));
    }

    @Override
    public List<Schema> schemas() throws IOException {
        List<Schema> found = new ArrayList<>();
        for (Pages pages = unity.schemas(); pages.hasNext(); ) {
            JsonNode schema = pages.next();
            found.add(new Schema(schema.path("name").asText(), UnityTables.text(schema, "comment"), null));
            bound(found.size());
        }
        found.sort(Comparator.comparing(Schema::name, CodePoints::compare));
        return found;
    }

    @Override
    public List<Entry> tables(String schema) throws IOException {
        List<Entry> found = new ArrayList<>();
        for (Pages pages = unity.tables(schema); pages.hasNext(); ) {
            JsonNode table = pages.next();
            TableName name = new TableName(schema, table.path("name").asText());
            found.add(new Entry(name, UnityTables.kind(table), UnityTables.text(table, "comment"),
                    UnityTables.text(table, "updated_at"), known -> table(name).map(read -> new Read(read, null))));
            bound(found.size());
        }
        found.sort(Comparator.comparing(Entry::name));
        return found;
    }

    @Override
    public Optional<Table> table(TableName name) throws IOException {
        return unity.table(name.schema(), name.name()).map(tables::of);
    }

    private static void bound(int found) {
        if (found <= MOST_TABLES) return;
        throw Problem.of(FailureKind.UNSUPPORTED, "too_many",
                        "One list of the catalog has more than " + MOST_TABLES + " entries.")
                .fix("Divide the schema, or choose another catalog.").asException();
    }
}
