package metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.Bodies;
import testing.Gateway;
import testing.ImportRuns;
import testing.Serai;
import testing.TestPostgres;

/** What is said of an import before it is done, against a real database; and that nothing of it stays. */
class PreviewTest {
    private static final Serai SERAI = Serai.running();
    private static final TestPostgres POSTGRES = TestPostgres.plain();

    private final Serai.Client client = SERAI.newAccount("Preview");
    private final String database = POSTGRES.newDatabase("CREATE SCHEMA shop", "CREATE SCHEMA depot",
            "CREATE TABLE shop.customers (id bigint PRIMARY KEY, name varchar(20))", "CREATE TABLE shop.orders (id bigint PRIMARY KEY, at timestamptz)",
            "CREATE INDEX orders_at ON shop.orders (at)", "CREATE VIEW shop.recent AS SELECT * FROM shop.orders",
            "CREATE TABLE depot.parts (id int, place pg_lsn, other pg_lsn)", "CREATE TABLE depot.tmp_1 (id int)");
    private final UUID connection = Bodies.create(client, Bodies.postgres(POSTGRES.port(), database));

    @Test
    void aPreviewOfTheFirstImportCountsAndWritesNothing() {
        JsonNode preview = preview(null);
        assertThat(counts(preview)).isEqualTo(List.of(5, 0, 0, 0));
        assertThat(preview.get("tables_total").asInt()).isEqualTo(5);
        assertThat(preview.get("columns_total").asInt()).isEqualTo(10);
        assertThat(names(preview)).containsExactly("added depot.parts", "added depot.tmp_1", "added shop.customers", "added shop.orders", "added shop.recent");
        assertThat(preview.at("/forecast/basis").asText()).isEqualTo("default");
        assertThat(preview.at("/forecast/duration_ms").asLong()).isPositive();
        assertThat(ImportRuns.datasets(client, connection)).isEmpty();
        assertThat(client.get("/api/imports?connection_id=" + connection).json().get("total").asInt()).isZero();
    }

    @Test
    void whatWouldBeChangedAndRemovedIsNamedWithItsClass() {
        ImportRuns.run(client, connection, null);
        assertThat(counts(preview(null))).isEqualTo(List.of(0, 0, 5, 0));
        POSTGRES.run(database, "ALTER TABLE shop.customers ALTER COLUMN name TYPE varchar(5)", "DROP TABLE depot.tmp_1", "CREATE TABLE depot.a (id int)");
        JsonNode preview = preview(null);
        assertThat(counts(preview)).isEqualTo(List.of(1, 1, 3, 1));
        assertThat(names(preview)).containsExactly("added depot.a", "removed depot.tmp_1", "changed shop.customers");
        assertThat(preview.at("/tables/2/class").asText()).isEqualTo("breaking");
        assertThat(preview.at("/tables/2/changes/0/rule").asText()).isEqualTo("type_narrowed");
        assertThat(preview.get("problem").isNull()).isTrue();
        assertThat(preview.at("/forecast/basis").asText()).isEqualTo("earlier_imports");
        assertThat(preview.at("/forecast/imports").asInt()).isEqualTo(1);
        assertThat(ImportRuns.names(client, connection)).as("nothing was written").contains("depot.tmp_1").doesNotContain("depot.a");

        JsonNode run = ImportRuns.run(client, connection, null);
        assertThat(List.of(run.get("added").asInt(), run.get("changed").asInt(), run.get("unchanged").asInt(), run.get("removed").asInt()))
                .as("the import does what was said").isEqualTo(counts(preview));
    }

    @Test
    void theSelectionAndItsOptionsCountAsInAnImport() {
        assertThat(names(preview("{'schemas': ['depot']}"))).containsExactly("added depot.parts", "added depot.tmp_1");
        assertThat(names(preview("{'include': ['*.o*'], 'exclude': ['*.tmp_*']}"))).containsExactly("added shop.orders");
        assertThat(counts(preview("{'options': {'include_views': false}}"))).isEqualTo(List.of(4, 0, 0, 0));
        assertThat(names(preview("{'tables': [{'schema': 'shop', 'name': 'orders'}]}"))).containsExactly("added shop.orders");
        ImportRuns.run(client, connection, null);
        assertThat(counts(preview("{'schemas': ['depot']}"))).as("what is not selected is not missed").isEqualTo(List.of(0, 0, 2, 0));
        assertThat(names(preview("{'options': {'include_indexes': false, 'include_constraints': false}}")))
                .containsExactly("changed shop.customers", "changed shop.orders");
    }

    @Test
    void anImportThatWouldStopBeforeItRemovesTooMuchIsToldSo() {
        ImportRuns.run(client, connection, null);
        POSTGRES.run(database, "DROP SCHEMA depot CASCADE");
        assertThat(preview(null).at("/problem/code").asText()).isEqualTo("mass_removal");
        assertThat(preview("{'options': {'max_removed_percent': 40}}").get("problem").isNull()).isTrue();
        POSTGRES.run(database, "DROP SCHEMA shop CASCADE");
        assertThat(preview("{'options': {'max_removed_percent': 100}}").at("/problem/message").asText()).contains("no table at all");
    }

