package connectors.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import testing.Bodies;
import testing.ImportRuns;
import testing.Serai;

/** BigQuery as people meet it: through REST, in the running application. */
class BigQueryJourneyTest {
    private final Serai.Client client = Serai.running().newAccount("BigQuery");
    private final GoogleStandIn google = new GoogleStandIn();

    @BeforeEach
    void leadThere() {
        System.setProperty(Places.API, google.url());
        System.setProperty(Places.TOKENS, google.url());
        google.dataset("shop", "EU").table("shop", "orders", "TABLE", fields("INTEGER")).table("shop", "best", "VIEW", "")
                .table("shop", "clicks_20240101", "TABLE", "").table("shop", "clicks_20240102", "TABLE", fields("STRING"));
    }

    @AfterEach
    void leadBack() {
        System.clearProperty(Places.API);
        System.clearProperty(Places.TOKENS);
        google.close();
    }

    private static String fields(String type) {
        return "\"schema\": {\"fields\": [{\"name\": \"id\", \"type\": \"" + type + "\", \"mode\": \"REQUIRED\"}]}";
    }

    private static ObjectNode body(String key) {
        ObjectNode body = Bodies.object().put("name", "BigQuery " + UUID.randomUUID()).put("connection_type", "BigQuery");
        ObjectNode configuration = body.putObject("configuration").put("project_id", GoogleStandIn.PROJECT);
        configuration.putObject("authentication").put("type", "service_account_key").put("key_json", key);
        return body;
    }

    @Test
    void aProjectIsTestedBrowsedAndImportedAgain() {
        UUID connection = Bodies.create(client, body(GoogleStandIn.key().toString()));
        String path = "/api/connections/" + connection;
        JsonNode test = client.post(path + "/test", null).json();
        assertThat(test.findValuesAsText("id")).contains("authenticate", "read_metadata", "capabilities");
        assertThat(test.get("status").asText()).as("the stand-in has no encryption").isEqualTo("degraded");
        assertThat(client.get(path + "/schemas").json().toString()).contains("\"shop\"");
        assertThat(client.get(path + "/schemas/shop/tables").json().findValuesAsText("name")).containsExactly("best", "clicks_*", "orders");
        assertThat(client.get(path + "/schemas/shop/tables/clicks_*").json().at("/columns/0/native_type").asText()).isEqualTo("STRING");
        assertThat(ImportRuns.run(client, connection, null).get("added").asInt()).isEqualTo(3);

        google.table("shop", "orders", "TABLE", fields("FLOAT")).table("shop", "clicks_20240103", "TABLE", fields("STRING"));
        JsonNode again = ImportRuns.run(client, connection, null);
        assertThat(List.of(again.get("changed").asInt(), again.get("unchanged").asInt(), again.get("removed").asInt()))
                .as("another day is no other table").containsExactly(1, 2, 0);
        assertThat(client.get(path).body()).doesNotContain("PRIVATE KEY", "private_key");
    }

    @Test
    void whatIsNoKeyIsNamedAndNobodyIsCalled() {
        refused(body -> at(body).withObject("/authentication").put("key_json", "{\"type\": \"external_account\"}"), "/configuration/authentication/key_json");
        refused(body -> at(body).withObject("/authentication").put("key_json", "x".repeat(20_000)), "/configuration/authentication/key_json");
        refused(body -> at(body).put("project_id", "a/../b"), "/configuration/project_id");
        refused(body -> at(body).put("endpoint", "https://evil.example"), "/configuration/endpoint");
        refused(body -> at(body).withObject("/advanced").put("page_size", 0), "/configuration/advanced/page_size");
        assertThat(google.server().asked()).isEmpty();
    }

    private static ObjectNode at(ObjectNode body) {
        return (ObjectNode) body.get("configuration");
    }

    private void refused(Consumer<ObjectNode> change, String pointer) {
        ObjectNode body = body(GoogleStandIn.key().toString());
        change.accept(body);
        Serai.Answer answer = client.post("/api/connections/test", body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.json().get("errors").findValuesAsText("pointer")).contains(pointer);
    }

    @Test
    void aKeyThatLeadsElsewhereFailsItsTestAtTheKey() {
        Serai.Answer answer = client.post("/api/connections/test",
                body(GoogleStandIn.key().put("token_uri", "https://evil.example/token").toString()));
        assertThat(answer.body()).contains("/authentication/key_json", "another token service").doesNotContain("evil", "PRIVATE KEY");
        assertThat(google.server().asked()).isEmpty();
    }

    private Serai.Answer change(UUID connection, Consumer<ObjectNode> change) {
        String version = client.get("/api/connections/" + connection).header("ETag");
        ObjectNode body = Bodies.object();
        change.accept(body.putObject("configuration"));
        return client.with("If-Match", version).patch("/api/connections/" + connection, body);
    }

    @Test
    void theKeyStaysWhenSomethingElseChanges() {
        UUID connection = Bodies.create(client, body(GoogleStandIn.key().toString()));
        assertThat(change(connection, settings -> settings.put("location", "EU")).status()).isEqualTo(200);
        assertThat(client.get("/api/connections/" + connection + "/schemas").json().toString()).contains("\"shop\"");
    }

    @Test
    void anotherProjectNeedsTheKeyAgain() {
        UUID connection = Bodies.create(client, body(GoogleStandIn.key().toString()));
        Serai.Answer answer = change(connection, settings -> settings.put("project_id", "other-project-2"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.body()).contains("credentials_required");
    }
}
