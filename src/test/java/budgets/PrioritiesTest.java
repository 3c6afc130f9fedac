package budgets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import testing.Bodies;
import testing.ImportRuns;
import testing.OwnDatabase;
import testing.ProblemAssert;
import testing.Serai;
import testing.WebServer;
import testing.salesforce.SalesforceServer;

/** An organization of Salesforce whose limit is nearly used up, by others: who still may call, in the running program. */
class PrioritiesTest {
    private static final Serai SERAI = Serai.running();
    private static final OwnDatabase OWN = new OwnDatabase(SERAI);
    private static final int LIMIT = 1_000;
    private static final int OBJECTS = 206;

    private final Serai.Client client = SERAI.newAccount("Priorities");
    private final SalesforceServer org = SalesforceServer.start();
    private final UUID connection;
    private final String path;

    PrioritiesTest() throws IOException {
        org.objects().generate(OBJECTS - 6);
        connection = Bodies.create(client, body());
        path = "/api/connections/" + connection;
    }

    private ObjectNode body() {
        ObjectNode body = Bodies.object().put("name", "Salesforce " + UUID.randomUUID()).put("connection_type", "Salesforce");
        body.putObject("configuration").put("instance_url", org.url()).putObject("authentication").put("type", "oauth")
                .put("client_id", SalesforceServer.CLIENT).put("client_secret", SalesforceServer.CLIENT_SECRET)
                .put("refresh_token", SalesforceServer.REFRESH_TOKEN);
        return body;
    }

    @AfterEach
    void stop() {
        client.delete(path);
        org.close();
    }

    @Test
    void importsWaitFirstThenBrowsingAndChecksGoOnToTheLast() {
        org.limit(950, LIMIT);
        UUID run = ImportRuns.start(client, connection, null);
        assertThat(waiting(run).get("waiting_reason").asText()).contains("Salesforce").contains("request limit");
        assertThat(browses()).isEqualTo(200);
        assertThat(test()).isEqualTo("degraded");   // the stand-in has no encryption
        int before = org.calls();
        assertThat(ImportRuns.find(client, run).get("waiting_until").isNull()).isFalse();

        org.limit(980, LIMIT);
        test();
        before = org.calls();
        ProblemAssert.problem(client.get(path + "/schemas/salesforce/tables?refresh=true"), 429);
        assertThat(test()).isEqualTo("failed");
        assertThat(org.calls()).as("what is refused calls nobody").isEqualTo(before);
        assertThat(checked()).isEqualTo("degraded");
        assertThat(org.calls()).isGreaterThan(before);

        org.limit(20, LIMIT);
        anHourPasses(run);
        assertThat(ImportRuns.ended(client, run).get("added").asInt()).isEqualTo(OBJECTS);
        assertThat(browses()).isEqualTo(200);
        assertThat(test()).isEqualTo("degraded");
    }

    @Test
    void anImportWaitsForAnHourWhenOthersHaveUsedUpTheLimitAndThenGoesOn() {
        AtomicInteger left = new AtomicInteger(7);
        org.instead((exchange, asked) -> {
            if (asked.path().contains("oauth") || left.decrementAndGet() >= 0) return false;
            WebServer.send(exchange, 403, "application/json", "[{\"errorCode\": \"REQUEST_LIMIT_EXCEEDED\", \"message\": \"TotalRequests Limit exceeded.\"}]");
            return true;
        });
        UUID run = ImportRuns.start(client, connection, null);
        JsonNode waiting = waiting(run);
        assertThat(Instant.parse(waiting.get("waiting_until").asText())).isAfter(Instant.now().plus(Duration.ofMinutes(50)));
        assertThat(waiting.get("tables_done").asInt()).isBetween(25, OBJECTS - 1);
        int turnedAway = -left.get();
        assertThat(turnedAway).as("those under way at the same time").isBetween(1, 3);

        org.instead(WebServer.Instead.NOTHING);
        anHourPasses(run);
        JsonNode ended = ImportRuns.ended(client, run);
        assertThat(ended.get("status").asText()).as(ended.toString()).isEqualTo("succeeded");
        assertThat(ended.get("added").asInt()).isEqualTo(OBJECTS);
        assertThat(ended.get("removed").asInt()).isZero();
    }

    private int browses() {
        return client.get(path + "/schemas/salesforce/tables?refresh=true").status();
    }

    private String test() {
        return client.post(path + "/test", null).json().get("status").asText();
    }

    /** @return how the next check of its health ends */
    private String checked() {
        Instant before = Instant.now();
        client.put(path + "/health/schedule", Bodies.object().put("enabled", true).put("interval_seconds", 10));
        OWN.run("UPDATE app.scheduled_tasks SET execution_time = now() WHERE task_instance LIKE ?", "%" + connection + "%");
        return await().until(() -> client.get(path + "/health").json().at("/checks/0"),
                check -> check.has("at") && Instant.parse(check.get("at").asText()).isAfter(before)).get("status").asText();
    }

    private JsonNode waiting(UUID run) {
        return await().until(() -> ImportRuns.find(client, run), found -> !found.get("waiting_until").isNull());
    }

    /** For the organization's budget, and the import that waits. */
    private void anHourPasses(UUID run) {
        OWN.run("UPDATE app.budgets SET heard_at = heard_at - interval '61 minutes', peak_since = peak_since - interval '61 minutes', "
                + "resting_until = resting_until - interval '61 minutes' WHERE used_at IS NOT NULL AND account_id = "
                + "(SELECT account_id FROM app.connections WHERE id = ?)", connection);
        OWN.run("UPDATE app.scheduled_tasks SET execution_time = now() WHERE task_instance LIKE ?", run + "%");
    }
}