    @Test
    void largeTablesUnknownTypesAndClosedSchemasAreWarnedOfByPreviewAndImport() {
        POSTGRES.run(database, "UPDATE pg_class SET reltuples = 10000000, relpages = 10 WHERE relname = 'orders'",
                "UPDATE pg_class SET reltuples = 999999, relpages = 10 WHERE relname = 'customers'");
        String login = "reader_" + database;
        POSTGRES.newLogin(login, "only-for-reading");
        POSTGRES.run(database, "GRANT USAGE ON SCHEMA depot TO " + login, "GRANT SELECT ON ALL TABLES IN SCHEMA depot TO " + login);
        var body = Bodies.postgres(POSTGRES.port(), database, "only-for-reading");
        ((com.fasterxml.jackson.databind.node.ObjectNode) body.at("/configuration/authentication")).put("username", login);
        UUID limited = Bodies.create(client, body);

        List<String> expected = List.of("3 tables may not be read (SELECT) by this login, in schemas: shop. The definitions are imported all the same.",
                "2 columns have types that Serai does not know: pg_lsn. They are imported as UNKNOWN, with the source's own name of the type.",
                "The table 'shop.orders' contains 10 million rows. Import may take several minutes.");
        assertThat(texts(client.post("/api/connections/" + limited + "/imports/preview", null).json().get("warnings"))).isEqualTo(expected);
        JsonNode run = ImportRuns.run(client, limited, null);
        assertThat(run.get("status").asText()).isEqualTo("succeeded");
        assertThat(texts(run.get("warnings"))).isEqualTo(expected);
    }

    @Test
    void aFolderIsPreviewedTooAndWhatCannotBeReadIsNotMissed(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("one.csv"), "id,name\n1,x\n");
        Files.writeString(folder.resolve("two.json"), "[{\"a\": 1}]");
        UUID files = Bodies.create(client, Bodies.files(folder));
        ImportRuns.run(client, files, null);
        Files.writeString(folder.resolve("two.json"), "[{\"a\": ");
        JsonNode preview = client.post("/api/connections/" + files + "/imports/preview", null).json();
        assertThat(counts(preview)).isEqualTo(List.of(0, 0, 1, 0));
        assertThat(preview.at("/failed/0/table").asText()).isEqualTo("two.json");
    }

    @Test
    void aPreviewDoesNotStandInTheWayOfAnImportAndHasAGuardOfItsOwn() throws Exception {
        try (Gateway gateway = Gateway.to(POSTGRES.port())) {
            UUID slow = Bodies.create(client, Bodies.postgres(gateway.port(), database));
            gateway.become(Gateway.Mood.SILENT);
            UUID run = ImportRuns.start(client, slow, null);
            await().until(() -> gateway.open() > 0);
            gateway.recover();
            assertThat(client.post("/api/connections/" + slow + "/imports/preview", null).status()).isEqualTo(200);
            assertThat(client.get("/api/routes").body()).contains("preview-" + slow);
            client.post("/api/imports/" + run + "/cancel", null);
            ImportRuns.ended(client, run);
        }
    }

    @Test
    void whoMayNotImportMayNotPreviewAndNonsenseIsRefusedAtItsField() {
        String path = "/api/connections/" + connection + "/imports/preview";
        JsonNode member = client.post("/api/members", Bodies.object().put("email", "v" + System.nanoTime() + "@example.com").put("password", "a-long-password").put("role", "viewer")).json();
        Serai.Client viewer = SERAI.client(client.post("/api/members/" + member.get("user_id").asText() + "/tokens", null).json().get("token").asText());
        client.patch("/api/connections/" + connection, Bodies.object().put("visibility", "public"));
        assertThat(viewer.post(path, null).status()).isEqualTo(403);
        for (String bad : List.of("{'include': [7]}", "{'include': ['']}", "{'tables': [{'schema': 'x'}]}", "{'options': {'max_removed_percent': 101}}", "{'schemas': 'x'}", "{'schemas': ['\\u0000']}", "{'exclude': ['\\ud800']}", "{'status': 'x'}")) {
            Serai.Answer answer = client.post(path, bad.replace('\'', '"'));
            assertThat(answer.status()).as(bad).isEqualTo(422);
            assertThat(answer.json().at("/errors/0/pointer").asText()).as(bad).startsWith("/");
        }
        assertThat(counts(preview("{'include': ['" + "*?".repeat(400) + "'], 'schemas': ['\\u0027 OR 1=1 --']}"))).isEqualTo(List.of(0, 0, 0, 0));
        client.patch("/api/connections/" + connection, Bodies.object().put("is_active", false));
        assertThat(client.post(path, null).json().get("code").asText()).isEqualTo("connection_inactive");
    }

    private JsonNode preview(String request) {
        Serai.Answer answer = client.post("/api/connections/" + connection + "/imports/preview", request == null ? null : request.replace('\'', '"'));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static List<Integer> counts(JsonNode preview) {
        return List.of(preview.get("added").asInt(), preview.get("changed").asInt(), preview.get("unchanged").asInt(), preview.get("removed").asInt());
    }

    private static List<String> names(JsonNode preview) {
        return StreamSupport.stream(preview.get("tables").spliterator(), false)
                .map(table -> table.get("change").asText() + " " + table.get("schema").asText() + "." + table.get("name").asText()).toList();
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
    }
}
