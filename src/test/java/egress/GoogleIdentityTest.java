package egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import testing.HttpStandIn;

/** The other metadata address, a constant as well. */
class GoogleIdentityTest {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    @Test
    void aMachineIsAskedAtTheFixedAddress() throws IOException {
        HttpURLConnection request = GoogleIdentity.ofMachine().request("https://www.googleapis.com/auth/bigquery", PATIENCE);
        assertThat(request.getURL().toString()).isEqualTo("http://169.254.169.254/computeMetadata/v1/instance/service-accounts/default/token"
                + "?scopes=https%3A%2F%2Fwww.googleapis.com%2Fauth%2Fbigquery");
        assertThat(request.getRequestProperty("Metadata-Flavor")).isEqualTo("Google");
    }

    @Test
    void whoDoesNotSayThatHeIsGoogleIsNotAndNoRedirectIsFollowed() throws IOException {
        try (HttpStandIn other = HttpStandIn.answering(302, "{}")) {
            HttpURLConnection request = GoogleIdentity.at("http://localhost:" + other.port() + "/token").request("a&b", PATIENCE);
            assertThat(request.getResponseCode()).isEqualTo(302);
            assertThat(GoogleIdentity.answered(request)).isFalse();
            assertThat(other.requests()).containsExactly("GET /token?scopes=a%26b");
        }
    }
}
