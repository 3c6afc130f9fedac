package routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.Bodies;
import testing.Gateway;
import testing.Gateway.Mood;
import testing.Serai;
import testing.Serai.Answer;
import testing.TestPostgres;

/** A source that hangs, breaks or lies costs its own connection a slot and a deadline, and never looks healthy. */
class GuardTest {
    private static final Serai SERAI = Serai.running();
    private static final TestPostgres POSTGRES = TestPostgres.plain();
    private static final String DATABASE = POSTGRES.newDatabase("CREATE TABLE one (id int PRIMARY KEY)");
    private static final Gateway GATEWAY = Gateway.to(POSTGRES.port());

    private final Serai.Client client = SERAI.newAccount("Guard");

    @TempDir
    Path folder;

    @AfterAll
    static void close() {
        GATEWAY.close();
    }

    @Test
    void aBrokenSourceOpensTheBreakerAndEveryOperationSaysSoAtOnce() {
        try (Gateway broken = Gateway.toNowhere(Mood.RESET)) {
            UUID id = Bodies.create(client, Bodies.postgres(broken.port(), DATABASE));
            for (String path : List.of("/schemas?refresh=true", "/schemas/public/tables?refresh=true", "/schemas/public/tables/one?refresh=true")) {
                await().untilAsserted(() -> assertThat(client.get("/api/connections/" + id + path).json().get("code").asText()).isEqualTo("transient.circuit_open"));
                int before = broken.accepted();
                Answer answer = client.get("/api/connections/" + id + path);
                assertThat(answer.status()).isEqualTo(503);
                assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 30);
                assertThat(answer.json().get("retry_after").asText()).isEqualTo(answer.header("Retry-After"));
                assertThat(answer.json().get("detail").asText()).as("what is wrong, and when it is tried again")
                        .contains("left alone").contains("Unable to connect to PostgreSQL at localhost").contains("tried again in");
                assertThat(broken.accepted()).as("the source is left alone").isEqualTo(before);
            }
        }
    }

    @Test
    void openBreakerFailsTheTest() {
        UUID id = Bodies.create(client, Bodies.postgres(POSTGRES.port(), DATABASE));
        assertThat(client.post("/api/connections/" + id + "/test", null).json().get("status").asText()).isEqualTo("success");

        assertThat(client.post("/api/routes/test-" + id + "/circuit-breaker/open", null).json().at("/circuit_breaker/state").asText()).isEqualTo("forced_open");
        JsonNode failed = client.post("/api/connections/" + id + "/test", null).json();
        assertThat(failed.get("status").asText()).isEqualTo("failed");
        assertThat(failed.at("/steps/0/code").asText()).isEqualTo("circuit_open");
        assertThat(failed.get("retryable").asBoolean()).isTrue();
        assertThat(failed.at("/steps/0/fix").asText()).contains("Reset");
        assertThat(client.get("/api/connections/" + id).json().get("test_status").asText()).isEqualTo("failed");
        assertThat(client.get("/api/connections/" + id + "/schemas?refresh=true").status()).as("the breaker of another operation").isEqualTo(200);

        assertThat(client.post("/api/routes/test-" + id + "/circuit-breaker/reset", null).json().at("/circuit_breaker/state").asText()).isEqualTo("closed");
        assertThat(client.post("/api/connections/" + id + "/test", null).json().get("status").asText()).isEqualTo("success");
    }

    @Test
    void oneConnectionsBreakerIsNotAnothers() {
        UUID broken = Bodies.create(client, Bodies.postgres(POSTGRES.port(), DATABASE));
        UUID healthy = Bodies.create(client, Bodies.postgres(POSTGRES.port(), DATABASE));
        client.get("/api/connections/" + broken + "/schemas");
        client.get("/api/connections/" + healthy + "/schemas");
        client.post("/api/routes/schemas-" + broken + "/circuit-breaker/open", null);

        assertThat(client.get("/api/connections/" + broken + "/schemas?refresh=true").status()).isEqualTo(503);
        assertThat(client.get("/api/connections/" + healthy + "/schemas?refresh=true").status()).isEqualTo(200);
    }

    @Test
    void tooManyRequestsAreRefusedWithATimeToComeBack() throws IOException {
        Files.writeString(folder.resolve("a.csv"), "id\n1\n");
        UUID id = Bodies.create(client, Bodies.files(folder));
        int limit = 120;
        for (int i = 0; i < limit; i++) assertThat(client.get("/api/connections/" + id + "/schemas?refresh=true").status()).isEqualTo(200);

        Answer refused = client.get("/api/connections/" + id + "/schemas?refresh=true");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().get("code").asText()).isEqualTo("quota.throttled");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
        for (int i = 0; i < 20; i++) client.get("/api/connections/" + id + "/schemas?refresh=true");
        assertThat(breaker(id, "schemas").get("state").asText()).as("a refusal of ours says nothing of the source").isEqualTo("closed");
        assertThat(client.get("/api/connections/" + id + "/schemas/default/tables?refresh=true").status()).as("another operation").isEqualTo(200);
    }

    @Test
    void aConnectionsOwnLimitOfRequestsCounts() {
        ObjectNode body = Bodies.object().put("name", "Slow API").put("connection_type", "REST");
        body.putObject("configuration").put("base_url", "http://localhost:1").put("rate_limit_per_minute", 2);
        UUID id = Bodies.create(client, body);
        for (int i = 0; i < 2; i++) assertThat(client.post("/api/connections/" + id + "/test", null).json().at("/steps/0/id").asText()).isNotEqualTo("guard");

        JsonNode refused = client.post("/api/connections/" + id + "/test", null).json();
        assertThat(refused.at("/steps/0/code").asText()).isEqualTo("throttled");
        assertThat(refused.at("/steps/0/message").asText()).contains("allows 2 requests");
        assertThat(refused.at("/steps/0/field").asText()).isEqualTo("/rate_limit_per_minute");
        assertThat(route(id, "test").at("/throttle/requests_per_minute").asInt()).isEqualTo(2);
    }

    @Test
    void whatOpenedABreakerIsShownWhereRoutesAreOperated() {
        UUID id = Bodies.create(client, Bodies.postgres(POSTGRES.port(), DATABASE, "wrong"));
        await().untilAsserted(() -> assertThat(client.get("/api/connections/" + id + "/schemas").json().get("code").asText()).isEqualTo("transient.circuit_open"));
        JsonNode why = breaker(id, "schemas").get("left_alone");
        assertThat(why.get("kind").asText()).isEqualTo("AUTH");
        assertThat(why.get("code").asText()).isEqualTo("28P01");
        assertThat(why.get("field").asText()).isEqualTo("/authentication/password");
        assertThat(why.get("retry_after").asInt()).isBetween(1, 30);
        assertThat(why.toString()).doesNotContain("wrong");
        assertThat(client.get("/api/connections/" + id + "/schemas").json().at("/errors/0/pointer").asText()).isEqualTo("/configuration/authentication/password");
    }

    @Test
    void moreCallsAtATimeThanAllowedAreRefusedAndDoNotCountAgainstTheSource() {
        GATEWAY.become(Mood.PASS);
        try (Gateway silent = Gateway.toNowhere(Mood.SILENT)) {
            UUID id = Bodies.create(client, withTimeout(Bodies.postgres(silent.port(), DATABASE), 5));
            int permitted = 4;
            List<CompletableFuture<Answer>> held = IntStream.range(0, permitted).mapToObj(i -> inBackground(() -> client.get("/api/connections/" + id + "/schemas?refresh=true"))).toList();
            await().until(() -> silent.open() == permitted);

            for (int i = 0; i < 20; i++) {
                Answer busy = client.get("/api/connections/" + id + "/schemas?refresh=true");
                assertThat(busy.status()).isEqualTo(429);
                assertThat(busy.json().get("code").asText()).isEqualTo("quota.busy");
                assertThat(busy.header("Retry-After")).isNotNull();
            }
            assertThat(breaker(id, "schemas").get("recorded_calls").asInt()).isZero();
            silent.close();
            held.forEach(CompletableFuture::join);
        }
    }

    @Test
    void theDeadlineAnswersWhileTheDriverStillWaitsAndOthersGoOn() {
        try (Gateway silent = Gateway.toNowhere(Mood.SILENT)) {
            ObjectNode body = withTimeout(Bodies.postgres(silent.port(), DATABASE), 120);
            ((ObjectNode) body.at("/configuration/advanced")).put("timeout", 3);
            UUID id = Bodies.create(client, body);
            UUID other = Bodies.create(client, Bodies.postgres(POSTGRES.port(), DATABASE));
            CompletableFuture<Answer> held = inBackground(() -> client.get("/api/connections/" + id + "/schemas?refresh=true"));
            await().until(() -> silent.open() == 1);
            while (!held.isDone()) assertThat(client.post("/api/connections/" + other + "/test", null).json().get("status").asText()).isIn("success", "failed");

            Answer late = held.join();
            assertThat(late.status()).isEqualTo(504);
            assertThat(late.json().get("code").asText()).isEqualTo("transient.deadline");
            assertThat(late.json().at("/errors/0/pointer").asText()).isEqualTo("/configuration/advanced/timeout");
            assertThat(silent.open()).as("the driver still waits").isEqualTo(1);
            assertThat(silent.accepted()).as("a deadline is not tried again").isEqualTo(1);
            assertThat(client.get("/api/connections/" + other + "/schemas?refresh=true").status()).isEqualTo(200);
        }
    }

    @Test
    void aSourceThatTricklesMeetsTheDeadlineToo() {
        try (Gateway slow = Gateway.to(POSTGRES.port())) {
            slow.become(Mood.TRICKLE);
            UUID id = Bodies.create(client, withTimeout(Bodies.postgres(slow.port(), DATABASE), 120));
            Answer answer = client.post("/api/connections/" + id + "/test", null);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().get("status").asText()).isEqualTo("failed");
            assertThat(answer.json().get("failure_kind").asText()).isIn("TRANSIENT", "NETWORK");
        }
    }

    @Test
    void readingIsTriedAgainAfterATransientFailure() {
        UUID id = Bodies.create(client, Bodies.postgres(GATEWAY.port(), DATABASE));
        for (String path : List.of("/schemas?refresh=true", "/schemas/public/tables?refresh=true", "/schemas/public/tables/one?refresh=true")) {
            SERAI.bean(ConnectionRoutes.class).evict(id);
            GATEWAY.resetNext(2);
            int before = GATEWAY.accepted();
            assertThat(client.get("/api/connections/" + id + path).status()).as(path).isEqualTo(200);
            assertThat(GATEWAY.accepted() - before).as(path).isEqualTo(3);
        }
    }

    @Test
    void aTestIsNotTriedAgain() {
        try (Gateway broken = Gateway.toNowhere(Mood.RESET)) {
            UUID id = Bodies.create(client, Bodies.postgres(broken.port(), DATABASE));
            assertThat(client.post("/api/connections/" + id + "/test", null).json().get("status").asText()).isEqualTo("failed");
            assertThat(broken.accepted()).as("one to reach the port, one to sign in").isLessThanOrEqualTo(2);
        }
    }

    @Test
    void aWrongPasswordIsNotTriedAgain() {
        UUID id = Bodies.create(client, Bodies.postgres(GATEWAY.port(), DATABASE, "wrong"));
        int before = GATEWAY.accepted();
        Answer answer = client.get("/api/connections/" + id + "/schemas?refresh=true");
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.json().get("code").asText()).startsWith("auth.");
        assertThat(GATEWAY.accepted() - before).isEqualTo(1);
    }

    /** A failure that the breaker does not count must still arrive as a failure. */
    @Test
    void whatTheBreakerDoesNotCountIsAFailureAllTheSame() {
        UUID id = Bodies.create(client, Bodies.postgres(POSTGRES.port(), "no_such_database"));
        for (int i = 0; i < 12; i++) assertThat(client.get("/api/connections/" + id + "/schemas?refresh=true").json().get("code").asText()).isEqualTo("not_found.3D000");
        assertThat(breaker(id, "schemas").get("state").asText()).isEqualTo("closed");
    }

    @Test
    void aStoppedRouteRefusesUntilItIsStartedAndNoSweepStartsIt() {
        UUID id = Bodies.create(client, Bodies.postgres(POSTGRES.port(), DATABASE));
        client.get("/api/connections/" + id + "/schemas");
        assertThat(operate(id, "stop")).isEqualTo("stopped");
        assertThat(client.get("/api/connections/" + id + "/schemas?refresh=true").json().get("code").asText()).isEqualTo("policy.route_stopped");

        sweepAsIfUnused(id);
        Answer refused = client.get("/api/connections/" + id + "/schemas?refresh=true");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.json().get("code").asText()).isEqualTo("policy.route_stopped");

        assertThat(operate(id, "start")).isEqualTo("started");
        assertThat(client.get("/api/connections/" + id + "/schemas?refresh=true").status()).isEqualTo(200);
        sweepAsIfUnused(id);
        assertThat(SERAI.bean(ConnectionRoutes.class).all()).noneMatch(source -> source.connectionId.equals(id));
        assertThat(client.get("/api/connections/" + id + "/schemas?refresh=true").status()).isEqualTo(200);
    }

    @Test
    void aSuspendedRouteRefusesUntilItIsResumed() {
        UUID id = Bodies.create(client, Bodies.postgres(POSTGRES.port(), DATABASE));
        client.get("/api/connections/" + id + "/schemas");
        assertThat(operate(id, "suspend")).isEqualTo("suspended");
        assertThat(client.get("/api/connections/" + id + "/schemas?refresh=true").json().get("code").asText()).isEqualTo("policy.route_stopped");
        assertThat(operate(id, "resume")).isEqualTo("started");
        assertThat(client.get("/api/connections/" + id + "/schemas?refresh=true").status()).isEqualTo(200);
    }

    @Test
    void routesOfOthersCannotBeOperated() {
        UUID id = Bodies.create(client, Bodies.postgres(POSTGRES.port(), DATABASE));
        client.get("/api/connections/" + id + "/schemas");
        Serai.Client stranger = SERAI.newAccount("Stranger");
        for (String action : List.of("start", "stop", "suspend", "resume", "circuit-breaker/open", "circuit-breaker/reset")) {
            assertThat(stranger.post("/api/routes/schemas-" + id + "/" + action, null).status()).as(action).isEqualTo(404);
        }
        assertThat(stranger.get("/api/routes").body()).doesNotContain(id.toString());
    }

    /** What was under way on the old settings ends with a reason that says so. */
    @Test
    void anEditEndsWhatHangsOnTheOldSettings() {
        try (Gateway silent = Gateway.toNowhere(Mood.SILENT)) {
            UUID id = Bodies.create(client, withTimeout(Bodies.postgres(silent.port(), DATABASE), 5));
            CompletableFuture<Answer> held = inBackground(() -> client.get("/api/connections/" + id + "/schemas?refresh=true"));
            await().until(() -> silent.open() == 1);
            ObjectNode patch = Bodies.object();
            patch.putObject("configuration").put("port", POSTGRES.port()).putObject("authentication").put("password", TestPostgres.SUPERUSER_PASSWORD);
            assertThat(client.patch("/api/connections/" + id, patch).status()).isEqualTo(200);

            assertThat(client.get("/api/connections/" + id + "/schemas?refresh=true").status()).isEqualTo(200);
            Answer answer = held.join();
            if (answer.status() != 200) assertThat(answer.json().get("code").asText()).as("unless trying again has met the new settings").isEqualTo("transient.interrupted");
        }
    }

    private static ObjectNode withTimeout(ObjectNode body, int seconds) {
        ((ObjectNode) body.get("configuration")).putObject("advanced").put("connection_timeout", seconds);
        return body;
    }

    private static CompletableFuture<Answer> inBackground(java.util.function.Supplier<Answer> call) {
        return CompletableFuture.supplyAsync(call, work -> new Thread(work, "caller").start());
    }

    private JsonNode breaker(UUID id, String operation) {
        return route(id, operation).get("circuit_breaker");
    }

    private JsonNode route(UUID id, String operation) {
        for (JsonNode route : client.get("/api/routes?limit=200").json().get("items")) {
            if (route.get("route_id").asText().equals(operation + "-" + id)) return route;
        }
        throw new AssertionError("no such route");
    }

    private String operate(UUID id, String action) {
        return client.post("/api/routes/schemas-" + id + "/" + action, null).json().get("state").asText();
    }

    private static void sweepAsIfUnused(UUID id) {
        ConnectionRoutes routes = SERAI.bean(ConnectionRoutes.class);
        routes.all().stream().filter(source -> source.connectionId.equals(id)).forEach(source -> source.lastUsed = Instant.now().minus(Duration.ofHours(1)));
        routes.evictIdle();
    }
}
