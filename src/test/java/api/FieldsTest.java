package api;

import static org.assertj.core.api.Assertions.assertThat;
import static testing.ProblemAssert.invalid;
import static testing.ProblemAssert.problem;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import testing.Serai;
import testing.Serai.Answer;
import testing.Tenant;

/** Every wrong field of every form is named by its pointer, and nothing is changed. */
class FieldsTest {
    private static final Serai SERAI = Serai.running();
    private static Tenant tenant;

    @BeforeAll
    static void fill() {
        tenant = Tenant.filled(SERAI, "Fields");
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
}
