package api;

import static org.assertj.core.api.Assertions.assertThat;
import static testing.ProblemAssert.invalid;
import static testing.ProblemAssert.problem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import testing.Contract;
import testing.Contract.Endpoint;
import testing.Serai;
import testing.Serai.Answer;
import testing.Serai.Client;
import testing.Tenant;

/** What docs and clients rely on: shapes, statuses, headers, versions and idempotency of the REST front. */
class ContractTest {
    private static final Serai SERAI = Serai.running();
    private static final List<String> OWNED = List.of("id", "account_id", "owner_id", "created_by", "created_at", "updated_at", "test_status", "test_error_message", "last_tested_at", "last_import_at", "is_locked", "version", "deleted_at");
    private static Tenant tenant;

    @BeforeAll
    static void fill() {
        tenant = Tenant.filled(SERAI, "Contract");
    }

    @Test
    void documentNamesEveryPathOfTheContract() {
        List<String> paths = Contract.endpoints(SERAI).stream().map(Endpoint::toString).toList();

        assertThat(Contract.document(SERAI).get("openapi").asText()).startsWith("3.1");
        assertThat(paths).contains("GET /api/me", "POST /api/accounts", "GET /api/members", "POST /api/members", "PATCH /api/members/{user_id}", "DELETE /api/members/{user_id}", "POST /api/members/{user_id}/tokens",
                "GET /api/connection-types", "GET /api/connection-types/{type}", "GET /api/workspaces", "POST /api/workspaces", "PATCH /api/workspaces/{id}", "DELETE /api/workspaces/{id}", "GET /api/connections", "POST /api/connections",
                "GET /api/connections/{id}", "PATCH /api/connections/{id}", "DELETE /api/connections/{id}", "POST /api/connections/{id}/clone", "POST /api/connections/{id}/move", "POST /api/connections/{id}/test",
                "POST /api/connections/test", "GET /api/connections/{id}/tests", "GET /api/connections/{id}/schemas", "GET /api/connections/{id}/schemas/{schema}/tables", "GET /api/connections/{id}/schemas/{schema}/tables/{table}",
                "POST /api/connections/{id}/imports", "GET /api/imports", "GET /api/imports/{id}", "POST /api/imports/{id}/cancel", "POST /api/imports/{id}/resume", "GET /api/datasets", "GET /api/datasets/{id}",
                "GET /api/datasets/{id}/versions", "GET /api/connections/{id}/health", "PUT /api/connections/{id}/health/schedule", "GET /api/routes", "GET /api/audit", "GET /api/audit/verify", "GET /api/tokens", "POST /api/tokens", "DELETE /api/tokens/{id}");
        assertThat(tenant.admin.get("/api/openapi.yaml").body()).startsWith("openapi: 3.1");
    }

    static Stream<Endpoint> gets() {
        return Contract.endpoints(SERAI).stream().filter(endpoint -> !endpoint.changes() && !endpoint.isAbout("type") && !endpoint.path().contains("openapi"));
    }

