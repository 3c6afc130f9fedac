package metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import testing.Bodies;
import testing.ImportRuns;
import testing.Serai;
import testing.unity.UnityCatalogServer;

/** A catalog of Unity Catalog by REST, from the first call to the datasets. */
class DatabricksImportTest {
    private static final Serai SERAI = Serai.running();

    private final Serai.Client client = SERAI.newAccount("Unity");
    private UnityCatalogServer server;
    private UUID connection;

    @BeforeEach
    void start() throws IOException {
        server = UnityCatalogServer.openSource();
        IntStream.range(0, 120).forEach(i -> server.lakehouse().table("unity", i % 2 == 0 ? "even" : "odd", "t" + i, "id bigint", "tags array<string>"));
        server.lakehouse().schema("unity", "default");
        server.pages(9, true);
        ObjectNode configuration = Bodies.object().put("workspace_url", server.url()).put("catalog", "unity");
        configuration.putObject("authentication").put("type", "none");
        ObjectNode body = Bodies.object().put("name", "Lakehouse " + UUID.randomUUID()).put("connection_type", "Databricks");
        body.set("configuration", configuration);
        connection = Bodies.create(client, body);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void itIsTestedBrowsedAndImported() {
        JsonNode test = client.post("/api/connections/" + connection + "/test", null).json();
        assertThat(test.get("status").asText()).isEqualTo("degraded");
        assertThat(client.get("/api/connections/" + connection + "/schemas").json().get("items")).extracting(schema -> schema.get("name").asText()).containsExactly("default", "even", "odd");
        JsonNode run = ImportRuns.run(client, connection, null);
        assertThat(run.get("status").asText()).as(run.toString()).isEqualTo("succeeded");
        assertThat(run.get("added").asInt()).isEqualTo(120);
        JsonNode again = ImportRuns.run(client, connection, null);
        assertThat(again.get("added").asInt() + again.get("changed").asInt() + again.get("removed").asInt()).isZero();
    }

    @Test
    void theCatalogueSaysWhatMayBeAskedOfATargetAndOfOthers() {
        assertThat(client.get("/api/connection-types/Databricks").json().get("operations")).extracting(JsonNode::asText).contains("import", "target_plan", "target_apply", "target_export");
        assertThat(client.get("/api/connection-types/PostgreSQL").json().get("operations")).extracting(JsonNode::asText).contains("import").doesNotContain("target_plan");
    }
}
