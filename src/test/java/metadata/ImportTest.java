package metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import testing.Bodies;
import testing.ImportRuns;
import testing.Serai;
import testing.TestPostgres;

/** What an import of a database writes, the first time and the next ones. */
class ImportTest {
    private static final Serai SERAI = Serai.running();
    private static final TestPostgres POSTGRES = TestPostgres.plain();

    private final Serai.Client client = SERAI.newAccount("Imports");
    private final String database = POSTGRES.newDatabase("CREATE SCHEMA shop", "CREATE SCHEMA depot",
            "CREATE TABLE shop.customers (id bigint PRIMARY KEY, name text NOT NULL, CONSTRAINT long_name CHECK (length(name) > 1))",
            "CREATE TABLE shop.orders (id bigint PRIMARY KEY, customer bigint REFERENCES shop.customers, at timestamptz)",
            "CREATE INDEX orders_at ON shop.orders (at)", "CREATE VIEW shop.recent AS SELECT * FROM shop.orders",
            "CREATE TABLE depot.parts (id int)", "CREATE TABLE depot.tmp_1 (id int)");
    private final UUID connection = Bodies.create(client, Bodies.postgres(POSTGRES.port(), database));

    @Test
    void theFirstImportTakesEverythingIn() {
        JsonNode run = ImportRuns.run(client, connection, null);
        assertThat(run.get("status").asText()).isEqualTo("succeeded");
        assertThat(run.get("phase").asText()).isEqualTo("done");
        assertThat(counts(run)).isEqualTo(List.of(5, 0, 0, 0));
        assertThat(run.get("tables_done").asInt()).isEqualTo(run.get("tables_total").asInt()).isEqualTo(5);
        assertThat(ImportRuns.names(client, connection)).containsExactly("depot.parts", "depot.tmp_1", "shop.customers", "shop.orders", "shop.recent");

        JsonNode orders = definition("shop", "orders");
        assertThat(orders.at("/primary_key/columns/0").asText()).isEqualTo("id");
        assertThat(orders.at("/foreign_keys/0/references/table").asText()).isEqualTo("customers");
        assertThat(orders.get("indexes")).anyMatch(index -> index.get("name").asText().equals("orders_at"));
        assertThat(client.get("/api/connections/" + connection).json().get("last_import_at").isNull()).isFalse();
    }

    @Test
    void anUnchangedSourceIsOnlySeenAgain() {
        ImportRuns.run(client, connection, null);
        var before = rows("SELECT dataset_id::text || '/' || version AS key, xmin::text AS value FROM app.dataset_versions WHERE connection_id = :connection");
        JsonNode run = ImportRuns.run(client, connection, null);
        assertThat(counts(run)).isEqualTo(List.of(0, 0, 5, 0));
        assertThat(rows("SELECT dataset_id::text || '/' || version AS key, xmin::text AS value FROM app.dataset_versions WHERE connection_id = :connection")).isEqualTo(before);
        assertThat(rows("SELECT id::text AS key, last_import_id::text AS value FROM app.datasets WHERE connection_id = :connection").values()).containsOnly(run.get("id").asText());
        assertThat(ImportRuns.datasets(client, connection)).allMatch(dataset -> dataset.get("version").asInt() == 1);
    }

    @Test
    void whatIsAddedChangedRemovedAndBroughtBackHasItsVersions() {
        ImportRuns.run(client, connection, null);
        POSTGRES.run(database, "CREATE TABLE depot.shelves (id int)", "ALTER TABLE shop.customers ADD COLUMN email text", "DROP TABLE depot.tmp_1");
        assertThat(counts(ImportRuns.run(client, connection, null))).isEqualTo(List.of(1, 1, 3, 1));
        assertThat(versions("shop", "customers")).containsExactly(tuple(2, "changed"), tuple(1, "added"));
        assertThat(ImportRuns.names(client, connection)).contains("depot.shelves").doesNotContain("depot.tmp_1");
        assertThat(versions("depot", "tmp_1")).containsExactly(tuple(2, "removed"), tuple(1, "added"));

        POSTGRES.run(database, "CREATE TABLE depot.tmp_1 (id int)");
        assertThat(counts(ImportRuns.run(client, connection, null))).isEqualTo(List.of(1, 0, 5, 0));
        assertThat(versions("depot", "tmp_1")).containsExactly(tuple(3, "added"), tuple(2, "removed"), tuple(1, "added"));
    }

    @Test
    void onlyWhatIsSelectedIsReadAndNothingElseIsTakenForRemoved() {
        ImportRuns.run(client, connection, null);
        assertThat(counts(ImportRuns.run(client, connection, json("{'schemas': ['shop']}")))).isEqualTo(List.of(0, 0, 3, 0));
        assertThat(counts(ImportRuns.run(client, connection, json("{'tables': [{'schema': 'shop', 'name': 'orders'}]}")))).isEqualTo(List.of(0, 0, 1, 0));
        assertThat(counts(ImportRuns.run(client, connection, json("{'include': ['depot.*'], 'exclude': ['*.tmp_*']}")))).isEqualTo(List.of(0, 0, 1, 0));
        assertThat(counts(ImportRuns.run(client, connection, json("{'options': {'include_views': false}}")))).isEqualTo(List.of(0, 0, 4, 0));
        assertThat(ImportRuns.names(client, connection)).hasSize(5);
    }

