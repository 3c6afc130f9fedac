package health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import access.Caller;
import access.Role;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import health.HealthChecks.HealthCheck;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import testing.Bodies;
import testing.OwnDatabase;
import testing.Serai;
import testing.salesforce.SalesforceServer;

/** Checks of a source whose calls are counted: what we do not ask says nothing, and a used up limit is no outage. */
class CountedChecksTest {
    private static final Serai SERAI = Serai.running();
    private static final OwnDatabase OWN = new OwnDatabase(SERAI);

    private final Serai.Client client = SERAI.newAccount("Counted checks");
    private SalesforceServer org;
    private UUID id;

    @BeforeEach
    void start() throws IOException {
        org = SalesforceServer.start();
        ObjectNode body = Bodies.object().put("name", "Org " + UUID.randomUUID()).put("connection_type", "Salesforce");
        ObjectNode configuration = body.putObject("configuration").put("instance_url", org.url());
        configuration.putObject("authentication").put("type", "oauth").put("client_id", SalesforceServer.CLIENT)
                .put("client_secret", SalesforceServer.CLIENT_SECRET).put("refresh_token", SalesforceServer.REFRESH_TOKEN);
        id = Bodies.create(client, body);
    }

    @AfterEach
    void stop() {
        client.delete("/api/connections/" + id);
        org.close();
    }

    @Test
    void aCheckThatOurBudgetDoesNotAllowIsSkippedAndSaysNothingOfTheSource() {
        JsonNode tested = client.post("/api/connections/" + id + "/test", null).json();
        round();
        OWN.run("UPDATE app.budgets SET resting_until = now() + interval '1 hour' WHERE organisation IN "
                + "(SELECT organisation FROM app.budget_connections WHERE connection_id = ?)", id);
        int before = org.calls();

        round();
        JsonNode health = health();
        assertThat(health.at("/checks/0/status").asText()).isEqualTo("skipped");
        assertThat(health.at("/checks/0/message").asText()).contains("left alone for a while");
        assertThat(health.get("uptime_percent").asDouble()).isEqualTo(100.0);
        assertThat(org.calls()).isEqualTo(before);
        assertThat(latest()).as("however many are skipped, the last word of the source is at hand").contains("degraded");

        JsonNode refused = client.post("/api/connections/" + id + "/test", null).json();
        assertThat(refused.get("status").asText()).as("a person is told").isEqualTo("failed");
        JsonNode connection = client.get("/api/connections/" + id).json();
        assertThat(connection.get("test_status").asText()).as("and the connection's status stays").isEqualTo(tested.get("status").asText());
    }

    @Test
    void itsTypeSaysHowOftenItIsCheckedUntilSomebodyElseDoes() {
        assertThat(health().at("/schedule/interval_seconds").asInt()).isEqualTo(3_600);
        assertThat(client.put("/api/connections/" + id + "/health/schedule", Bodies.object().put("enabled", true).put("interval_seconds", 600)).status())
                .isEqualTo(200);
        assertThat(health().at("/schedule/interval_seconds").asInt()).isEqualTo(600);
    }

    @Test
    void anOrganizationThatHasUsedUpItsCallsIsDegradedAndNotDown() {
        org.limit(101, 100);
        round();
        JsonNode check = health().at("/checks/0");
        assertThat(check.get("failure_kind").asText()).isEqualTo("QUOTA");
        assertThat(check.get("status").asText()).isEqualTo("degraded");
        assertThat(health().get("uptime_percent").asDouble()).isEqualTo(100.0);
    }

    private List<String> latest() {
        JsonNode me = client.get("/api/me").json();
        Caller caller = new Caller(UUID.fromString(me.at("/user/id").asText()), UUID.fromString(me.get("active_account_id").asText()),
                Role.ADMIN, false, "test", null);
        return caller.call(() -> SERAI.bean(HealthChecks.class).latest(List.of(id), 1)).get(id).stream().map(HealthCheck::status).toList();
    }

    private void round() {
        int before = health().get("checks").size();
        jobs().reschedule(TaskInstanceId.of("health", id.toString()), Instant.now());
        await().atMost(Duration.ofSeconds(30)).until(() -> health().get("checks").size() > before);
        await().until(() -> jobs().getScheduledExecution(TaskInstanceId.of("health", id.toString())).orElseThrow().getExecutionTime()
                .isAfter(Instant.now().plusSeconds(5)));
    }

    private JsonNode health() {
        return client.get("/api/connections/" + id + "/health?limit=200").json();
    }

    private static SchedulerClient jobs() {
        return SERAI.bean(SchedulerClient.class);
    }
}
