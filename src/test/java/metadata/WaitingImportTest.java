package metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import access.Caller;
import access.Role;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import problems.FailureKind;
import problems.Problem;
import testing.Bodies;
import testing.ImportRuns;
import testing.OwnDatabase;
import testing.Serai;
import testing.WebServer.Asked;
import testing.unity.UnityCatalogServer;

/** A server that has had enough in the middle of an import: the import waits, and goes on where it was. */
class WaitingImportTest {
    private static final Serai SERAI = Serai.running();
    private static final OwnDatabase OWN = new OwnDatabase(SERAI);
    private static final int TABLES = 60;
    /** An hour: nothing here waits that long. */
    private static final String LONG = "3600";

    private final Serai.Client client = SERAI.newAccount("Waiting");
    private UnityCatalogServer server;
    private UUID connection;

    @BeforeEach
    void start() throws IOException {
        server = UnityCatalogServer.openSource();
        IntStream.range(0, TABLES).forEach(i -> server.lakehouse().table("unity", "s" + i % 2, "t" + i, "id bigint"));
        server.lakehouse().schema("unity", "default");
        ObjectNode configuration = Bodies.object().put("workspace_url", server.url()).put("catalog", "unity");
        configuration.putObject("authentication").put("type", "none");
        ObjectNode body = Bodies.object().put("name", "Lakehouse " + UUID.randomUUID()).put("connection_type", "Databricks");
        body.set("configuration", configuration);
        connection = Bodies.create(client, body);
    }

    @AfterEach
    void stop() {
        client.delete("/api/connections/" + connection);
        server.close();
    }

    @Test
    void itWaitsAndGoesOnWhereItWasAndCountsAsIfNothingHadHappened() {
        server.allow(40, LONG);
        UUID id = ImportRuns.start(client, connection, null);
        JsonNode waiting = waiting(id);
        assertThat(waiting.get("status").asText()).isEqualTo("running");
        assertThat(waiting.get("waiting_reason").asText()).contains("request limit");
        assertThat(Instant.parse(waiting.get("waiting_until").asText())).isAfter(Instant.now().plusSeconds(3_000));
        assertThat(waiting.get("problem").isNull()).isTrue();
        int stored = waiting.get("tables_done").asInt();
        assertThat(stored).isBetween(20, TABLES - 1);

        server.allow(Integer.MAX_VALUE, LONG);
        goOn(id);

        JsonNode ended = ImportRuns.ended(client, id);
        assertThat(ended.get("status").asText()).as(ended.toString()).isEqualTo("succeeded");
        assertThat(List.of(ended.get("added").asInt(), ended.get("unchanged").asInt(), ended.get("tables_done").asInt())).containsExactly(TABLES, 0, TABLES);
        assertThat(ended.get("waiting_until").isNull()).isTrue();
        assertThat(definitionsAsked()).as("those that were turned away apart").isLessThanOrEqualTo(TABLES + 12);
        assertThat(ImportRuns.names(client, connection)).hasSize(TABLES);
    }

    @Test
    void itWaitsAsOftenAsItHasTo() {
        server.allow(25, LONG);
        UUID id = ImportRuns.start(client, connection, null);
        for (int i = 0; i < 12 && !ImportRuns.find(client, id).get("status").asText().equals("succeeded"); i++) {
            waiting(id);
            server.allow(25, LONG);
            goOn(id);
            await().atMost(Duration.ofSeconds(30)).until(() -> isOver(id) || isWaiting(id) && dueIn(id) > 0);
        }
        JsonNode ended = ImportRuns.ended(client, id);
        assertThat(ended.get("status").asText()).isEqualTo("succeeded");
        assertThat(ended.get("added").asInt()).isEqualTo(TABLES);
    }

    @Test
    void oneThatWaitsIsCancelledAtOnceAndCanBeResumed() {
        server.allow(30, LONG);
        UUID id = ImportRuns.start(client, connection, null);
        waiting(id);
        JsonNode cancelled = client.post("/api/imports/" + id + "/cancel", null).json();
        assertThat(cancelled.get("status").asText()).isEqualTo("cancelled");
        assertThat(cancelled.get("waiting_until").isNull()).isTrue();
        assertThat(cancelled.get("tables_done").asInt()).isPositive();

        server.allow(Integer.MAX_VALUE, LONG);
        goOn(id);
        await().until(() -> OWN.ask("SELECT task_instance FROM app.scheduled_tasks WHERE task_instance LIKE ?", id + "%").isEmpty());
        assertThat(ImportRuns.find(client, id).get("status").asText()).as("its job does nothing more").isEqualTo("cancelled");
        assertThat(client.post("/api/imports/" + id + "/resume", null).status()).isEqualTo(202);
        assertThat(ImportRuns.ended(client, id).get("added").asInt()).isEqualTo(TABLES);
    }

