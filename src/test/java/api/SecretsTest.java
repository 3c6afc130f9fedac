package api;

import static org.assertj.core.api.Assertions.assertThat;
import static testing.ProblemAssert.invalid;
import static testing.ProblemAssert.problem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import testing.OwnDatabase;
import testing.Serai;
import testing.Serai.Answer;
import testing.Tenant;

/** A secret goes in and never comes out; it is kept, replaced and dropped by rules, and does not follow a connection elsewhere. */
class SecretsTest {
    private static final Serai SERAI = Serai.running();
    private static final OwnDatabase DATABASE = new OwnDatabase(SERAI);
    private static final String HUSH = "Hush: pä&ss=\"w<o>rd' %7B{{env:PATH}}${x}";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static Tenant tenant;
    private static int made;

    @BeforeAll
    static void fill() {
        tenant = Tenant.filled(SERAI, "Secrets");
    }

    @Test
    void noAnswerHoldsASecret() {
        List<Answer> answers = new ArrayList<>();
        ObjectNode body = tenant.sample("Hushed");
        authentication(body).put("password", HUSH);
        Answer created = tenant.admin.post("/api/connections", body);
        assertThat(created.status()).isEqualTo(201);
        String path = "/api/connections/" + created.json().get("id").asText();
        answers.add(created);
        answers.add(tenant.admin.get(path));
        answers.add(tenant.admin.get("/api/connections?limit=200"));
        answers.add(tenant.admin.get("/api/connections?q=Hush"));
        answers.add(tenant.admin.post(path + "/test", null));
        answers.add(tenant.admin.get(path + "/tests"));
        answers.add(tenant.admin.get(path + "/schemas"));
        answers.add(tenant.admin.post("/api/connections/test", body));
        answers.add(tenant.admin.post("/api/connections", body));
        answers.add(tenant.admin.patch(path, configuration(c -> c.withObject("/authentication").put("password", HUSH))));
        answers.add(tenant.admin.patch(path, configuration(c -> c.put("server", "elsewhere.example.com"))));
        answers.add(tenant.admin.patch(path, configuration(c -> c.withObject("/authentication").put("password", HUSH).put("nonsense", HUSH))));
        answers.add(tenant.admin.post("/api/connections", "{\"configuration\": {\"authentication\": {\"password\": [" + JSON.valueToTree(HUSH) + "]}}, \"name\": \"x\", \"connection_type\": \"PostgreSQL\"}"));
        answers.add(tenant.admin.post("/api/connections", "{\"configuration\": {\"authentication\": {\"password\": " + JSON.valueToTree(HUSH.repeat(40)) + "}}, \"name\": \"x\", \"connection_type\": \"PostgreSQL\"}"));
        answers.add(tenant.admin.post("/api/connections", "{\"configuration\": {\"authentication\": {\"password\": " + JSON.valueToTree(HUSH) + "}}, \"name\": \"x\", \"connection_type\": \"PostgreSQL\", "));
        answers.add(tenant.admin.post(path + "/clone", null));
        answers.add(tenant.admin.post(path + "/imports", null));
        answers.add(tenant.admin.get("/api/imports"));
        answers.add(tenant.admin.get(path + "/health"));
        answers.add(tenant.admin.get("/api/routes"));
        answers.add(tenant.admin.get("/api/audit?limit=200"));
        answers.add(tenant.admin.get("/api/openapi.json"));
        answers.add(tenant.admin.get("/api/connection-types"));

        for (Answer answer : answers) assertThat(answer.body() + answer.response().headers().map()).doesNotContain(spellings());
    }

    @Test
    void databaseHoldsItSealedOnly() {
        ObjectNode body = tenant.sample("Sealed in the database");
        authentication(body).put("password", HUSH).put("username", "someone-special");
        String id = tenant.admin.post("/api/connections", body).json().get("id").asText();

        String stored = DATABASE.ask("SELECT configuration::text FROM app.connections WHERE id = ?::uuid", id).get(0);
        assertThat(stored).containsPattern("\"password\": \"encrypted:").containsPattern("\"username\": \"encrypted:").doesNotContain("someone-special").doesNotContain("Hush");
    }

    @Test
    void maskSaysThatThereIsOneAndSinceWhen() {
        JsonNode mask = password(create("Masked"));

        assertThat(mask.get("secret").asBoolean()).isTrue();
        assertThat(mask.get("fingerprint").asText()).matches("[0-9a-f]{16}");
        assertThat(mask.get("updated_at").asText()).matches("20\\d\\d-.*Z");
        assertThat(mask.size()).isEqualTo(3);
    }

    @Test
    void userNameIsShown() {
        assertThat(create("Shown").at("/configuration/authentication/username").asText()).isEqualTo(Tenant.sampleAccess(SERAI).getProperty("SAMPLE_USER"));
    }

