package connectors.workday;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import testing.Bodies;
import testing.ImportRuns;
import testing.Serai;
import testing.workday.ServiceText;
import testing.workday.ServiceText.Field;
import testing.workday.WorkdayServer;

/** A tenant as people meet it: through REST, in the running application. */
class WorkdayJourneyTest {
    private final Serai.Client client = Serai.running().newAccount("Workday");
    private final WorkdayServer server = WorkdayServer.start().sample();

    WorkdayJourneyTest() throws IOException { }

    @AfterEach
    void stop() {
        server.close();
    }

    private ObjectNode body(Consumer<ObjectNode> authentication) {
        ObjectNode body = Bodies.object().put("name", "Workday " + UUID.randomUUID()).put("connection_type", "Workday");
        ObjectNode configuration = body.putObject("configuration").put("tenant_name", WorkdayServer.TENANT).put("base_url", server.url());
        authentication.accept(configuration.putObject("authentication"));
        configuration.putArray("services").add("Absence_Management").add("Human_Resources");
        configuration.putArray("reports").addObject().put("owner", "ISU_Reports").put("name", "Headcount");
        configuration.putObject("advanced").put("requests_per_second", 20);
        return body;
    }

    private static void user(ObjectNode authentication) {
        authentication.put("type", "integration_system_user").put("username", WorkdayServer.USER).put("password", WorkdayServer.PASSWORD);
    }

    private static void client(ObjectNode authentication) {
        authentication.put("type", "oauth_refresh_token").put("client_id", WorkdayServer.CLIENT).put("client_secret", WorkdayServer.CLIENT_SECRET)
                .put("refresh_token", WorkdayServer.REFRESH);
    }

    @Test
    void aTenantIsTestedBrowsedAndImportedAgain() {
        server.rotate();
        UUID connection = Bodies.create(client, body(WorkdayJourneyTest::client));
        String path = "/api/connections/" + connection;
        JsonNode test = client.post(path + "/test", null).json();
        assertThat(test.get("status").asText()).as(test + ", and the stand-in has no encryption").isEqualTo("degraded");
        assertThat(client.get(path + "/schemas").json().findValuesAsText("name")).containsExactly("Absence_Management", "Human_Resources", "reports", "wql");
        assertThat(client.get(path + "/schemas/reports/tables").json().findValuesAsText("name")).contains("Headcount/Dependents_group");
        assertThat(client.get(path + "/schemas/reports/tables/Headcount%2FDependents_group").json().at("/columns/0/name").asText()).isEqualTo("Name");
        assertThat(ImportRuns.run(client, connection, null).get("added").asInt()).isEqualTo(8);

        server.service(new ServiceText("Human_Resources").thing("Worker", Field.of("Worker_ID", "text(21)")));
        JsonNode again = ImportRuns.run(client, connection, null);
        assertThat(List.of(again.get("changed").asInt(), again.get("unchanged").asInt(), again.get("removed").asInt())).as(again.toString())
                .containsExactly(1, 7, 0);
        assertThat(server.tokensGiven()).as("the rotated refresh token was kept").isEqualTo(1);
        assertThat(client.get(path).body()).doesNotContain(WorkdayServer.CLIENT_SECRET, WorkdayServer.REFRESH, "refresh-2");
    }

    @Test
    void anImportSaysWhatAnIntegrationSystemUserMayNotRead() {
        UUID connection = Bodies.create(client, body(WorkdayJourneyTest::user));
        JsonNode run = ImportRuns.run(client, connection, null);
        assertThat(run.get("added").asInt()).isEqualTo(6);
        assertThat(run.get("warnings").toString()).contains("data sources of WQL", "not read");
        assertThat(client.get("/api/connections/" + connection).body()).doesNotContain(PASSWORD_IN_JSON);
    }

    private static final String PASSWORD_IN_JSON = WorkdayServer.PASSWORD.replace("\"", "\\\"");

    @Test
    void whatDoesNotFitIsNamedAndNobodyIsCalled() {
        refused(settings -> settings.put("tenant_name", "../other"), "/configuration/tenant_name");
        refused(settings -> settings.put("base_url", server.url() + "/ccx"), "/configuration/base_url");
        refused(settings -> settings.put("api_version", "41"), "/configuration/api_version");
        refused(settings -> settings.putArray("surfaces").add("prism"), "/configuration/surfaces/0");
        refused(settings -> settings.putArray("services").add("wql"), "/configuration/services/0");
        refused(settings -> settings.putArray("reports").addObject().put("owner", "a"), "/configuration/reports/0/name");
        refused(settings -> settings.putArray("reports").addObject().put("owner", "a?b").put("name", "c"), "/configuration/reports/0/owner");
        refused(settings -> settings.withObject("/advanced").put("page_size", 101), "/configuration/advanced/page_size");
        refused(settings -> settings.withObject("/authentication").remove("password"), "/configuration/authentication/password");
        assertThat(server.asked()).isEmpty();
    }

    private void refused(Consumer<ObjectNode> change, String pointer) {
        ObjectNode body = body(WorkdayJourneyTest::user);
        change.accept((ObjectNode) body.get("configuration"));
        Serai.Answer answer = client.post("/api/connections/test", body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.json().get("errors").findValuesAsText("pointer")).contains(pointer);
    }

    @Test
    void theHostOfThePagesIsRefusedWithTheRightOne() {
        ObjectNode body = body(WorkdayJourneyTest::user);
        ((ObjectNode) body.get("configuration")).put("base_url", "https://wd2-impl.workday.com");
        String answer = client.post("/api/connections/test", body).body();
        assertThat(answer).contains("/base_url", "https://wd2-impl-services1.workday.com");
    }

    @Test
    void anotherTenantNeedsThePasswordAgain() {
        UUID connection = Bodies.create(client, body(WorkdayJourneyTest::user));
        String version = client.get("/api/connections/" + connection).header("ETag");
        ObjectNode patch = Bodies.object();
        patch.putObject("configuration").put("tenant_name", "other_impl");
        Serai.Answer answer = client.with("If-Match", version).patch("/api/connections/" + connection, patch);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body()).contains("credentials_required");
    }
}
