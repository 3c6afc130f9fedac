package api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;
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
                "GET /api/datasets/{id}/versions", "GET /api/connections/{id}/health", "PUT /api/connections/{id}/health/schedule", "GET /api/routes", "GET /api/audit", "GET /api/audit/verify", "POST /api/connections/{id}/publications", "GET /api/publications", "GET /api/publications/{id}", "GET /api/publications/{id}/tables", "GET /api/publications/{id}/steps",
                "GET /api/publications/{id}/sql", "POST /api/publications/{id}/apply", "POST /api/publications/{id}/cancel", "POST /api/publications/{id}/resume", "POST /api/publications/{id}/check", "GET /api/datasets/{id}/publications", "GET /api/tokens", "POST /api/tokens", "DELETE /api/tokens/{id}");
        assertThat(tenant.admin.get("/api/openapi.yaml").body()).startsWith("openapi: 3.1");
    }

    static Stream<Endpoint> gets() {
        return Contract.endpoints(SERAI).stream().filter(endpoint -> !endpoint.changes() && !endpoint.isAbout("type") && !endpoint.path().contains("openapi") && !endpoint.path().endsWith("/sql"));
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
