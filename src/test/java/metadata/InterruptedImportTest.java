package metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import testing.Bodies;
import testing.Gateway;
import testing.ImportRuns;
import testing.Serai;
import testing.TestPostgres;

/** Imports that are cancelled, overtaken, or lose what they stand on while the source hangs. */
class InterruptedImportTest {
    private static final Serai SERAI = Serai.running();
    private static final TestPostgres POSTGRES = TestPostgres.plain();
    private static final int TABLES = 1_200;
    private static final String DATABASE = POSTGRES.newDatabase(IntStream.range(0, TABLES)
            .mapToObj(i -> "CREATE TABLE t" + i + " (id int PRIMARY KEY, a text, b text, c text)").toArray(String[]::new));
    /** Between the first and the last answer of the catalog. */
    private static final long IN_THE_MIDDLE = 200_000;
    /** After the first batch, and before the last. */
    private static final long AFTER_A_BATCH = 640_000;
    private static final Duration SOON = Duration.ofSeconds(5);

    private final Serai.Client client = SERAI.newAccount("Interrupted");
    private final Gateway gateway = Gateway.to(POSTGRES.port());
    private final UUID connection = Bodies.create(client, Bodies.postgres(gateway.port(), DATABASE));

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void aCancelTakesEffectWhileTheSourceHangsAndTheImportCanBeResumed() throws InterruptedException {
        UUID run = hangingImport();
        assertThat(client.post("/api/imports/" + run + "/cancel", null).status()).isEqualTo(200);
        await().atMost(SOON).until(() -> ImportRuns.find(client, run).get("status").asText().equals("cancelled"));
        await().atMost(SOON.multipliedBy(2)).until(() -> gateway.open() == 0);

        gateway.recover();
        assertThat(client.post("/api/imports/" + run + "/resume", null).status()).isEqualTo(202);
        JsonNode ended = ImportRuns.ended(client, run);
        assertThat(ended.get("status").asText()).isEqualTo("succeeded");
        assertThat(ended.get("added").asInt()).isEqualTo(TABLES);
        assertThat(ImportRuns.datasets(client, connection)).hasSize(TABLES);
    }

    @Test
    void aResumedImportWritesNothingAgainThatWasDurable() throws Exception {
        gateway.fallSilentAfter(AFTER_A_BATCH);
        UUID run = ImportRuns.start(client, connection, null);
        gateway.awaitSilence();
        await().until(() -> ImportRuns.find(client, run).get("tables_done").asInt() > 0);
        client.post("/api/imports/" + run + "/cancel", null);
        await().atMost(SOON).until(() -> ImportRuns.find(client, run).get("status").asText().equals("cancelled"));
        String rows = "SELECT string_agg(d.id || ' ' || d.xmin || ' ' || v.xmin, ',' ORDER BY d.id) FROM app.datasets d JOIN app.dataset_versions v ON v.dataset_id = d.id"
                + " WHERE d.connection_id = '" + connection + "' AND d.id = ANY ('{%s}')";
        String kept = ask("SELECT string_agg(id::text, ',') FROM app.datasets WHERE connection_id = '" + connection + "'");
        assertThat(kept.split(",")).as("what was good is kept").hasSizeBetween(1, TABLES - 1);
        String before = ask(rows.formatted(kept));

        gateway.recover();
        client.post("/api/imports/" + run + "/resume", null);
        JsonNode ended = ImportRuns.ended(client, run);
        assertThat(ended.get("added").asInt()).as("counted as one import").isEqualTo(TABLES);
        assertThat(ask(rows.formatted(kept))).isEqualTo(before);
    }

