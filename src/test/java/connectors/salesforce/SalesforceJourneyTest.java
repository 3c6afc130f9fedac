package connectors.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import testing.Bodies;
import testing.ImportRuns;
import testing.Serai;
import testing.salesforce.SalesforceServer;

/** Salesforce as people meet it: through REST, in the running application. */
class SalesforceJourneyTest {
    private final Serai.Client client = Serai.running().newAccount("Salesforce");
    private final SalesforceServer org;

    SalesforceJourneyTest() throws IOException {
        org = SalesforceServer.start();
    }

    @AfterEach
    void stop() {
        org.close();
    }

    private ObjectNode body() {
        ObjectNode body = Bodies.object().put("name", "Salesforce " + UUID.randomUUID()).put("connection_type", "Salesforce");
        ObjectNode configuration = body.putObject("configuration").put("instance_url", org.url());
        configuration.putObject("authentication").put("type", "oauth").put("client_id", SalesforceServer.CLIENT)
                .put("client_secret", SalesforceServer.CLIENT_SECRET).put("refresh_token", SalesforceServer.REFRESH_TOKEN);
        return body;
    }

    @Test
    void anOrganizationIsTestedBrowsedAndImportedAgainInTheFewestCalls() {
        UUID connection = Bodies.create(client, body());
        String path = "/api/connections/" + connection;
        JsonNode test = client.post(path + "/test", null).json();
        assertThat(test.findValuesAsText("id")).contains("target", "authenticate", "read_metadata", "capabilities", "quota");
        assertThat(test.get("status").asText()).as("the stand-in has no encryption").isEqualTo("degraded");
        assertThat(client.get(path + "/schemas/salesforce/tables").json().findValuesAsText("name")).containsExactly("Account", "Contact", "Lead", "Opportunity", "Task", "User");
        assertThat(client.get(path + "/schemas/salesforce/tables/Task").json().get("foreign_keys")).hasSize(5);

        int before = org.calls();
        assertThat(ImportRuns.run(client, connection, null).get("added").asInt()).isEqualTo(6);
        assertThat(org.calls() - before).as("list, descriptions, record counts").isEqualTo(3);
        org.objects().touch("Contact");
        org.objects().field("Contact", "Fax", "phone", 40);
        JsonNode again = ImportRuns.run(client, connection, null);
        assertThat(List.of(again.get("changed").asInt(), again.get("unchanged").asInt(), again.get("removed").asInt())).containsExactly(1, 5, 0);
        assertThat(client.get(path).body()).doesNotContain(SalesforceServer.CLIENT_SECRET, SalesforceServer.REFRESH_TOKEN);
    }

    /** What can be told from the settings alone is the first rung of the ladder, not a matter of routes. */
    @Test
    void anAddressOfThePagesFailsTheFirstRungOfATest() {
        ObjectNode draft = body();
        draft.withObject("/configuration").put("instance_url", "https://acme.lightning.force.com");
        JsonNode rung = client.post("/api/connections/test", draft).json().at("/steps/0");
        assertThat(rung.get("id").asText()).isEqualTo("config");
        assertThat(rung.get("field").asText()).isEqualTo("/instance_url");
        assertThat(rung.get("fix").asText()).contains("https://acme.my.salesforce.com");
        assertThat(org.calls()).isZero();
    }

    @Test
    void nothingIsLeftOfAConnectionThatIsDeleted() {
        UUID connection = Bodies.create(client, body());
        String path = "/api/connections/" + connection;
        client.get(path + "/schemas/salesforce/tables");
        CamelContext camel = Serai.running().bean(CamelContext.class);
        assertThat(camel.getComponentNames()).contains("salesforce-" + connection);
        assertThat(client.with("If-Match", client.get(path).header("ETag")).delete(path).status()).isEqualTo(204);
        await().untilAsserted(() -> assertThat(camel.getComponentNames()).doesNotContain("salesforce-" + connection));
        assertThat(camel.getEndpoints()).noneMatch(endpoint -> endpoint.getEndpointUri().contains(connection.toString()));
    }

    @Test
    void settingsThatCannotBeRightAreNamedAndNobodyIsCalled() {
        refused(settings -> settings.put("instance_url", "acme.my.salesforce.com"), "/configuration/instance_url");
        refused(settings -> settings.put("api_version", "60"), "/configuration/api_version");
        refused(settings -> settings.withObject("/authentication").put("flow", "jwt_bearer"), "/configuration/authentication/private_key");
        refused(settings -> settings.withObject("/advanced").put("rate_limit_per_day", 0), "/configuration/advanced/rate_limit_per_day");
        refused(settings -> settings.putArray("include_patterns").add("a/../b"), "/configuration/include_patterns/0");
        assertThat(org.asked()).isEmpty();
    }

    private void refused(Consumer<ObjectNode> change, String pointer) {
        ObjectNode body = body();
        change.accept((ObjectNode) body.get("configuration"));
        Serai.Answer answer = client.post("/api/connections/test", body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.json().get("errors").findValuesAsText("pointer")).contains(pointer);
    }

    @Test
    void anotherInstanceNeedsTheSecretsAgain() {
        UUID connection = Bodies.create(client, body());
        String path = "/api/connections/" + connection;
        ObjectNode change = Bodies.object();
        change.putObject("configuration").put("instance_url", "https://other.my.salesforce.com");
        Serai.Answer answer = client.with("If-Match", client.get(path).header("ETag")).patch(path, change);
        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.body()).contains("credentials_required");
    }
}
