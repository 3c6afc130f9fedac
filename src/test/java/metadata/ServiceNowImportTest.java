package metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.cxf.BusFactory;
import org.apache.cxf.transport.ConduitInitiatorManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import testing.Bodies;
import testing.ImportRuns;
import testing.Serai;
import testing.servicenow.ServiceNowServer;

/** An instance of ServiceNow as people meet it: through REST, in the running application. */
class ServiceNowImportTest {
    private static final Serai SERAI = Serai.running();

    private final Serai.Client client = SERAI.newAccount("Instance");
    private ServiceNowServer server;
    private UUID connection;

    @BeforeEach
    void start() throws IOException {
        server = ServiceNowServer.start();
        ObjectNode configuration = Bodies.object().put("instance_url", server.url()).put("api_version", "now/table");
        configuration.putObject("authentication").put("type", "basic").put("username", ServiceNowServer.USER).put("password", ServiceNowServer.PASSWORD);
        configuration.putObject("advanced").put("page_size", 1000).put("rate_limit", 1000);
        ObjectNode body = Bodies.object().put("name", "Instance " + UUID.randomUUID()).put("connection_type", "ServiceNow");
        body.set("configuration", configuration);
        connection = Bodies.create(client, body);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Serai.Answer get(String path) {
        return client.get("/api/connections/" + connection + path);
    }

    @Test
    void itIsTestedBrowsedAndImportedAndNotReadAgainWhileNothingChanges() {
        JsonNode test = client.post("/api/connections/" + connection + "/test", null).json();
        assertThat(test.get("status").asText()).as("the stand-in has no encryption: %s", test).isEqualTo("degraded");
        assertThat(get("/schemas").json().get("items")).extracting(schema -> schema.get("name").asText()).containsExactly("global", "x_acme_fleet");
        assertThat(get("/schemas/global/tables").json().findValuesAsText("name")).contains("incident", "task");
        assertThat(get("/schemas/global/tables/incident").json().at("/columns/0/name").asText()).isEqualTo("sys_id");
        JsonNode run = ImportRuns.run(client, connection, null);
        assertThat(run.get("status").asText()).as(run.toString()).isEqualTo("succeeded");
        assertThat(run.get("added").asInt()).isEqualTo(9);

        int before = server.asked().size();
        JsonNode again = ImportRuns.run(client, connection, null);
        assertThat(again.get("unchanged").asInt()).as(again.toString()).isEqualTo(9);
        assertThat(server.asked().subList(before, server.asked().size())).as("calls of an import of nothing new").hasSize(5);

        server.instance().change("sys_dictionary", row -> row.get("element").equals("ram"), "internal_type", "longint");
        JsonNode changed = ImportRuns.run(client, connection, null);
        assertThat(changed.get("changed").asInt()).as("hardware and what extends it: %s", changed).isEqualTo(2);
        assertThat(get("").body()).doesNotContain(ServiceNowServer.PASSWORD);
    }

    @Test
    void nothingStaysOfOneThatIsDeleted() throws Exception {
        CamelContext context = SERAI.bean(CamelContext.class);
        client.post("/api/connections/" + connection + "/test", null);
        assertThat(context.hasComponent("servicenow-" + connection)).isNotNull();
        assertThat(client.delete("/api/connections/" + connection).status()).isLessThan(300);
        assertThat(context.hasComponent("servicenow-" + connection)).isNull();
        assertThat(context.getEndpoints()).noneMatch(endpoint -> endpoint.getEndpointUri().contains(connection.toString()));
        assertThat(BusFactory.getDefaultBus(true).getExtension(ConduitInitiatorManager.class).getConduitInitiator("http://cxf.apache.org/transports/http"))
                .as("what anybody else would call by").extracting(Object::getClass).asString().doesNotContain("servicenow");
    }

    @Test
    void whatIsHiddenFromTheUserIsNotTakenForRemoved() {
        ImportRuns.run(client, connection, null);
        server.hide("sys_db_object", row -> row.get("name").startsWith("cmdb"));
        JsonNode run = ImportRuns.run(client, connection, null);
        assertThat(run.get("removed").asInt()).as(run.toString()).isZero();
        assertThat(run.toString()).contains("4 tables are hidden from this user");
    }
}
