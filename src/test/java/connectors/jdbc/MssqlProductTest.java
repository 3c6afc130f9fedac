package connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import testing.ImportRuns;
import testing.Serai;
import testing.Tenant;
import testing.tds.TdsServer;

/** A SQL Server connection through the whole product, as a client of REST sees it. */
class MssqlProductTest {
    private final Serai.Client client = Serai.running().newAccount("SQL Server");
    private final MssqlServer server = new MssqlServer(TdsServer.plain());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void itIsTestedBrowsedAndImported() {
        UUID id = UUID.fromString(client.post("/api/connections", body()).json().get("id").asText());
        JsonNode report = client.post("/api/connections/" + id + "/test", null).json();
        assertThat(report.get("status").asText()).as(report.toString()).isEqualTo("success");
        assertThat(report.at("/server/product").asText()).isEqualTo("Microsoft SQL Server");
        assertThat(client.get("/api/connections/" + id + "/schemas").json().get("items")).hasSize(2);
        JsonNode run = ImportRuns.run(client, id, null);
        assertThat(run.get("status").asText()).as(run.toString()).isEqualTo("succeeded");
        assertThat(run.get("warnings").toString()).contains("The table 'Sales.Orders' contains 10 million rows. Import may take several minutes.");
        assertThat(ImportRuns.names(client, id)).containsExactlyInAnyOrder("Sales.Orders", "Sales.orders", "Sales.we\"ird;--", "Sales.😀", "Sales.～");
        assertThat(ImportRuns.run(client, id, null).get("unchanged").asInt()).isEqualTo(5);
    }

    /** What the specification's own example looks like is taken, and nothing is connected to. */
    @Test
    void theSpecificationsExampleIsTaken() {
        assertThat(client.post("/api/connections", body()).status()).isEqualTo(201);
        assertThat(server.tds.logins()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/server,db\\SQLEXPRESS", "/server,db;encrypt=false", "/port,70000", "/database,''", "/authentication/type,oauth", "/authentication/mode,ntlm",
            "/authentication/domain,corp", "/ssl/hostname_in_certificate,a;b", "/advanced/application_intent,Anything", "/advanced/socketFactoryClass,x",
            "/cdc/tracking_tables,Sales.Orders"})
    void badInputIsRefusedAtItsFieldAndOpensNoSocket(String field, String value) {
        ObjectNode body = body();
        String parent = field.substring(0, field.lastIndexOf('/'));
        String name = field.substring(field.lastIndexOf('/') + 1);
        ObjectNode group = (ObjectNode) body.get("configuration").at(parent);
        if (value.matches("[0-9]+")) group.put(name, Integer.parseInt(value));
        else group.put(name, value);
        Serai.Answer answer = client.post("/api/connections", body);
        assertThat(answer.status()).isEqualTo(422);
        List<String> pointers = answer.json().get("errors").findValuesAsText("pointer");
        assertThat(pointers).contains("/configuration" + field);
        assertThat(server.tds.logins()).isEmpty();
    }

    @Test
    void aServicePrincipalNeedsItsTenant() {
        ObjectNode body = body();
        ((ObjectNode) body.at("/configuration/authentication")).put("type", "azure_ad").put("mode", "service_principal");
        assertThat(client.post("/api/connections", body).json().get("errors").toString()).contains("/configuration/authentication/tenant_id", "Tenant is required.");
    }

    private ObjectNode body() {
        ObjectNode body = Tenant.object().put("name", "Shop " + System.nanoTime()).put("connection_type", "MSSQL");
        ObjectNode configuration = body.putObject("configuration").put("server", "127.0.0.1").put("port", server.tds.port()).put("database", "AdventureWorks");
        configuration.putObject("authentication").put("type", "sql_auth").put("username", "reader").put("password", MssqlServer.PASSWORD);
        configuration.putObject("ssl").put("enabled", false).put("trust_server_certificate", false);
        configuration.putObject("advanced").put("connection_timeout", 30).put("command_timeout", 300).put("application_name", "Bricker_MetadataManager");
        configuration.putObject("cdc").put("enabled", false).putArray("tracking_tables");
        return body;
    }
}
