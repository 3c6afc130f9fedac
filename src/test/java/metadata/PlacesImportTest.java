package metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.Bodies;
import testing.ImportRuns;
import testing.S3StandIn;
import testing.Serai;
import testing.TestSftp;

/** Files on other machines, from the connection to the datasets. */
class PlacesImportTest {
    private static final Serai SERAI = Serai.running();

    private final Serai.Client client = SERAI.newAccount("Places");

    @TempDir
    Path folder;

    private JsonNode test(UUID connection) {
        return client.post("/api/connections/" + connection + "/test", null).json();
    }

    @Test
    void aServersKeyIsShownThenApprovedAndThePasswordEnteredAgain() throws IOException {
        Files.createDirectories(folder.resolve("in/sub"));
        Files.writeString(folder.resolve("in/a.csv"), "id,name\n1,x\n");
        Files.writeString(folder.resolve("in/sub/b.csv"), "id,name\n1,x\n");
        KeyPair key = TestSftp.key("EC", 256);
        try (TestSftp server = new TestSftp(folder, List.of(key), 0, null)) {
            UUID connection = Bodies.create(client, Bodies.sftp(server.port(), "/in", null));
            JsonNode failed = test(connection);
            assertThat(failed.get("status").asText()).isEqualTo("failed");
            assertThat(failed.get("message").asText()).contains(TestSftp.fingerprint(key));
            assertThat(server.tried()).isEmpty();

            ObjectNode approval = Bodies.object();
            approval.putObject("configuration").put("host_key", TestSftp.fingerprint(key));
            assertThat(client.patch("/api/connections/" + connection, approval).status()).as("the password goes elsewhere now").isEqualTo(422);
            approval.withObject("/configuration/authentication").put("password", TestSftp.PASSWORD);
            assertThat(client.patch("/api/connections/" + connection, approval).status()).isEqualTo(200);
            JsonNode passed = test(connection);
            assertThat(passed.get("status").asText()).as(passed.toString()).isEqualTo("success");
            assertThat(passed.toString()).doesNotContain(TestSftp.PASSWORD);

            JsonNode run = ImportRuns.run(client, connection, null);
            assertThat(run.get("status").asText()).as(run.toString()).isEqualTo("succeeded");
            assertThat(ImportRuns.names(client, connection)).containsExactly("default.a.csv", "sub.b.csv");
            assertThat(client.get("/api/connections/" + connection).body()).doesNotContain(TestSftp.PASSWORD);
        }
    }

    @Test
    void aBucketIsImportedAndARefusalRemovesNothing() throws IOException {
        try (S3StandIn store = new S3StandIn()) {
            for (String name : List.of("a.csv", "sub/b.csv")) store.put("in/" + name, "id,name\n1,x\n".getBytes(StandardCharsets.UTF_8), Instant.now());
            UUID connection = Bodies.create(client, Bodies.s3(store, "in"));
            JsonNode run = ImportRuns.run(client, connection, null);
            assertThat(run.get("status").asText()).as(run.toString()).isEqualTo("succeeded");
            assertThat(ImportRuns.names(client, connection)).containsExactly("default.a.csv", "sub.b.csv");

            store.fail(403, "AccessDenied", null);
            JsonNode denied = ImportRuns.run(client, connection, null);
            assertThat(denied.get("status").asText()).isEqualTo("failed");
            assertThat(ImportRuns.names(client, connection)).as("a source that fails has lost nothing").hasSize(2);
            assertThat(denied.toString()).doesNotContain("own words").doesNotContain(S3StandIn.SECRET);
        }
    }

    @Test
    void theDestinationOfASecretIsBound() throws IOException {
        try (S3StandIn store = new S3StandIn()) {
            UUID connection = Bodies.create(client, Bodies.s3(store, "in"));
            for (String change : List.of("{\"endpoint\": \"https://s3.example.com\"}", "{\"region\": \"us-east-1\"}", "{\"bucket\": \"another\"}")) {
                Serai.Answer answer = client.patch("/api/connections/" + connection, "{\"configuration\": " + change + "}");
                assertThat(answer.status()).as(change).isEqualTo(422);
                assertThat(answer.body()).contains("credentials_required");
            }
        }
    }
}
