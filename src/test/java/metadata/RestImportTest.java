package metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import testing.Bodies;
import testing.ImportRuns;
import testing.Serai;
import testing.WebServer;

/** A web API's way through the whole program: stored, tested, browsed, imported, and imported again. */
class RestImportTest {
    private static final Serai SERAI = Serai.running();
    private static final String DESCRIPTION = """
            openapi: 3.0.3
            info: { title: Shop, version: '1' }
            paths:
              /orders: { get: { tags: [Sales], responses: { 200: { description: ok, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Order' } } } } } } } }
              /orders/{id}: { get: { tags: [Sales], responses: { 200: { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } } } } }
              /customers: { get: { tags: [Sales], responses: { 200: { description: ok, content: { application/json: { schema: { type: object, properties: { items: { type: array, items: { $ref: '#/components/schemas/Customer' } } } } } } } } } }
            components:
              schemas:
                Order: { type: object, required: [id], properties: { id: { type: integer, format: int64 }, customer: { $ref: '#/components/schemas/Customer' }, address: { $ref: '#/components/schemas/Address' } } }
                Customer: { type: object, required: [id], properties: { id: { type: string, format: uuid }, orders: { type: array, items: { $ref: '#/components/schemas/Order' } } } }
                Address: { type: object, properties: { street: { type: string } } }
            """;

    private final Serai.Client client = SERAI.newAccount("Rest");
    private WebServer server;