    @Test
    void indexesAndConstraintsCanBeLeftOut() {
        ImportRuns.run(client, connection, json("{'options': {'include_indexes': false, 'include_constraints': false}}"));
        JsonNode orders = definition("shop", "orders");
        assertThat(orders.get("indexes")).isEmpty();
        assertThat(orders.get("foreign_keys")).isEmpty();
        assertThat(orders.get("primary_key").isNull()).isTrue();
        assertThat(definition("shop", "customers").get("check_constraints")).isEmpty();
        assertThat(orders.get("columns")).hasSize(3);
    }

    @Test
    void aSourceThatSeemsEmptyRemovesNothing() {
        ImportRuns.run(client, connection, null);
        POSTGRES.run(database, "DROP SCHEMA shop CASCADE", "DROP SCHEMA depot CASCADE");
        JsonNode run = ImportRuns.run(client, connection, null);
        assertThat(run.get("status").asText()).isEqualTo("failed");
        assertThat(run.at("/problem/code").asText()).isEqualTo("mass_removal");
        assertThat(run.at("/problem/fix").asText()).contains("max_removed_percent");
        assertThat(ImportRuns.names(client, connection)).hasSize(5);
    }

    @Test
    void manyRemovalsNeedAWordOfPermission() {
        ImportRuns.run(client, connection, null);
        POSTGRES.run(database, "DROP SCHEMA depot CASCADE");
        assertThat(ImportRuns.run(client, connection, null).at("/problem/code").asText()).isEqualTo("mass_removal");
        assertThat(counts(ImportRuns.run(client, connection, json("{'options': {'max_removed_percent': 50}}")))).isEqualTo(List.of(0, 0, 3, 2));
        assertThat(ImportRuns.names(client, connection)).containsExactly("shop.customers", "shop.orders", "shop.recent");
    }

    @Test
    void aFailedSourceFailsTheImportWithItsReasonAndRemovesNothing() {
        ImportRuns.run(client, connection, null);
        ObjectNode patch = Bodies.object();
        patch.putObject("configuration").putObject("authentication").put("password", "wrong");
        client.patch("/api/connections/" + connection, patch);
        JsonNode run = ImportRuns.run(client, connection, null);
        assertThat(run.get("status").asText()).isEqualTo("failed");
        assertThat(run.at("/problem/kind").asText()).isEqualTo("AUTH");
        assertThat(run.at("/problem/message").asText()).isEqualTo("Authentication failed. Please verify your username and password.");
        assertThat(ImportRuns.names(client, connection)).hasSize(5);

        patch.putObject("configuration").putObject("authentication").put("password", TestPostgres.SUPERUSER_PASSWORD);
        client.patch("/api/connections/" + connection, patch);
        client.post("/api/imports/" + run.get("id").asText() + "/resume", null);
        assertThat(ImportRuns.ended(client, UUID.fromString(run.get("id").asText())).get("status").asText()).isEqualTo("succeeded");
    }

    @Test
    void namesThatNoDatabaseOfOursCouldKeepDoNotStopAnImport() {
        POSTGRES.run(database, "CREATE TABLE depot.\"a \"\"b'; {{env:HOME}} ${x} <b> \uD83D\uDE80 \u0001\" (\"select\" int, \"\uD83D\uDE80\" text)");
        ImportRuns.run(client, connection, null);
        assertThat(ImportRuns.names(client, connection)).contains("depot.a \"b'; {{env:HOME}} ${x} <b> \uD83D\uDE80 \u0001");
    }

    private JsonNode definition(String schema, String name) {
        return client.get("/api/datasets/" + dataset(schema, name)).json().get("definition");
    }

    private String dataset(String schema, String name) {
        for (JsonNode item : client.get("/api/datasets?removed=true&connection_id=" + connection).json().get("items")) {
            if (item.get("schema").asText().equals(schema) && item.get("name").asText().equals(name)) return item.get("id").asText();
        }
        throw new AssertionError("no dataset " + schema + "." + name);
    }

    private List<org.assertj.core.groups.Tuple> versions(String schema, String name) {
        List<org.assertj.core.groups.Tuple> versions = new java.util.ArrayList<>();
        client.get("/api/datasets/" + dataset(schema, name) + "/versions").json().get("items").forEach(version -> versions.add(tuple(version.get("version").asInt(), version.get("change").asText())));
        return versions;
    }

    private static List<Integer> counts(JsonNode run) {
        return List.of(run.get("added").asInt(), run.get("changed").asInt(), run.get("unchanged").asInt(), run.get("removed").asInt());
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private Map<String, String> rows(String sql) {
        return OwnRows.as(client, SERAI, database -> {
            Map<String, String> rows = new java.util.TreeMap<>();
            database.sql(sql).param("connection", connection).query(row -> {
                rows.put(row.getString("key"), row.getString("value"));
            });
            return rows;
        });
    }

    /** Looks into our own database with the rights of a client's user. */
    static final class OwnRows {
        private OwnRows() { }

        static <T> T as(Serai.Client client, Serai serai, java.util.function.Function<JdbcClient, T> look) {
            JsonNode me = client.get("/api/me").json();
            UUID user = UUID.fromString(me.at("/user/id").asText());
            UUID account = UUID.fromString(me.get("active_account_id").asText());
            TransactionTemplate transaction = new TransactionTemplate(serai.bean(PlatformTransactionManager.class));
            return new access.Caller(user, account, access.Role.ADMIN, false, "test", null).call(() -> transaction.execute(t -> look.apply(serai.bean(JdbcClient.class))));
        }
    }
}