    @Test
    void absentFieldKeepsTheSecret() {
        JsonNode before = create("Keeps");
        JsonNode after = patched(before, configuration(c -> c.put("database", "sample")));

        assertThat(password(after)).isEqualTo(password(before));
        assertWorks(after);
    }

    @Test
    void maskSentBackKeepsTheSecret() {
        JsonNode before = create("Sent back");
        ObjectNode whole = Tenant.object();
        whole.set("configuration", before.get("configuration"));
        JsonNode after = patched(before, whole);

        assertThat(password(after)).isEqualTo(password(before));
        assertWorks(after);
        assertWorks(patched(after, configuration(c -> c.withObject("/authentication").putObject("password").put("$keep", true))));
    }

    @Test
    void maskAsATextIsATextLikeAnyOther() {
        JsonNode before = create("Stars");

        assertThat(password(patched(before, configuration(c -> c.withObject("/authentication").put("password", "***")))).get("fingerprint")).isNotEqualTo(password(before).get("fingerprint"));
    }

    @Test
    void stringReplacesTheSecret() {
        JsonNode before = create("Replaced");
        JsonNode after = patched(before, configuration(c -> c.withObject("/authentication").put("password", "wrong")));

        assertThat(password(after).get("fingerprint")).isNotEqualTo(password(before).get("fingerprint"));
        JsonNode test = tenant.admin.post("/api/connections/" + after.get("id").asText() + "/test", null).json();
        assertThat(test.get("status").asText()).isEqualTo("failed");
        assertThat(test.get("failure_kind").asText()).isEqualTo("AUTH");
    }

    /** The type requires one, so clearing it alone is an error at its field, and nothing is changed. */
    @Test
    void nullClearsTheSecretUnlessTheTypeNeedsIt() {
        JsonNode before = create("Cleared");

        invalid(patch(before, configuration(c -> c.withObject("/authentication").putNull("password"))), "/configuration/authentication/password");
        invalid(patch(before, configuration(c -> c.putNull("authentication"))), "/configuration/authentication/password");
        assertWorks(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"encrypted:x", "encrypted:", "encrypted:1eb40cd9a0a1a2a3a4a5a6a7a8a9aaab:c9bb3dfce286c6923f1297:9c6ec94190da3f51d66f8e317df10c48"})
    void sealedTextAsInputIsInvalid(String text) {
        JsonNode before = create("Sealed input " + made);
        for (String field : List.of("password", "username")) {
            ObjectNode body = tenant.sample("Sealed input");
            authentication(body).put(field, text);
            invalid(tenant.admin.post("/api/connections", body), "/configuration/authentication/" + field);
            invalid(tenant.admin.post("/api/connections/test", body), "/configuration/authentication/" + field);
            invalid(patch(before, configuration(c -> c.withObject("/authentication").put(field, text))), "/configuration/authentication/" + field);
        }
    }

    @Test
    void maskForANewConnectionIsInvalid() {
        ObjectNode body = tenant.sample("Nothing to keep");
        authentication(body).putObject("password").put("secret", true);

        invalid(tenant.admin.post("/api/connections", body), "/configuration/authentication/password");
        invalid(tenant.admin.post("/api/connections/test", body), "/configuration/authentication/password");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {"/server;\"localhost\"", "/port;5433", "/ssl;{\"enabled\": true}", "/ssl;{\"mode\": \"require\"}", "/ssl;{\"root_certificate\": \"-----BEGIN CERTIFICATE-----\\nAAAA\\n-----END CERTIFICATE-----\"}", "/ssl;null"}, delimiter = ';')
    void secretDoesNotFollowElsewhere(String pointer, String value) throws Exception {
        JsonNode before = create("Moves " + made);
        ObjectNode elsewhere = configuration(c -> { });
        elsewhere.withObject("/configuration").set(pointer.substring(1), JSON.readTree(value));
        if (value.equals("null") || elsewhere.at("/configuration/ssl/mode").asText().equals("require")) before = patched(before, encrypted());

        Answer refused = problem(patch(before, elsewhere), 422, "credentials_required");
        assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo("/configuration/authentication/password");
        assertThat(patch(before, masked(elsewhere, before)).json().get("code").asText()).as("nor with the mask sent back").isEqualTo("credentials_required");
        elsewhere.withObject("/configuration/authentication").put("password", "given again");
        assertThat(patch(before, elsewhere).status()).isEqualTo(200);
    }

    @Test
    void secretStaysWhenOnlyNamesChange() {
        JsonNode before = create("Stays");
        JsonNode after = patched(before, configuration(c -> c.put("database", "other").withObject("/authentication").put("username", "other"))
                .put("name", "Stays, renamed").put("description", "x").put("visibility", "public").put("is_active", false));

        assertThat(password(after).get("fingerprint")).isEqualTo(password(before).get("fingerprint"));
    }