    @ParameterizedTest
    @MethodSource("gets")
    void everyGetAnswersInSnakeCaseAndUtc(Endpoint endpoint) {
        Answer answer = tenant.admin.get(endpoint.of(tenant));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertWellSpelled(answer.json(), "");
        if (endpoint.query().contains("cursor")) assertThat(answer.json().size()).isEqualTo(3);
        if (endpoint.query().contains("cursor")) assertThat(answer.json().has("items") && answer.json().has("next_cursor") && answer.json().get("total").isIntegralNumber()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("gets")
    void everyAnswerHasItsGuards(Endpoint endpoint) {
        for (Client client : List.of(tenant.admin, SERAI.client(null))) {
            Answer answer = client.with("X-Echo", "echo-7431").with("Cookie", "SESSION=echo-7431").with("Origin", "https://evil.example.com").get(endpoint.of(tenant));
            String headers = answer.response().headers().map().toString();

            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
            assertThat(answer.header("Cache-Control")).contains("no-store");
            assertThat(UUID.fromString(answer.header("X-Request-Id"))).isNotNull();
            assertThat(answer.header("Access-Control-Allow-Origin")).isNull();
            assertThat(headers + answer.body()).doesNotContain("echo-7431", Serai.TOKEN, "evil.example.com");
            assertThat(headers.toLowerCase(java.util.Locale.ROOT)).doesNotContain("camel", "set-cookie", "authorization", "x-echo", "server=", "x-powered-by", "breadcrumb");
        }
    }

    @Test
    void requestIdOfTheCallerIsNotTaken() {
        assertThat(tenant.admin.with("X-Request-Id", "mine").get("/api/me").header("X-Request-Id")).isNotEqualTo("mine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CamelHttpUri", "CamelHttpPath", "CamelHttpMethod", "CamelHttpResponseCode", "CamelRestHttpUri", "CamelFileName", "CamelSqlQuery", "CamelBeanMethodName", "CamelExceptionCaught", "CamelToEndpoint", "CamelCharsetName", "org.apache.camel.x"})
    void camelHeadersDoNothing(String header) {
        String path = "/api/connections/" + tenant.connection;
        for (String value : List.of("http://127.0.0.1:1/", "{{env:PATH}}", "DELETE", "418", "../../etc/passwd")) {
            Answer answer = tenant.admin.with(header, value).get(path);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().get("id").asText()).isEqualTo(tenant.connection.toString());
            assertThat(tenant.admin.with(header, value).post(path + "/test", null).json().get("status").asText()).isIn("success", "degraded");
        }
    }

    @Test
    void createdConnectionLooksAsPromised() {
        Answer answer = tenant.admin.post("/api/connections", tenant.sample("Shape").put("description", "d").put("visibility", "locked").put("is_active", false).put("workspace_id", tenant.workspace.toString()));
        JsonNode made = answer.json();

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Location")).isEqualTo("/api/connections/" + made.get("id").asText());
        assertThat(answer.header("ETag")).isEqualTo("\"1\"");
        assertThat(made.get("test_status").asText()).isEqualTo("untested");
        assertThat(made.get("is_locked").asBoolean()).isTrue();
        assertThat(made.get("is_active").asBoolean()).isFalse();
        assertThat(made.get("owner_id").asText()).isEqualTo(tenant.adminUser.toString());
        assertThat(made.get("last_tested_at").isNull() && made.has("last_tested_at")).isTrue();
        assertThat(tenant.admin.get(answer.header("Location")).json()).isEqualTo(made);
    }

    @Test
    void testResultLooksAsPromised() {
        JsonNode result = tenant.admin.post("/api/connections/" + tenant.connection + "/test", null).json();

        assertThat(result.get("connection_id").asText()).isEqualTo(tenant.connection.toString());
        assertThat(result.get("failure_kind").isNull()).isTrue();
        assertThat(result.get("duration_ms").isIntegralNumber() && result.get("retryable").isBoolean()).isTrue();
        assertThat(result.at("/server/product").asText()).isEqualTo("PostgreSQL");
        assertThat(result.get("steps")).isNotEmpty().allSatisfy(step -> {
            for (String field : List.of("id", "label", "status", "mandatory", "duration_ms", "message", "fix", "field", "code")) assertThat(step.has(field)).as(field).isTrue();
            assertThat(step.get("status").asText()).isIn("passed", "warned", "failed", "skipped");
        });
        assertThat(tenant.admin.get("/api/connections/" + tenant.connection + "/tests?limit=1").json().at("/items/0/id").asText()).isEqualTo(result.get("id").asText());
        JsonNode connection = tenant.admin.get("/api/connections/" + tenant.connection).json();
        assertThat(connection.get("test_status").asText()).isEqualTo(result.get("status").asText());
        assertThat(connection.get("last_tested_at").asText()).isNotEmpty();
    }

    @Test
    void draftIsTestedAndForgotten() {
        long before = tenant.admin.get("/api/connections").json().get("total").asLong();
        JsonNode result = tenant.admin.post("/api/connections/test", tenant.sample("Draft")).json();

        assertThat(result.get("status").asText()).isIn("success", "degraded");
        assertThat(result.get("connection_id").isNull()).isTrue();
        assertThat(tenant.admin.get("/api/connections").json().get("total").asLong()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "account_id", "owner_id", "created_by", "created_at", "updated_at", "test_status", "test_error_message", "last_tested_at", "last_import_at", "is_locked", "version", "deleted_at", "nonsense", "password", "a/b"})
    void fieldsThatSeraiOwnsCannotBeGiven(String field) {
        String pointer = "/" + field.replace("/", "~1");
        for (String value : List.of("null", "\"x\"", "true")) {
            String extra = "{\"" + field + "\": " + value + ", ";
            invalid(tenant.admin.post("/api/connections", extra + tenant.sample("Owned").toString().substring(1)), pointer);
            invalid(tenant.admin.post("/api/connections/test", extra + tenant.sample("Owned").toString().substring(1)), pointer);
            invalid(tenant.admin.patch("/api/connections/" + tenant.connection, extra + "\"description\": \"x\"}"), pointer);
        }
        assertThat(OWNED).isNotEmpty();
    }

    @Test
    void unknownFieldsOfOtherFormsAreInvalidToo() {
        for (String path : List.of("/api/workspaces", "/api/tokens", "/api/members", "/api/members/" + tenant.editor.id() + "/tokens", "/api/connections/" + tenant.connection + "/clone", "/api/connections/" + tenant.connection + "/imports")) {
            invalid(tenant.admin.post(path, "{\"account_id\": \"" + UUID.randomUUID() + "\"}"), "/account_id");
        }
        invalid(SERAI.admin().post("/api/accounts", "{\"name\": \"x\", \"admin\": {\"email\": \"x@example.com\", \"password\": \"long-enough\", \"installer\": true}}"), "/admin/installer");
        invalid(tenant.admin.patch("/api/members/" + tenant.editor.id(), "{\"role\": \"editor\", \"user_id\": \"x\"}"), "/user_id");
        invalid(tenant.admin.put("/api/connections/" + tenant.connection + "/health/schedule", "{\"enabled\": true, \"acting_user_id\": \"x\"}"), "/acting_user_id");
    }

    static Stream<String[]> wrongFields() {
        return Stream.of(new String[] {"/name", "\"name\": \"\""}, new String[] {"/name", "\"name\": \"   \""}, new String[] {"/name", "\"name\": \"" + "x".repeat(201) + "\""}, new String[] {"/name", "\"name\": 5"}, new String[] {"/name", "\"name\": null"},
                new String[] {"/name", "\"name\": \"a\\nb\""}, new String[] {"/name", "\"name\": [\"a\"]"}, new String[] {"/description", "\"description\": \"" + "x".repeat(4001) + "\""}, new String[] {"/description", "\"description\": {}"},
                new String[] {"/workspace_id", "\"workspace_id\": \"x\""}, new String[] {"/workspace_id", "\"workspace_id\": 5"}, new String[] {"/workspace_id", "\"workspace_id\": \"" + UUID.randomUUID() + "\""},
                new String[] {"/visibility", "\"visibility\": \"PUBLIC\""}, new String[] {"/visibility", "\"visibility\": 0"}, new String[] {"/visibility", "\"visibility\": null"}, new String[] {"/is_active", "\"is_active\": \"true\""},
                new String[] {"/is_active", "\"is_active\": 1"}, new String[] {"/import_settings", "\"import_settings\": []"}, new String[] {"/configuration", "\"configuration\": \"x\""}, new String[] {"/configuration", "\"configuration\": null"},
                new String[] {"/configuration/server", "\"configuration\": {\"server\": \"a b\"}"}, new String[] {"/configuration/server", "\"configuration\": {\"server\": \"x@y\"}"}, new String[] {"/configuration/server", "\"configuration\": {\"server\": \"h/?socketFactory=x\"}"},
                new String[] {"/configuration/port", "\"configuration\": {\"port\": 0}"}, new String[] {"/configuration/port", "\"configuration\": {\"port\": 65536}"}, new String[] {"/configuration/port", "\"configuration\": {\"port\": \"5432\"}"},
                new String[] {"/configuration/port", "\"configuration\": {\"port\": 99999999999999999999999999}"}, new String[] {"/configuration/port", "\"configuration\": {\"port\": 5432.5}"}, new String[] {"/configuration/database", "\"configuration\": {\"database\": \"\"}"},
                new String[] {"/configuration/authentication", "\"configuration\": {\"authentication\": \"x\"}"}, new String[] {"/configuration/authentication/type", "\"configuration\": {\"authentication\": {\"type\": \"none\"}}"},
                new String[] {"/configuration/ssl/mode", "\"configuration\": {\"ssl\": {\"mode\": \"maybe\"}}"}, new String[] {"/configuration/advanced/socketFactory", "\"configuration\": {\"advanced\": {\"socketFactory\": \"x\"}}"},
                new String[] {"/configuration/loggerFile", "\"configuration\": {\"loggerFile\": \"/tmp/x\"}"});
    }

    @ParameterizedTest
    @MethodSource("wrongFields")
    void wrongFieldIsNamedByItsPointer(String pointer, String field) {
        String path = "/api/connections/" + tenant.connection;
        JsonNode before = tenant.admin.get(path).json();
        Answer refused = tenant.admin.patch(path, "{" + field + "}");

        invalid(refused, pointer);
        assertThat(tenant.admin.get(path).json()).as("nothing is changed").isEqualTo(before);
    }

    @Test
    void allWrongFieldsAreNamedAtOnce() {
        Answer refused = tenant.admin.post("/api/connections", "{\"name\": \"\", \"visibility\": \"x\", \"is_active\": 3, \"id\": 1}");
        assertThat(refused.json().get("errors").findValuesAsText("pointer")).contains("/name", "/visibility", "/is_active", "/id");
        assertThat(tenant.admin.post("/api/connections", "{}").json().get("errors").findValuesAsText("pointer")).containsExactlyInAnyOrder("/name", "/connection_type", "/configuration");
        assertThat(tenant.admin.post("/api/connections", "{\"name\": \"x\", \"connection_type\": \"PostgreSQL\", \"configuration\": {}}").json().get("errors").findValuesAsText("pointer"))
                .contains("/configuration/server", "/configuration/database", "/configuration/authentication/username", "/configuration/authentication/password");
    }

    @Test
    void typeIsKnownAndStays() {
        invalid(tenant.admin.post("/api/connections", tenant.sample("x").put("connection_type", "Nonsense")), "/connection_type");
        invalid(tenant.admin.post("/api/connections", tenant.sample("x").put("connection_type", "postgresql")), "/connection_type");
        invalid(tenant.admin.patch("/api/connections/" + tenant.connection, Tenant.object().put("connection_type", "FileSystem")), "/connection_type");
        problem(tenant.admin.get("/api/connection-types/Nonsense"), 404);
        assertThat(tenant.admin.get("/api/connection-types/PostgreSQL").json().at("/schema/properties/authentication/properties/password/writeOnly").asBoolean()).isTrue();
    }

    @Test
    void otherFormsSayWhatIsWrongToo() {
        invalid(tenant.admin.post("/api/workspaces", "{}"), "/name");
        invalid(tenant.admin.post("/api/workspaces", "{\"name\": 5}"), "/name");
        invalid(tenant.admin.post("/api/workspaces", "{\"name\": \"a\\u0007\"}"), "/name");
        invalid(tenant.admin.post("/api/workspaces", "{\"name\": \"x\", \"description\": \"" + "x".repeat(4001) + "\"}"), "/description");
        invalid(tenant.admin.patch("/api/workspaces/" + tenant.workspace, "{\"name\": \" \"}"), "/name");
        invalid(tenant.admin.post("/api/tokens", "{\"expires_at\": \"2020-01-01T00:00:00Z\"}"), "/expires_at");
        invalid(tenant.admin.post("/api/tokens", "{\"expires_at\": \"+1000000000-12-31T23:59:59Z\"}"), "/expires_at");
        invalid(tenant.admin.post("/api/tokens", "{\"expires_at\": \"soon\"}"), "/expires_at");
        invalid(tenant.admin.post("/api/tokens", "{\"expires_at\": \"\"}"), "/expires_at");
        invalid(tenant.admin.post("/api/tokens", "{\"expires_at\": 1e300}"), "/expires_at");
        invalid(tenant.admin.post("/api/members", "{\"email\": \"no address\", \"password\": \"long-enough\", \"role\": \"viewer\"}"), "/email");
        invalid(tenant.admin.post("/api/members", "{\"email\": \"x@example.com\", \"password\": \"short\", \"role\": \"viewer\"}"), "/password");
        invalid(tenant.admin.post("/api/members", "{\"email\": \"x@example.com\", \"password\": \"" + "x".repeat(1025) + "\", \"role\": \"viewer\"}"), "/password");
        for (String role : List.of("0", "\"ADMIN\"", "\"owner\"", "null", "\"\"")) invalid(tenant.admin.post("/api/members", "{\"email\": \"x@example.com\", \"password\": \"long-enough\", \"role\": " + role + "}"), "/role");
        for (String seconds : List.of("9", "86401", "-1", "10.5", "\"10\"", "99999999999")) invalid(tenant.admin.put("/api/connections/" + tenant.connection + "/health/schedule", "{\"enabled\": true, \"interval_seconds\": " + seconds + "}"), "/interval_seconds");
        invalid(tenant.admin.put("/api/connections/" + tenant.connection + "/health/schedule", "{}"), "/enabled");
        invalid(tenant.admin.post("/api/connections/" + tenant.connection + "/move", "{}"), "/workspace_id");
        invalid(tenant.admin.post("/api/connections/" + tenant.connection + "/move", "{\"workspace_id\": \"\"}"), "/workspace_id");
        invalid(tenant.admin.post("/api/connections/" + tenant.connection + "/clone", "{\"name\": \"\"}"), "/name");
        invalid(tenant.admin.post("/api/connections/" + tenant.connection + "/clone", "{\"name\": \"" + "x".repeat(201) + "\"}"), "/name");
        invalid(tenant.admin.post("/api/connections/" + tenant.connection + "/imports", "{\"schemas\": [null]}"), "/schemas/0");
        invalid(tenant.admin.post("/api/connections/" + tenant.connection + "/imports", "{\"options\": {\"max_removed_percent\": 101}}"), "/options/max_removed_percent");
        invalid(SERAI.admin().post("/api/accounts", "{\"name\": \"x\"}"), "/admin");
        invalid(SERAI.admin().post("/api/accounts", "{\"name\": \"x\", \"admin\": {\"email\": \"x\", \"password\": \"long-enough\"}}"), "/admin/email");
        invalid(SERAI.admin().post("/api/accounts", "{\"name\": \"x\", \"admin\": {\"email\": \"x@example.com\"}}"), "/admin/password");
    }

    @Test
    void staleVersionIsRefusedAndTheCurrentOneGoesThrough() {
        String path = tenant.admin.post("/api/connections", tenant.sample("Versions")).header("Location");
        String first = tenant.admin.get(path).header("ETag");
        Answer second = tenant.admin.with("If-Match", first).patch(path, Tenant.object().put("description", "second"));

        assertThat(second.status()).isEqualTo(200);
        assertThat(second.header("ETag")).isNotEqualTo(first);
        for (String stale : List.of(first, "\"0\"", "\"x\"", "W/" + first, "\"99999999999999999999\"")) {
            problem(tenant.admin.with("If-Match", stale).patch(path, Tenant.object().put("description", "third")), 412, "stale");
            problem(tenant.admin.with("If-Match", stale).delete(path), 412, "stale");
        }
        assertThat(tenant.admin.get(path).json().get("description").asText()).isEqualTo("second");
        assertThat(tenant.admin.with("If-Match", "*").patch(path, Tenant.object().put("description", "third")).status()).isEqualTo(200);
        assertThat(tenant.admin.with("If-Match", tenant.admin.get(path).header("ETag")).delete(path).status()).isEqualTo(204);
        problem(tenant.admin.get(path), 404);
    }

    @Test
    void workspacesHaveVersionsToo() {
        String path = tenant.admin.post("/api/workspaces", Tenant.object().put("name", "Versioned")).header("Location");
        String first = tenant.admin.get(path).header("ETag");

        assertThat(tenant.admin.with("If-Match", first).patch(path, Tenant.object().put("name", "Versioned twice")).status()).isEqualTo(200);
        problem(tenant.admin.with("If-Match", first).patch(path, Tenant.object().put("name", "No")), 412, "stale");
        problem(tenant.admin.with("If-Match", first).delete(path), 412, "stale");
        assertThat(tenant.admin.delete(path).status()).isEqualTo(204);
    }

    @Test
    void idempotencyKeyMakesARepeatedCreateOneConnection() {
        Client keyed = tenant.admin.with("Idempotency-Key", "create-once");
        Answer first = keyed.post("/api/connections", tenant.sample("Once"));
        Answer again = keyed.post("/api/connections", tenant.sample("Once"));

        assertThat(List.of(first.status(), again.status())).containsExactly(201, 201);
        assertThat(again.json().get("id")).isEqualTo(first.json().get("id"));
        problem(tenant.admin.post("/api/connections", tenant.sample("Once")), 409, "name_taken");
        assertThat(tenant.editor.client().with("Idempotency-Key", "create-once").post("/api/connections", tenant.sample("Of another person")).json().get("id")).as("a key is its user's own").isNotEqualTo(first.json().get("id"));
        problem(tenant.admin.with("Idempotency-Key", "x".repeat(201)).post("/api/connections", tenant.sample("Long key")), 400);
    }

    @Test
    void idempotencyKeyMakesARepeatedImportOneJob() {
        Client keyed = tenant.admin.with("Idempotency-Key", "import-once");
        String path = "/api/connections/" + tenant.connection + "/imports";

        Answer first = keyed.post(path, null);
        assertThat(first.status()).isEqualTo(202);
        assertThat(keyed.post(path, null).header("Location")).isEqualTo(first.header("Location"));
    }

    @Test
    void oneOfEightCreatesWithTheSameNameWins() throws Exception {
        List<Integer> statuses = atOnce(8, () -> tenant.admin.post("/api/connections", tenant.sample("Race")).status());

        assertThat(statuses.stream().filter(status -> status == 201)).hasSize(1);
        assertThat(statuses.stream().filter(status -> status == 409)).hasSize(7);
    }

    @Test
    void eightCreatesWithTheSameKeyMakeOneConnection() throws Exception {
        List<String> ids = atOnce(8, () -> tenant.admin.with("Idempotency-Key", "race").post("/api/connections", tenant.sample("Race with a key")).json().get("id").asText());

        assertThat(ids).hasSize(8).containsOnly(ids.get(0));
    }

    @Test
    void oneOfEightEditsOfTheSameVersionWins() throws Exception {
        String path = tenant.admin.post("/api/connections", tenant.sample("Edited at once")).header("Location");
        List<Integer> statuses = atOnce(8, () -> tenant.admin.with("If-Match", "\"1\"").patch(path, Tenant.object().put("description", UUID.randomUUID().toString())).status());

        assertThat(statuses.stream().filter(status -> status == 200)).hasSize(1);
        assertThat(statuses.stream().filter(status -> status == 412)).hasSize(7);
    }

    @Test
    void sameNameIsFreeInAnotherWorkspace() {
        assertThat(tenant.admin.post("/api/connections", tenant.sample("Twin")).status()).isEqualTo(201);
        String inWorkspace = tenant.admin.post("/api/connections", tenant.sample("Twin").put("workspace_id", tenant.workspace.toString())).header("Location");

        problem(tenant.admin.post(inWorkspace + "/move", "{\"workspace_id\": null}"), 409, "name_taken");
        problem(tenant.admin.patch(inWorkspace, "{\"workspace_id\": null}"), 409, "name_taken");
    }

    @Test
    void movedConnectionKeepsWorking() {
        String path = tenant.admin.post("/api/connections", tenant.sample("Moving")).header("Location");
        Answer moved = tenant.admin.post(path + "/move", Tenant.object().put("workspace_id", tenant.workspace.toString()));

        assertThat(moved.json().get("workspace_id").asText()).isEqualTo(tenant.workspace.toString());
        assertThat(tenant.admin.post(path + "/test", null).json().get("status").asText()).isIn("success", "degraded");
        problem(tenant.admin.delete("/api/workspaces/" + tenant.workspace), 409, "workspace_in_use");
        assertThat(tenant.admin.post(path + "/move", "{\"workspace_id\": null}").json().get("workspace_id").isNull()).isTrue();
    }

    @Test
    void deletedConnectionIsGoneWithAllThatHangsOnIt() {
        Tenant other = tenant;
        String path = other.admin.post("/api/connections", other.sample("Short-lived")).header("Location");
        other.admin.post(path + "/test", null);

        assertThat(other.admin.delete(path).status()).isEqualTo(204);
        for (String rest : List.of("", "/tests", "/health", "/schemas")) problem(other.admin.get(path + rest), 404);
        problem(other.admin.post(path + "/test", null), 404);
        problem(other.admin.delete(path), 404);
        assertThat(other.admin.get("/api/routes?limit=200").body()).doesNotContain(path.substring(path.lastIndexOf('/') + 1));
    }

    @Test
    void inactiveConnectionIsNotUsed() {
        String path = tenant.admin.post("/api/connections", tenant.sample("Off").put("is_active", false)).header("Location");

        problem(tenant.admin.get(path + "/schemas"), 409, "connection_inactive");
        problem(tenant.admin.post(path + "/imports", null), 409, "connection_inactive");
    }

    private static <T> List<T> atOnce(int times, java.util.concurrent.Callable<T> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(times);
        try {
            List<T> answers = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(java.util.Collections.nCopies(times, work))) answers.add(future.get());
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Below these a client's own words begin, or a source's. */
    private static void assertWellSpelled(JsonNode node, String at) {
        if (at.endsWith("/schema") || at.endsWith("/properties") || at.endsWith("/import_settings")) return;
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> {
                assertThat(field.getKey()).as(at).matches("[a-z][a-z0-9]*(_[a-z0-9]+)*");
                if (field.getKey().endsWith("_at") && field.getValue().isTextual()) assertThat(field.getValue().asText()).as(at).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
                assertWellSpelled(field.getValue(), at + "/" + field.getKey());
            });
        }
        if (node.isArray()) node.forEach(item -> assertWellSpelled(item, at));
    }
}
