package health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import testing.Bodies;
import testing.Gateway;
import testing.Serai;
import testing.TestPostgres;

/** Checks that come by themselves, and what they leave. Rounds are brought forward rather than waited for. */
class HealthScheduleTest {
    private static final Serai SERAI = Serai.running();
    private static final TestPostgres POSTGRES = TestPostgres.plain();
    private static final String DATABASE = POSTGRES.newDatabase("CREATE TABLE one (id int)");

    private final Serai.Client client = SERAI.newAccount("Health");
    private final Gateway gateway = Gateway.to(POSTGRES.port());

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void roundsLeaveAHistoryAndAnUptime() {
        UUID id = Bodies.create(client, Bodies.postgres(gateway.port(), DATABASE));
        JsonNode fresh = health(id);
        assertThat(fresh.at("/schedule/enabled").asBoolean()).isTrue();
        assertThat(fresh.at("/schedule/interval_seconds").asInt()).isEqualTo(300);
        assertThat(fresh.get("uptime_percent").isNull()).isTrue();

        round(id);
        gateway.become(Gateway.Mood.RESET);
        round(id);
        gateway.become(Gateway.Mood.PASS);
        round(id);
        round(id);
        JsonNode health = health(id);
        assertThat(health.get("checks")).extracting(check -> check.get("status").asText()).containsExactly("success", "success", "failed", "success");
        assertThat(health.get("uptime_percent").asDouble()).isEqualTo(75.0);
        assertThat(health.at("/checks/2/failure_kind").asText()).isEqualTo("NETWORK");
        assertThat(health.at("/checks/0/latency_ms").isNumber()).isTrue();
    }

    /** A source that is left alone because it failed is not well. */
    @Test
    void anOpenBreakerFailsTheCheck() {
        UUID id = Bodies.create(client, Bodies.postgres(POSTGRES.port(), DATABASE));
        round(id);
        assertThat(client.post("/api/routes/health-" + id + "/circuit-breaker/open", null).status()).isEqualTo(200);
        round(id);
        assertThat(health(id).at("/checks/0/status").asText()).isEqualTo("failed");
        assertThat(health(id).get("uptime_percent").asDouble()).isEqualTo(50.0);
    }

    @Test
    void aRoundIsFollowedByTheNextAboutAnIntervalLater() {
        UUID id = Bodies.create(client, Bodies.postgres(POSTGRES.port(), DATABASE));
        assertThat(schedule(id, true, 3600).status()).isEqualTo(200);
        Instant before = Instant.now();
        round(id);
        await().untilAsserted(() -> assertThat(next(id)).isBetween(before.plus(Duration.ofMinutes(53)), Instant.now().plus(Duration.ofMinutes(67))));
        assertThat(IntStream.range(0, 20).mapToObj(i -> Rounds.next(3600)).distinct().count()).as("rounds are spread").isGreaterThan(10);
    }

    @Test
    void theShortestIntervalIsTenSeconds() {
        UUID id = Bodies.create(client, Bodies.postgres(POSTGRES.port(), DATABASE));
        assertThat(schedule(id, true, 9).status()).isEqualTo(422);
        assertThat(schedule(id, true, 86_401).status()).isEqualTo(422);
        assertThat(schedule(id, true, 10).status()).isEqualTo(200);
        assertThat(next(id)).isBefore(Instant.now().plusSeconds(12));
    }

    @Test
    void checksGoOnWhenTheMemberWhoSetThemUpLeaves() {
        String email = "keeper" + System.nanoTime() + "@example.com";
        JsonNode member = client.post("/api/members", Bodies.object().put("email", email).put("password", "a-long-password").put("role", "editor")).json();
        String path = "/api/members/" + member.get("user_id").asText();
        UUID id = Bodies.create(SERAI.client(client.post(path + "/tokens", null).json().get("token").asText()), Bodies.postgres(POSTGRES.port(), DATABASE));

        assertThat(client.delete(path).status()).isEqualTo(204);
        round(id);
        assertThat(health(id).at("/checks/0/status").asText()).isEqualTo("success");
    }

