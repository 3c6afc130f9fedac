package metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import testing.Bodies;
import testing.Gateway;
import testing.ImportRuns;
import testing.Serai;
import testing.TestMariaDb;

/** MySQL as people meet it: through REST, in the running application. */
class MySqlImportTest {
    private static final Serai SERAI = Serai.running();
    private final Serai.Client client = SERAI.newAccount("MySQL");

    @Test
    void aDatabaseIsTestedBrowsedAndImportedAgain() {
        TestMariaDb server = TestMariaDb.running();
        String database = server.newDatabase("CREATE TABLE buyers (id int AUTO_INCREMENT PRIMARY KEY, name varchar(40))",
                "CREATE TABLE orders (id int PRIMARY KEY, buyer int, FOREIGN KEY (buyer) REFERENCES buyers (id))", "CREATE VIEW names AS SELECT name FROM buyers");
        UUID connection = Bodies.create(client, Bodies.mariaDb(server.port(), database));
        String path = "/api/connections/" + connection;
        assertThat(client.post(path + "/test", null).json().get("message").asText()).isEqualTo("Connected to MariaDB 11.4.5.");
        assertThat(client.get(path + "/schemas/" + database + "/tables/buyers").json().at("/columns/0/identity").asBoolean()).isTrue();
        assertThat(ImportRuns.run(client, connection, null).get("added").asInt()).isEqualTo(3);
        server.run(database, "ALTER TABLE orders ADD placed datetime");
        JsonNode again = ImportRuns.run(client, connection, null);
        assertThat(List.of(again.get("changed").asInt(), again.get("unchanged").asInt(), again.get("removed").asInt())).containsExactly(1, 2, 0);
    }

    @Test
    void whatDoesNotFitIsNamedAndNothingIsConnectedTo() {
        try (Gateway door = Gateway.toNowhere(Gateway.Mood.SILENT)) {
            refused(door, body -> body.put("server", "localhost?allowLocalInfile=true"), "/configuration/server");
            refused(door, body -> body.put("database", "x".repeat(65)), "/configuration/database");
            refused(door, body -> body.put("flavor", "oracle"), "/configuration/flavor");
            refused(door, body -> body.put("allowLoadLocalInfile", true), "/configuration/allowLoadLocalInfile");
            refused(door, body -> body.withObject("/ssl").put("mode", "trust"), "/configuration/ssl/mode");
            refused(door, body -> body.withObject("/ssl").put("ca_certificate", "/etc/passwd"), "/configuration/ssl/ca_certificate");
            refused(door, body -> body.withObject("/advanced").put("socketFactory", "x"), "/configuration/advanced/socketFactory");
            refused(door, body -> body.withObject("/authentication").put("credentialType", "ENV"), "/configuration/authentication/credentialType");
            assertThat(door.accepted()).isZero();
        }
    }

    private void refused(Gateway door, java.util.function.Consumer<ObjectNode> change, String pointer) {
        ObjectNode body = Bodies.mariaDb(door.port(), "sales");
        change.accept((ObjectNode) body.get("configuration"));
        Serai.Answer answer = client.post("/api/connections/test", body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.json().get("errors").findValuesAsText("pointer")).contains(pointer);
    }
}