    @BeforeEach
    void start() throws IOException {
        server = WebServer.plain();
        describe(DESCRIPTION);
        server.on("/v1/me", (exchange, asked) -> WebServer.send(exchange, "the-api-key".equals(asked.header("X-API-Key")) ? 200 : 401, "application/json", "{}"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void describe(String text) {
        server.on("/v1/openapi.yaml", (exchange, asked) -> WebServer.send(exchange, 200, "application/yaml", text));
    }

    private ObjectNode body() {
        ObjectNode configuration = Bodies.object().put("base_url", server.url() + "/v1");
        configuration.putObject("authentication").put("type", "api_key").put("api_key", "the-api-key");
        configuration.putObject("health").put("path", "/me");
        configuration.putObject("openapi").put("url", "/openapi.yaml");
        ObjectNode body = Bodies.object().put("name", "Shop " + System.nanoTime()).put("connection_type", "REST");
        body.set("configuration", configuration);
        return body;
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8);
    }

    @Test
    void anApiIsTestedBrowsedAndImported() {
        UUID connection = Bodies.create(client, body());
        JsonNode test = client.post("/api/connections/" + connection + "/test", null).json();
        assertThat(test.get("status").asText()).as(test.toString()).isEqualTo("degraded");
        assertThat(test.get("steps")).extracting(step -> step.get("id").asText() + " " + step.get("status").asText()).contains("authenticate passed", "target passed", "read_metadata passed", "tls warned");

        assertThat(client.get("/api/connections/" + connection + "/schemas").json().get("items")).extracting(schema -> schema.get("name").asText()).containsExactly("Sales", "components");
        assertThat(client.get("/api/connections/" + connection + "/schemas/Sales/tables").json().get("items")).extracting(table -> table.get("name").asText()).containsExactly("/customers", "/orders");

        JsonNode run = ImportRuns.run(client, connection, null);
        assertThat(run.get("status").asText()).as(run.toString()).isEqualTo("succeeded");
        assertThat(ImportRuns.names(client, connection)).containsExactlyInAnyOrder("Sales./customers", "Sales./orders", "components.Address");
        JsonNode orders = ImportRuns.datasets(client, connection).stream().filter(dataset -> dataset.get("name").asText().equals("/orders")).findFirst().orElseThrow();
        JsonNode definition = client.get("/api/datasets/" + orders.get("id").asText()).json().get("definition");
        assertThat(definition.at("/primary_key/columns/0").asText()).isEqualTo("id");
        assertThat(definition.get("foreign_keys")).extracting(key -> key.at("/references/table").asText()).containsExactly("Address", "/customers");

        assertThat(ImportRuns.run(client, connection, null).get("unchanged").asInt()).isEqualTo(3);
        assertThat(client.get("/api/connections/" + connection).body()).doesNotContain("the-api-key");
    }

    @Test
    void aResourceIsFoundByItsPath() {
        UUID connection = Bodies.create(client, body());
        Serai.Answer answer = client.get("/api/connections/" + connection + "/schemas/Sales/tables/" + encoded("/orders"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().get("columns")).hasSize(3);
        assertThat(client.get("/api/connections/" + connection + "/schemas/Sales/tables/" + encoded("/none")).status()).isEqualTo(404);
    }

    @Test
    void anEncodedSlashIsPartOfANameAndOfNothingElse() {
        UUID connection = Bodies.create(client, body());
        for (String path : new String[] {"/api%2Fconnections", "/api/connections%2F" + connection, "/api/connections/" + connection + "%2Ftest", "/api/connections/" + connection + "/schemas%2FSales/tables",
            "/connections%2Fnew", "/assets/%2E%2E%2Fapplication.yaml", "/api/connections/" + connection + "/schemas/..%2F..%2F/tables/../x"}) {
            assertThat(client.get(path).status()).as(path).isEqualTo(400);
        }
        assertThat(client.get("/api/connections/" + connection + "/schemas/..%2F..%2FSales/tables/..%2F..").status()).isEqualTo(404);
        assertThat(SERAI.client("no-token").get("/api/connections/" + connection + "/schemas/Sales/tables/%2Forders").status()).isEqualTo(401);
    }

    @Test
    void aColumnThatIsGoneIsAChange() {
        UUID connection = Bodies.create(client, body());
        ImportRuns.run(client, connection, null);
        describe(DESCRIPTION.replace("street: { type: string }", "road: { type: string }"));
        // another version of the connection opens another source, which has nothing in mind
        assertThat(client.patch("/api/connections/" + connection, Bodies.object().put("description", "moved")).status()).isEqualTo(200);
        JsonNode run = ImportRuns.run(client, connection, null);
        assertThat(run.get("changed").asInt()).as(run.toString()).isEqualTo(1);
        assertThat(run.get("removed").asInt()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Host: evil.example", "host : x", "Authorization: Bearer x", "Cookie: a=b", "Proxy-Authorization: x", "CamelHttpUri: http://x", "Transfer-Encoding: chunked", "X-A", "X-Forwarded-For: 1.2.3.4",
        "Content-Length: 0", "Connection: close", "X A: b", ": b"})
    void headersThatSteerAreRefusedAtTheirField(String header) {
        ObjectNode body = body();
        ((ObjectNode) body.get("configuration")).putArray("headers").add("X-Fine: 1").add(header);
        Serai.Answer answer = client.post("/api/connections", body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo("/configuration/headers/1");
        assertThat(answer.json().at("/errors/0/message").asText()).startsWith("Please enter one header a line");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "/configuration/base_url | ftp://example.com", "/configuration/base_url | https://user:pw@example.com", "/configuration/base_url | https://example.com?a=b",
        "/configuration/health/path | https://evil.example", "/configuration/openapi/url | file:///etc/passwd", "/configuration/authentication/api_key_name | Camel-X"})
    void settingsThatDoNotFitAreRefusedAtTheirField(String pointer, String value) {
        ObjectNode body = body();
        int last = pointer.lastIndexOf('/');
        ((ObjectNode) body.at(pointer.substring(0, last))).put(pointer.substring(last + 1), value);
        Serai.Answer answer = client.post("/api/connections", body);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
    }

    @Test
    void aKeyDoesNotFollowToAnotherServer() {
        UUID connection = Bodies.create(client, body());
        for (String patch : new String[] {"{\"configuration\": {\"base_url\": \"https://elsewhere.example\"}}", "{\"configuration\": {\"openapi\": {\"url\": \"https://elsewhere.example/spec\"}}}",
            "{\"configuration\": {\"authentication\": {\"api_key_in\": \"query\"}}}"}) {
            Serai.Answer answer = client.patch("/api/connections/" + connection, patch);
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.json().get("code").asText()).isEqualTo("credentials_required");
        }
    }
}