    @Test
    void aScheduleThatIsSwitchedOffDoesNotCheck() {
        UUID id = Bodies.create(client, Bodies.postgres(gateway.port(), DATABASE));
        schedule(id, false, null);
        int before = gateway.accepted();
        runNow(id);
        await().until(() -> next(id).isAfter(Instant.now().plusSeconds(60)));
        assertThat(gateway.accepted()).isEqualTo(before);
        assertThat(health(id).get("checks")).isEmpty();
    }

    @Test
    void threeRefusedSignInsPauseTheScheduleAndAnEditResumesIt() {
        UUID id = Bodies.create(client, Bodies.postgres(gateway.port(), DATABASE, "wrong"));
        for (int i = 0; i < 3; i++) round(id);
        assertThat(health(id).at("/schedule/auth_failures").asInt()).isEqualTo(3);
        int before = gateway.accepted();
        runNow(id);
        await().until(() -> next(id).isAfter(Instant.now().plusSeconds(60)));
        assertThat(gateway.accepted()).as("the account is not locked by us").isEqualTo(before);
        assertThat(health(id).get("checks")).hasSize(3);

        ObjectNode patch = Bodies.object();
        patch.putObject("configuration").putObject("authentication").put("password", TestPostgres.SUPERUSER_PASSWORD);
        assertThat(client.patch("/api/connections/" + id, patch).status()).isEqualTo(200);
        round(id);
        assertThat(health(id).at("/checks/0/status").asText()).isEqualTo("success");
        assertThat(health(id).at("/schedule/auth_failures").asInt()).isZero();
    }

    @Test
    void aDeletedConnectionHasNoJobAnyMore() {
        UUID id = Bodies.create(client, Bodies.postgres(POSTGRES.port(), DATABASE));
        assertThat(jobs().getScheduledExecution(TaskInstanceId.of("health", id.toString()))).isPresent();
        assertThat(client.delete("/api/connections/" + id).status()).isEqualTo(204);
        assertThat(jobs().getScheduledExecution(TaskInstanceId.of("health", id.toString()))).isEmpty();
    }

    @Test
    void aConnectionThatIsDeletedWhileItIsCheckedHasNoJobAnyMore() {
        gateway.become(Gateway.Mood.SILENT);
        UUID id = Bodies.create(client, Bodies.postgres(gateway.port(), DATABASE));
        runNow(id);
        await().until(() -> gateway.open() > 0);
        assertThat(schedule(id, true, 600).status()).as("a round that is under way is no obstacle").isEqualTo(200);
        assertThat(client.delete("/api/connections/" + id).status()).isEqualTo(204);
        await().atMost(Duration.ofSeconds(40)).until(() -> jobs().getScheduledExecution(TaskInstanceId.of("health", id.toString())).isEmpty());
    }

    private void round(UUID id) {
        int before = health(id).get("checks").size();
        runNow(id);
        await().atMost(Duration.ofSeconds(30)).until(() -> health(id).get("checks").size() == before + 1 && next(id).isAfter(Instant.now().plusSeconds(5)));
    }

    private static void runNow(UUID id) {
        jobs().reschedule(TaskInstanceId.of("health", id.toString()), Instant.now());
    }

    private static Instant next(UUID id) {
        return jobs().getScheduledExecution(TaskInstanceId.of("health", id.toString())).orElseThrow().getExecutionTime();
    }

    private static SchedulerClient jobs() {
        return SERAI.bean(SchedulerClient.class);
    }

    private JsonNode health(UUID id) {
        return client.get("/api/connections/" + id + "/health").json();
    }

    private Serai.Answer schedule(UUID id, boolean enabled, Integer seconds) {
        ObjectNode body = Bodies.object().put("enabled", enabled);
        if (seconds != null) body.put("interval_seconds", seconds);
        return client.put("/api/connections/" + id + "/health/schedule", body);
    }
}
