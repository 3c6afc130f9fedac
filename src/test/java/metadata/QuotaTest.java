package metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.Bodies;
import testing.CountingApi;
import testing.ImportRuns;
import testing.Serai;

/** An API that counts its calls and says so, as GitHub and ServiceNow do: what is left is shown, and what an import would take. */
class QuotaTest {
    private static final Serai SERAI = Serai.running();
    private static final int LIMIT = CountingApi.LIMIT;

    private final Serai.Client client = SERAI.newAccount("Quota");
    private CountingApi api;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        api = new CountingApi(40);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private JsonNode budget(UUID id) {
        return client.get("/api/connections/" + id + "/budget").json();
    }

    private JsonNode forecast(UUID id) {
        return client.get("/api/connections/" + id + "/imports/forecast").json();
    }

    @Test
    void whatIsLeftIsShownForTheConnectionAndTheAccount() {
        UUID id = Bodies.create(client, api.connection());
        assertThat(budget(id).get("organisations")).as("before the first call").isEmpty();
        client.get("/api/connections/" + id + "/schemas");

        JsonNode quota = budget(id).at("/organisations/0");
        assertThat(quota.get("organisation").asText()).isEqualTo(api.name());
        assertThat(quota.get("limit").asLong()).isEqualTo(LIMIT);
        assertThat(quota.get("remaining").asLong()).isEqualTo(api.left());
        assertThat(quota.get("used_percent").asDouble()).isEqualTo(Math.round(1000.0 * (LIMIT - api.left()) / LIMIT) / 10.0);
        assertThat(Instant.parse(quota.get("window_end").asText())).isBetween(Instant.now().plusSeconds(3500), Instant.now().plusSeconds(3601));
        assertThat(quota.get("connections")).extracting(JsonNode::asText).containsExactly(id.toString());
        assertThat(client.get("/api/budgets").json().at("/items/0/organisation")).isEqualTo(quota.get("organisation"));
        assertThat(SERAI.newAccount("Stranger").get("/api/budgets").json().get("items")).isEmpty();
        assertThat(SERAI.newAccount("Stranger").get("/api/connections/" + id + "/budget").status()).isEqualTo(404);
    }

    @Test
    void aForecastSaysWhatAnImportWouldTakeAndAsksNothing() {
        UUID id = Bodies.create(client, api.connection());
        JsonNode unknown = forecast(id);
        assertThat(unknown.get("counted").asBoolean()).isTrue();
        assertThat(unknown.get("calls").isNull()).isTrue();
        assertThat(unknown.get("sentence").asText()).contains("have been listed");
        assertThat(api.readings()).as("a forecast asks nothing").isZero();

        client.get("/api/connections/" + id + "/schemas");
        long asked = api.readings();
        JsonNode known = forecast(id);
        assertThat(known.get("tables").asLong()).isEqualTo(3);
        assertThat(known.get("calls").asLong()).isPositive();
        assertThat(known.get("share_of_limit").asDouble()).isEqualTo(100.0 * known.get("calls").asLong() / LIMIT);
        assertThat(known.get("enough").asBoolean()).isTrue();
        assertThat(known.get("sentence").asText()).matches("About \\d+ calls, \\d+ % of the 50 that localhost:\\d+ allows until .*; " + api.left() + " are left\\.");
        assertThat(api.readings()).isEqualTo(asked);
    }

    @Test
    void aPreviewSaysTheSameOfWhatItHasRead() {
        UUID id = Bodies.create(client, api.connection());
        JsonNode forecast = client.post("/api/connections/" + id + "/imports/preview", null).json().get("forecast");
        assertThat(forecast.get("duration_ms").isNumber()).isTrue();
        assertThat(forecast.get("calls").asLong()).isPositive();
        assertThat(forecast.get("remaining").asLong()).isEqualTo(api.left());
        assertThat(forecast.get("resets_at").asText()).isNotEmpty();
    }

    @Test
    void moreThanIsLeftIsSaidBeforeAnythingIsStarted() throws IOException {
        api.close();
        api = new CountingApi(8);
        UUID id = Bodies.create(client, api.connection());
        client.get("/api/connections/" + id + "/schemas");
        JsonNode forecast = forecast(id);
        assertThat(forecast.get("enough").asBoolean()).isFalse();
        assertThat(forecast.get("sentence").asText()).contains("more than imports may use now").contains("goes on by itself at ");
    }

    @Test
    void whatAConnectionAllowsItselfCountsToo() {
        ObjectNode body = api.connection();
        ((ObjectNode) body.get("configuration")).put("rate_limit_per_day", 2);
        UUID id = Bodies.create(client, body);
        assertThat(budget(id).at("/own/0/per_day").asInt()).isEqualTo(2);
        ObjectNode selection = Bodies.object();
        selection.putArray("tables").addObject().put("schema", "default").put("name", "a");
        JsonNode forecast = client.post("/api/connections/" + id + "/imports/forecast", selection).json();
        assertThat(forecast.get("tables").asLong()).isEqualTo(1);
        assertThat(forecast.get("enough").asBoolean()).isFalse();
        assertThat(forecast.get("sentence").asText()).contains("allows itself 2 calls in 24 hours");
    }

    @Test
    void whereNobodyCountsNothingIsSaid() {
        UUID id = Bodies.create(client, Bodies.files(folder));
        assertThat(budget(id).get("organisations")).isEmpty();
        assertThat(forecast(id).get("counted").asBoolean()).isFalse();
        assertThat(forecast(id).has("calls")).isFalse();
    }

    @Test
    void figuresAreKeptByProductAndNothingStaysOfAConnectionThatIsGone() {
        MeterRegistry meters = SERAI.bean(MeterRegistry.class);
        UUID first = Bodies.create(client, api.connection());
        client.get("/api/connections/" + first + "/schemas");
        double calls = meters.get("serai.budget.calls").tags("product", "REST API", "urgency", "browsing").counter().count();
        long known = ours(meters);
        assertThat(meters.get("serai.budget.remaining").tags("product", "REST API").gauge().value()).isBetween(0.0, 1.0);

        UUID second = Bodies.create(client, api.connection());
        client.get("/api/connections/" + second + "/schemas");
        assertThat(meters.get("serai.budget.calls").tags("product", "REST API", "urgency", "browsing").counter().count()).isEqualTo(calls + 3);
        assertThat(ours(meters)).isEqualTo(known);
        assertThat(meters.getMeters()).noneMatch(meter -> meter.getId().toString().contains(api.name()));
        client.delete("/api/connections/" + first);
        client.delete("/api/connections/" + second);
        assertThat(SERAI.admin().get("/api/metrics?limit=200").json().get("items")).extracting(metric -> metric.get("name").asText())
                .contains("serai.budget.calls", "serai.budget.remaining");
        assertThat(client.get("/api/metrics").json().get("items")).as("figures of all accounts").isEmpty();
    }

    private static long ours(MeterRegistry meters) {
        return meters.getMeters().stream().filter(meter -> meter.getId().getName().startsWith("serai.")).count();
    }

    @Test
    void anImportOfACountedSourceIsOne() {
        UUID id = Bodies.create(client, api.connection());
        JsonNode run = ImportRuns.run(client, id, null);
        assertThat(run.get("status").asText()).as(run.toString()).isEqualTo("succeeded");
    }
}