    @Test
    void cloneKeepsSecretsOnlyForThoseWhoMayEdit() {
        JsonNode original = patched(create("Original"), Tenant.object().put("visibility", "public"));
        String path = "/api/connections/" + original.get("id").asText() + "/clone";
        JsonNode mine = tenant.admin.post(path, Tenant.object().put("name", "By the owner")).json();
        JsonNode theirs = tenant.editor.client().post(path, Tenant.object().put("name", "By another")).json();

        assertThat(password(mine).get("fingerprint")).isEqualTo(password(original).get("fingerprint"));
        assertWorks(mine);
        assertThat(password(theirs).isMissingNode()).isTrue();
        assertThat(theirs.get("visibility").asText()).isEqualTo("private");
        assertThat(theirs.get("owner_id").asText()).isEqualTo(tenant.editor.id().toString());
        JsonNode test = tenant.editor.client().post("/api/connections/" + theirs.get("id").asText() + "/test", null).json();
        assertThat(test.get("status").asText()).as(test.toString()).isEqualTo("failed");
    }

    /** A row that somebody copied or altered in the database: that connection fails with a sentence, the others go on. */
    @Test
    void alteredSecretFailsItsOwnConnectionOnly() {
        JsonNode altered = create("Altered");
        JsonNode sound = create("Sound");
        DATABASE.run("UPDATE app.connections c SET configuration = jsonb_set(c.configuration, '{authentication,password}', o.configuration #> '{authentication,password}') FROM app.connections o WHERE c.id = ?::uuid AND o.id = ?::uuid",
                altered.get("id").asText(), sound.get("id").asText());
        String path = "/api/connections/" + altered.get("id").asText();

        assertThat(tenant.admin.get(path).status()).as("its page is still there, to enter the secret again").isEqualTo(200);
        assertThat(tenant.admin.get("/api/connections?limit=200").status()).isEqualTo(200);
        JsonNode test = tenant.admin.post(path + "/test", null).json();
        assertThat(test.get("status").asText()).as(test.toString()).isEqualTo("failed");
        assertThat(test.get("message").asText()).contains("/authentication/password");
        assertThat(tenant.admin.get(path).json().get("test_status").asText()).isEqualTo("failed");
        problem(tenant.admin.get(path + "/schemas"), 422, "config.secret_unreadable");
        assertWorks(sound);
        problem(tenant.admin.post(path + "/clone", null), 422, "secret_unreadable");
        JsonNode repaired = patched(altered, configuration(c -> c.withObject("/authentication").put("password", Tenant.sampleAccess(SERAI).getProperty("SAMPLE_PASSWORD"))));
        assertWorks(repaired);
    }

    private static JsonNode create(String name) {
        made++;
        Answer created = tenant.admin.post("/api/connections", tenant.sample(name + " " + made));
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        return created.json();
    }

    private static Answer patch(JsonNode connection, ObjectNode patch) {
        return tenant.admin.patch("/api/connections/" + connection.get("id").asText(), patch);
    }

    private static JsonNode patched(JsonNode connection, ObjectNode patch) {
        Answer answer = patch(connection, patch);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static ObjectNode encrypted() {
        return configuration(c -> {
            c.putObject("ssl").put("enabled", true).put("mode", "verify-ca");
            c.putObject("authentication").put("password", "given for the encrypted one");
        });
    }

    private static ObjectNode masked(ObjectNode patch, JsonNode read) {
        ObjectNode whole = patch.deepCopy();
        whole.withObject("/configuration/authentication").set("password", password(read));
        return whole;
    }

    private static void assertWorks(JsonNode connection) {
        JsonNode test = tenant.admin.post("/api/connections/" + connection.get("id").asText() + "/test", null).json();
        assertThat(test.get("status").asText()).as(test.toString()).isIn("success", "degraded");
    }

    private static JsonNode password(JsonNode connection) {
        return connection.at("/configuration/authentication/password");
    }

    private static ObjectNode authentication(ObjectNode body) {
        return body.withObject("/configuration/authentication");
    }

    private static ObjectNode configuration(java.util.function.Consumer<ObjectNode> change) {
        ObjectNode body = Tenant.object();
        change.accept(body.putObject("configuration"));
        return body;
    }

    private static String[] spellings() {
        byte[] bytes = HUSH.getBytes(StandardCharsets.UTF_8);
        String json = JSON.valueToTree(HUSH).toString();
        return new String[] {HUSH, json.substring(1, json.length() - 1), URLEncoder.encode(HUSH, StandardCharsets.UTF_8), URLEncoder.encode(HUSH, StandardCharsets.UTF_8).replace("+", "%20"), Base64.getEncoder().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes), HexFormat.of().formatHex(bytes), "encrypted:", "Hush:", Tenant.sampleAccess(SERAI).getProperty("SAMPLE_PASSWORD"), System.getenv("PATH")};
    }
}
