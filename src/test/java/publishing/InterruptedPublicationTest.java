package publishing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import access.Caller;
import access.Callers;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import testing.Bodies;
import testing.ImportRuns;
import testing.OwnDatabase;
import testing.Publications;
import testing.Serai;
import testing.TestPostgres;
import testing.unity.UnityCatalogServer;

/** Publications that are cancelled, overtaken, or lose their target on the way. */
class InterruptedPublicationTest {
    private static final Serai SERAI = Serai.running();
    private static final TestPostgres POSTGRES = TestPostgres.plain();
    private static final int TABLES = 5;
    private static final String DATABASE = POSTGRES.newDatabase(IntStream.range(0, TABLES)
            .mapToObj(i -> "CREATE TABLE t" + i + " (id int PRIMARY KEY, a text)").toArray(String[]::new));
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final int FOR_EVER = Integer.MAX_VALUE;

    private final UnityCatalogServer server = Publications.workspace();
    private final Serai.Client client = SERAI.newAccount("Interrupted publication");
    private final UUID target = Bodies.create(client, Publications.target(server, "Lakehouse"));
    private final UUID source = Bodies.create(client, Bodies.postgres(POSTGRES.port(), DATABASE));
    private JsonNode plan;

    @BeforeEach
    void plan() {
        ImportRuns.run(client, source, null);
        plan = Publications.plan(client, target, Publications.allOf(source));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aCancelTakesEffectWhileTheTargetHangsAndTheRestIsDoneByAResume() {
        begin();
        await().until(() -> find().at("/steps/done").asInt() >= 2);
        server.slow(FOR_EVER);
        int before = server.ran().size();
        await().until(() -> server.ran().size() > before);
        assertThat(client.post(Publications.path(plan) + "/cancel", null).json().get("status").asText()).isEqualTo("cancelled");
        await().atMost(SOON).until(() -> !running());
        int done = find().at("/steps/done").asInt();
        assertThat(done).isLessThan(find().at("/steps/total").asInt());

        server.slow(0);
        assertThat(client.post(Publications.path(plan) + "/resume", null).status()).isEqualTo(202);
        JsonNode ended = Publications.ended(client, plan);
        assertThat(ended.get("status").asText()).isEqualTo("applied");
        assertThat(server.ran().size() - new HashSet<>(server.ran()).size()).as("only the step that was under way is done twice").isLessThanOrEqualTo(1);
    }

    @Test
    void aPlanThatIsCancelledIsGivenUp() {
        assertThat(client.post(Publications.path(plan) + "/cancel", null).json().get("status").asText()).isEqualTo("cancelled");
        assertThat(client.post(Publications.path(plan) + "/apply", null).json().get("code").asText()).isEqualTo("publication_begun");
        assertThat(client.post(Publications.path(plan) + "/resume", null).json().get("code").asText()).isEqualTo("publication_not_stopped");
        assertThat(client.post(Publications.path(plan) + "/cancel", null).json().get("code").asText()).isEqualTo("publication_over");
        assertThat(server.ran()).isEmpty();
    }

    @Test
    void aStepWhoseAnswerIsLostIsDoneAgain() {
        server.breakOffAfter(3);
        begin();
        JsonNode ended = Publications.ended(client, plan);
        assertThat(ended.get("status").asText()).as(client.get(Publications.path(plan) + "/steps").body()).isEqualTo("applied");
        assertThat(Publications.items(client, Publications.path(plan) + "/steps")).anyMatch(step -> step.get("attempts").asInt() == 2);
    }

    @Test
    void oneRefusedStepLeavesTheOtherTablesAlone() {
        server.lakehouse().table("main", "public", "t3", "other string");
        begin();
        JsonNode ended = Publications.ended(client, plan);
        assertThat(ended.get("status").asText()).isEqualTo("partial");
        assertThat(ended.at("/steps/failed").asInt()).isPositive();
        List<JsonNode> tables = Publications.items(client, Publications.path(plan) + "/tables");
        assertThat(tables).filteredOn(table -> table.get("status").asText().equals("done")).hasSize(TABLES - 1);
    }

    @Test
    void onePublicationToATargetAtATime() {
        server.slow(FOR_EVER);
        JsonNode other = Publications.plan(client, target, Publications.allOf(source));
        begin();
        assertThat(client.post(Publications.path(other) + "/apply", null).json().get("code").asText()).isEqualTo("publication_running");
        client.post(Publications.path(plan) + "/cancel", null);
        await().atMost(SOON).until(() -> !running());
    }

    @Test
    void anEditOfTheTargetEndsThePublicationBecauseItMayLeadElsewhere() {
        server.slow(FOR_EVER);
        begin();
        await().until(() -> !server.ran().isEmpty());
        assertThat(client.patch("/api/connections/" + target, Bodies.object().put("description", "another")).status()).isEqualTo(200);
        JsonNode ended = Publications.ended(client, plan);
        assertThat(ended.get("status").asText()).isEqualTo("failed");
        assertThat(ended.at("/problem/code").asText()).isEqualTo("plan_outdated");
        assertThat(client.post(Publications.path(plan) + "/resume", null).json().get("code").asText()).isEqualTo("plan_outdated");
    }

    @Test
    void aWorkerThatWasBelievedDeadWritesNothingAnyMore() {
        server.slow(FOR_EVER);
        begin();
        await().until(() -> !server.ran().isEmpty());
        PublicationRows rows = SERAI.bean(PublicationRows.class);
        caller().run(() -> {
            PublishRun first = rows.begin(id()).orElseThrow();
            PublishRun.Step step = rows.next(first).orElseThrow();
            PublishRun second = rows.begin(id()).orElseThrow();

            assertThatThrownBy(() -> rows.done(first, step, "too late")).isInstanceOf(StopPublication.class);
            assertThatThrownBy(() -> rows.next(first)).isInstanceOf(StopPublication.class);
            assertThat(rows.next(second).orElseThrow().position()).isEqualTo(step.position());
        });
        client.post(Publications.path(plan) + "/cancel", null);
        await().atMost(SOON).until(() -> !running());
    }

    @Test
    void aDeletedTargetTakesItsPublicationsAlong() {
        server.slow(FOR_EVER);
        begin();
        await().until(() -> !server.ran().isEmpty());
        assertThat(client.delete("/api/connections/" + target).status()).isEqualTo(204);
        assertThat(client.get(Publications.path(plan)).status()).isEqualTo(404);
        await().atMost(SOON.multipliedBy(2)).until(() -> !running());
    }

    private void begin() {
        assertThat(client.post(Publications.path(plan) + "/apply", null).status()).isEqualTo(202);
    }

    private JsonNode find() {
        return client.get(Publications.path(plan)).json();
    }

    private UUID id() {
        return UUID.fromString(plan.get("id").asText());
    }

    private boolean running() {
        return !new OwnDatabase(SERAI).ask("SELECT task_instance FROM app.scheduled_tasks WHERE task_name = 'publication' AND task_instance LIKE ?", id() + "%").isEmpty();
    }

    private Caller caller() {
        JsonNode me = client.get("/api/me").json();
        return SERAI.bean(Callers.class).find(UUID.fromString(me.at("/user/id").asText()), UUID.fromString(me.get("active_account_id").asText()), "test", null).orElseThrow();
    }
}