    private static String ask(String query) throws SQLException, IOException {
        try (Connection own = ownDatabase(); Statement statement = own.createStatement(); ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Test
    void aCancelTakesEffectWhileTheServerDoesNotEvenAnswerTheSignIn() {
        gateway.become(Gateway.Mood.SILENT);
        UUID run = ImportRuns.start(client, connection, null);
        await().until(() -> gateway.open() > 0);
        client.post("/api/imports/" + run + "/cancel", null);
        await().atMost(SOON).until(() -> ImportRuns.find(client, run).get("status").asText().equals("cancelled"));
    }

    @Test
    void oneImportOfAConnectionAtATime() throws InterruptedException {
        UUID run = hangingImport();
        assertThat(client.post("/api/connections/" + connection + "/imports", null).json().get("code").asText()).isEqualTo("import_running");
        client.post("/api/imports/" + run + "/cancel", null);
        ImportRuns.ended(client, run);
    }

    @Test
    void aDeletedConnectionTakesItsImportAlong() throws InterruptedException {
        UUID run = hangingImport();
        assertThat(client.delete("/api/connections/" + connection).status()).isEqualTo(204);
        assertThat(client.get("/api/imports/" + run).status()).isEqualTo(404);
        await().atMost(SOON.multipliedBy(2)).until(() -> gateway.open() == 0);
        awaitNoJobOf(run);
    }

    @Test
    void anEditBeginsTheImportAgainWithTheNewSettings() throws InterruptedException {
        UUID run = hangingImport();
        ObjectNode patch = Bodies.object();
        patch.putObject("configuration").put("port", POSTGRES.port()).putObject("authentication").put("password", TestPostgres.SUPERUSER_PASSWORD);
        assertThat(client.patch("/api/connections/" + connection, patch).status()).isEqualTo(200);
        assertThat(ImportRuns.ended(client, run).get("status").asText()).isEqualTo("succeeded");
        assertThat(ImportRuns.datasets(client, connection)).hasSize(TABLES);
    }

    @Test
    void anImportEndsWhenItsUserMayNoLongerImport() throws InterruptedException {
        JsonNode member = client.post("/api/members", Bodies.object().put("email", "leaver" + System.nanoTime() + "@example.com").put("password", "a-long-password").put("role", "editor")).json();
        Serai.Client editor = SERAI.client(client.post("/api/members/" + member.get("user_id").asText() + "/tokens", null).json().get("token").asText());
        client.patch("/api/connections/" + connection, Bodies.object().put("visibility", "public"));
        gateway.fallSilentAfter(IN_THE_MIDDLE);
        UUID run = ImportRuns.start(editor, connection, null);
        gateway.awaitSilence();

        assertThat(client.delete("/api/members/" + member.get("user_id").asText()).status()).isEqualTo(204);
        JsonNode ended = ImportRuns.ended(client, run);
        assertThat(ended.get("status").asText()).isEqualTo("cancelled");
        assertThat(ended.at("/problem/code").asText()).isEqualTo("no_access");
        awaitNoJobOf(run);
    }

    @Test
    void theFailureOfOurOwnDatabaseIsTriedAgainAndNotBlamedOnTheSource() throws SQLException, IOException {
        UUID run;
        try (Connection own = ownDatabase(); Statement statement = own.createStatement()) {
            own.setAutoCommit(false);
            statement.execute("LOCK TABLE app.datasets IN ACCESS EXCLUSIVE MODE");
            run = ImportRuns.start(client, connection, null);
            String waiting = " FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%app.datasets%' AND pid <> pg_backend_pid()";
            try (Connection another = ownDatabase(); Statement look = another.createStatement()) {
                await().until(() -> count(look, "SELECT count(*)" + waiting) > 0);
                look.execute("SELECT pg_terminate_backend(pid)" + waiting);
            }
            own.rollback();
        }
        JsonNode ended = ImportRuns.ended(client, run);
        assertThat(ended.get("status").asText()).isEqualTo("succeeded");
        assertThat(ended.get("added").asInt()).isEqualTo(TABLES);
    }

    private UUID hangingImport() throws InterruptedException {
        gateway.fallSilentAfter(IN_THE_MIDDLE);
        UUID run = ImportRuns.start(client, connection, null);
        gateway.awaitSilence();
        return run;
    }

    private static void awaitNoJobOf(UUID run) {
        await().atMost(SOON.multipliedBy(4)).untilAsserted(() -> {
            try (Connection own = ownDatabase(); Statement statement = own.createStatement()) {
                assertThat(count(statement, "SELECT count(*) FROM app.scheduled_tasks WHERE task_name = 'import' AND task_instance LIKE '" + run + "%'")).isZero();
            }
        });
    }

    private static Connection ownDatabase() throws SQLException, IOException {
        String port = Files.readString(SERAI.home().resolve("postgres.port")).strip();
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/serai", "postgres", Files.readString(SERAI.home().resolve("postgres.password")).strip());
    }

    private static long count(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
