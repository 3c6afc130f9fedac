package connectors.files.places;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import connectors.files.places.PlaceSettings.Authentication;
import connectors.files.places.PlaceSettings.Ssl;
import connectors.http.HttpClients;
import egress.Egress;
import egress.EgressSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import problems.FailureKind;
import problems.ProblemException;
import secrets.Secret;
import testing.AzureStandIn;
import testing.HttpStandIn;
import testing.TestCertificates;
import types.ConnectionType;
import types.ConnectionTypes;

/** A service principal signs in by a token, which travels encrypted or not at all. */
class AzureServicePrincipalTest {
    private static final ConnectionType TYPE = new ConnectionTypes().get("FileSystem");
    private static final HttpClients CLIENTS = new HttpClients(new Egress(EgressSettings.DEFAULT));
    private static final String CLIENT = "12345678-90ab-cdef-1234-567890abcdef";
    private static final String SECRET = "the client's secret & more";

    private final TestCertificates authority = new TestCertificates("Test authority");

    private PlaceSettings settings(AzureStandIn storage, String trusted) {
        return new PlaceSettings("azure_blob", null, null, null, null, "https://localhost:" + storage.port() + "/" + AzureStandIn.ACCOUNT, null, null, false,
                AzureStandIn.ACCOUNT, AzureStandIn.CONTAINER, null, new Authentication("client_secret", null, null, null, null, null, null, null, null, null,
                "acme.onmicrosoft.com", CLIENT, new Secret(SECRET)), new Ssl(null, trusted));
    }

    private AzureStandIn storage() throws IOException {
        AzureStandIn storage = AzureStandIn.encrypted(TestCertificates.context(authority.sign("localhost", Duration.ofDays(100))));
        storage.put("a.csv", "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8), Instant.EPOCH);
        return storage;
    }

    private static List<String> names(AzureFiles files) throws IOException {
        List<String> names = new ArrayList<>();
        files.list("", (name, looked) -> names.add(name));
        return names;
    }

    @Test
    void theTokenOfTheTenantOpensTheContainer() throws IOException {
        try (AzureStandIn storage = storage();
                HttpStandIn entra = HttpStandIn.answering(200, "{\"access_token\": \"" + AzureStandIn.TOKEN + "\", \"expires_in\": 3600}");
                AzureFiles files = AzureFiles.of(TYPE, settings(storage, authority.authority()), CLIENTS, "http://127.0.0.1:" + entra.port())) {
            assertThat(names(files)).containsExactly("a.csv");
            assertThat(names(files)).containsExactly("a.csv");
            assertThat(entra.requests()).as("the token is kept").containsExactly("POST /acme.onmicrosoft.com/oauth2/v2.0/token");
            assertThat(storage.requests()).noneMatch(request -> request.contains("secret"));
        }
    }

    @Test
    void aSecretThatTheTenantRefusesIsAFailureOfTheSignIn() throws IOException {
        try (AzureStandIn storage = storage();
                HttpStandIn entra = HttpStandIn.answering(401, "{\"error\": \"invalid_client\", \"error_description\": \"their own words\"}");
                AzureFiles files = AzureFiles.of(TYPE, settings(storage, authority.authority()), CLIENTS, "http://127.0.0.1:" + entra.port())) {
            assertThatThrownBy(() -> names(files)).isInstanceOfSatisfying(ProblemException.class, failure -> {
                assertThat(failure.problem().kind()).isEqualTo(FailureKind.AUTH);
                assertThat(failure.problem().field()).isEqualTo("/authentication/client_secret");
                assertThat(failure.problem().toString()).doesNotContain(SECRET).doesNotContain("their own words");
            });
        }
    }

    @Test
    void aServerThatNobodyTrustsIsNeverShownTheToken() throws IOException {
        try (AzureStandIn storage = storage();
                HttpStandIn entra = HttpStandIn.answering(200, "{\"access_token\": \"" + AzureStandIn.TOKEN + "\", \"expires_in\": 3600}");
                AzureFiles files = AzureFiles.of(TYPE, settings(storage, null), CLIENTS, "http://127.0.0.1:" + entra.port())) {
            assertThatThrownBy(() -> names(files)).isInstanceOfSatisfying(ProblemException.class,
                    failure -> assertThat(failure.problem().kind()).isEqualTo(FailureKind.TLS));
            assertThat(storage.requests()).isEmpty();
        }
    }
}
