package connectors.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.KeyPairGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;
import secrets.Secret;
import types.ConnectionTypes;
import types.SettingsSchema;

/** Only what Google gives out for a service account is a key: other credentials name files, addresses and programs. */
class ServiceAccountKeyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SettingsSchema SCHEMA = new ConnectionTypes().schema(new ConnectionTypes().get("BigQuery"));

    static Stream<Arguments> wrong() throws Exception {
        KeyPairGenerator small = KeyPairGenerator.getInstance("RSA");
        small.initialize(1024);
        KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
        String external = "{\"type\": \"external_account\", \"audience\": \"x\", \"token_url\": \"https://evil.example/\","
                + " \"credential_source\": {\"executable\": {\"command\": \"/bin/sh\"}}}";
        return Stream.of(
                Arguments.of("no JSON", "s3cret"), Arguments.of("empty", ""), Arguments.of("a list", "[" + GoogleStandIn.key() + "]"),
                Arguments.of("broken off", GoogleStandIn.key().toString().substring(0, 300)),
                Arguments.of("an account elsewhere", external),
                Arguments.of("a person", GoogleStandIn.key().put("type", "authorized_user").put("refresh_token", "s3cret").toString()),
                Arguments.of("impersonation", GoogleStandIn.key().put("type", "impersonated_service_account").toString()),
                Arguments.of("two types", GoogleStandIn.key().toString().replaceFirst("\\{", "{\"type\": \"external_account\", ")),
                Arguments.of("another token service", GoogleStandIn.key().put("token_uri", "https://evil.example/token").toString()),
                Arguments.of("no token service", without("token_uri")),
                Arguments.of("another cloud", GoogleStandIn.key().put("universe_domain", "evil.example").toString()),
                Arguments.of("no account", without("client_email")), Arguments.of("no private key", without("private_key")),
                Arguments.of("no PEM", GoogleStandIn.key().put("private_key", "s3cret").toString()),
                Arguments.of("a small key", GoogleStandIn.key().put("private_key", GoogleStandIn.pem(small.generateKeyPair())).toString()),
                Arguments.of("a key of another kind", GoogleStandIn.key().put("private_key", GoogleStandIn.pem(curve.generateKeyPair())).toString()),
                Arguments.of("huge", GoogleStandIn.key().put("padding", "x".repeat(20_000)).toString()));
    }

    private static String without(String field) {
        ObjectNode key = GoogleStandIn.key();
        key.remove(field);
        return key.toString();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void whatIsNoKeyIsSaidAtItsFieldAndNotRepeated(String what, String json) {
        Problem problem = catchThrowableOfType(ProblemException.class, () -> ServiceAccountKey.of(new Secret(json))).problem();
        assertThat(problem).extracting(Problem::kind, Problem::field).containsExactly(FailureKind.CONFIG, "/authentication/key_json");
        assertThat(problem.message() + problem.fix()).doesNotContain("s3cret", "evil");
    }

    @Test
    void whatGoogleGivesOutIsOneAndIsNotPrinted() {
        ServiceAccountKey key = ServiceAccountKey.of(new Secret(GoogleStandIn.key().toString()));
        assertThat(key.email()).isEqualTo(GoogleStandIn.EMAIL);
        assertThat(key.toString()).isEqualTo("key of " + GoogleStandIn.EMAIL);
        assertThat(settings(GoogleStandIn.key().toString())).isEmpty();
    }

    @Test
    void theFormAlreadyRefusesOtherCredentials() {
        for (String json : new String[] {"s3cret", GoogleStandIn.key().put("type", "external_account").toString(),
            GoogleStandIn.key().put("padding", "x".repeat(20_000)).toString()}) {
            assertThat(settings(json)).singleElement().satisfies(error -> {
                assertThat(error.pointer()).isEqualTo("/configuration/authentication/key_json");
                assertThat(error.message()).startsWith("Please paste the whole JSON").doesNotContain("s3cret");
            });
        }
    }

    private static java.util.List<problems.Refusal.FieldError> settings(String key) {
        JsonNode configuration = JSON.createObjectNode().put("project_id", GoogleStandIn.PROJECT)
                .set("authentication", JSON.createObjectNode().put("type", "service_account_key").put("key_json", key));
        return SCHEMA.check(configuration, "/configuration");
    }
}