    @Test
    void oneThatGetsNoFurtherForAWeekFailsAndSaysWhy() {
        server.allow(0, LONG);
        UUID id = ImportRuns.start(client, connection, null);
        waiting(id);
        OWN.run("UPDATE app.imports SET waiting_since = now() - interval '8 days' WHERE id = ?", id);
        goOn(id);
        JsonNode ended = ImportRuns.ended(client, id);
        assertThat(ended.get("status").asText()).isEqualTo("failed");
        assertThat(ended.at("/problem/kind").asText()).isEqualTo("QUOTA");
        assertThat(ended.at("/problem/message").asText()).contains("7 days");
    }

    @Test
    void onlyTheLatestAttemptPutsAnImportBack() {
        server.allow(0, LONG);
        UUID id = ImportRuns.start(client, connection, null);
        waiting(id);
        caller().run(() -> {
            Import run = SERAI.bean(Imports.class).find(id);
            ImportRows rows = SERAI.bean(ImportRows.class);
            ImportRun late = new ImportRun(run, rows.begin(id, 0), Caller.current());
            ImportRun latest = new ImportRun(run, rows.begin(id, 0), Caller.current());
            Problem busy = Problem.of(FailureKind.QUOTA, "busy", "Busy.").retryAfter(Duration.ofHours(2));
            SERAI.bean(ImportWaits.class).putBack(late, busy);
            assertThat(isWaiting(id)).isFalse();
            SERAI.bean(ImportWaits.class).putBack(latest, busy);
            assertThat(ImportRuns.find(client, id).get("waiting_reason").asText()).isEqualTo("Busy.");
        });
        client.post("/api/imports/" + id + "/cancel", null);
    }

    @Test
    void thePlanningWaitsToo() {
        server.allow(0, LONG);
        UUID id = ImportRuns.start(client, connection, null);
        waiting(id);
        client.post("/api/imports/" + id + "/cancel", null);
        OWN.run("UPDATE app.imports SET status = 'running', planned = false, cancel_requested = false WHERE id = ?", id);
        OWN.run("DELETE FROM app.import_parts WHERE import_id = ?", id);
        caller().run(() -> {
            ImportRun planning = new ImportRun(SERAI.bean(Imports.class).find(id), SERAI.bean(ImportRows.class).begin(id), Caller.current());
            SERAI.bean(ImportWaits.class).putBack(planning, Problem.of(FailureKind.QUOTA, "x", "Wait.").retryAfter(Duration.ofHours(2)));
        });
        assertThat(waiting(id).get("waiting_reason").asText()).isEqualTo("Wait.");
        server.allow(Integer.MAX_VALUE, LONG);
        goOn(id);
        assertThat(ImportRuns.ended(client, id).get("added").asInt()).isEqualTo(TABLES);
    }

    private JsonNode waiting(UUID id) {
        return await().atMost(Duration.ofSeconds(30)).until(() -> ImportRuns.find(client, id), found -> !found.get("waiting_until").isNull());
    }

    private boolean isWaiting(UUID id) {
        return !ImportRuns.find(client, id).get("waiting_until").isNull();
    }

    private boolean isOver(UUID id) {
        return ImportRuns.find(client, id).hasNonNull("finished_at");
    }

    /** Jobs of the import that are due later. */
    private long dueIn(UUID id) {
        return Long.parseLong(OWN.ask("SELECT count(*) FROM app.scheduled_tasks WHERE task_instance LIKE ? AND execution_time > now() + interval '1 minute'",
                id + "%").get(0));
    }

    /** The hour has passed. */
    private void goOn(UUID id) {
        OWN.run("UPDATE app.scheduled_tasks SET execution_time = now() WHERE task_instance LIKE ?", id + "%");
    }

    private long definitionsAsked() {
        return server.asked().stream().map(Asked::path).filter(path -> path.contains("/tables/")).count();
    }

    private Caller caller() {
        JsonNode me = client.get("/api/me").json();
        return new Caller(UUID.fromString(me.at("/user/id").asText()), UUID.fromString(me.get("active_account_id").asText()), Role.ADMIN, false, "test", null);
    }
}
