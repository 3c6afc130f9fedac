package egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;
import testing.HttpStandIn;

/** The one use of a metadata address: at a constant, or at what the platform names, and nowhere that a connection could say. */
class ManagedIdentityTest {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final String RESOURCE = "https://database.windows.net/";

    @Test
    void aMachineIsAskedAtTheFixedAddress() throws IOException {
        HttpURLConnection request = ManagedIdentity.of(Map.of()).request(RESOURCE, null, PATIENCE);
        assertThat(request.getURL().toString()).isEqualTo("http://169.254.169.254/metadata/identity/oauth2/token"
                + "?api-version=2018-02-01&resource=https%3A%2F%2Fdatabase.windows.net%2F");
        assertThat(ManagedIdentity.of(Map.of("IDENTITY_ENDPOINT", "http://localhost:1/")).request(RESOURCE, null, PATIENCE).getURL().getHost())
                .isEqualTo("169.254.169.254");
    }

    @Test
    void aMachineIsShownThatNoBrowserAsks() throws IOException {
        try (HttpStandIn machine = HttpStandIn.answering(200, "{}")) {
            HttpURLConnection request = ManagedIdentity.ofMachine("http://localhost:" + machine.port() + "/token").request(RESOURCE, "a&b", PATIENCE);
            assertThat(request.getResponseCode()).isEqualTo(200);
            assertThat(machine.header("Metadata")).isEqualTo("true");
            assertThat(machine.requests()).singleElement().asString().startsWith("GET /token?").endsWith("&client_id=a%26b");
        }
    }

    @Test
    void aPlatformSaysWhereItAnswers() throws IOException {
        try (HttpStandIn platform = HttpStandIn.answering(302, "{}")) {
            HttpURLConnection request = ManagedIdentity.of(Map.of("IDENTITY_ENDPOINT", "http://localhost:" + platform.port() + "/msi/token",
                    "IDENTITY_HEADER", "proof")).request(RESOURCE, null, PATIENCE);
            assertThat(request.getResponseCode()).isEqualTo(302);
            assertThat(platform.header("X-IDENTITY-HEADER")).isEqualTo("proof");
            assertThat(platform.requests()).singleElement().asString().startsWith("GET /msi/token?api-version=2019-08-01&resource=https");
        }
    }

    @Test
    void itIsOffUnlessTheOperatorSwitchesItOn() {
        Egress before = GuardedSocketFactory.current();
        try {
            assertThat(new Egress(new MockEnvironment()).managedIdentity()).isFalse();
            assertThat(new Egress(new MockEnvironment().withProperty(ManagedIdentity.SWITCH, "true")).managedIdentity()).isTrue();
        } finally {
            GuardedSocketFactory.use(before);
        }
    }
}
