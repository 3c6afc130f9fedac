package connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import egress.Egress;
import egress.EgressSettings;
import egress.KeepsPolicy;
import egress.ManagedIdentity;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;
import secrets.Secret;
import testing.HttpStandIn;

/** The identity of Serai's own machine: only where the operator wants it, only to Azure, only to a server that proves who it is. */
@ExtendWith(KeepsPolicy.class)
class OwnIdentityTest {
    private static final String AZURE = "shop.database.windows.net";
    private static final JdbcSettings.Ssl CHECKED = new JdbcSettings.Ssl(true, null, null);

    @Test
    void itIsRefusedUntilItIsSwitchedOn() {
        assertThat(refusal(settings(AZURE, CHECKED), false)).extracting("kind", "field").containsExactly(FailureKind.CONFIG, "/authentication/mode");
        assertThat(refusal(settings(AZURE, CHECKED), false).fix()).contains(ManagedIdentity.SWITCH);
        assertThat(Login.of(MssqlServer.TYPE, settings(AZURE, CHECKED), policy(true)).token().isNeeded()).isTrue();
    }

    @Test
    void noOtherServerIsShownIt() {
        for (String host : List.of("evil.example.com", "database.windows.net.evil.com", "xdatabase.windows.net", "127.0.0.1")) {
            assertThat(refusal(settings(host, CHECKED), true)).as(host).extracting("kind", "field").containsExactly(FailureKind.POLICY, "/server");
        }
        Egress named = new Egress(new EgressSettings(null, List.of("sql.corp.example"), null, null, true));
        assertThat(Login.of(MssqlServer.TYPE, settings("sql.corp.example", CHECKED), named).token().isNeeded()).isTrue();
    }

    @Test
    void noServerIsShownItThatProvesNothing() {
        JdbcSettings.Ssl trusting = new JdbcSettings.Ssl(true, null, null, Map.of("trust_server_certificate", true));
        for (JdbcSettings.Ssl ssl : List.of(trusting, new JdbcSettings.Ssl(false, null, null))) {
            assertThat(refusal(settings(AZURE, ssl), true)).extracting("kind", "field")
                    .containsExactly(FailureKind.CONFIG, "/ssl/trust_server_certificate");
        }
    }

    @Test
    void itsTokenIsAskedForOnceAndShownToTheDriver() throws Exception {
        String end = Long.toString(Instant.now().plusSeconds(3600).getEpochSecond());
        try (HttpStandIn machine = HttpStandIn.answering(200, "{\"access_token\": \"of-the-machine\", \"expires_on\": \"" + end + "\"}")) {
            AccessToken token = token(machine);
            assertThat(List.of(token.current(), token.current())).containsExactly("of-the-machine", "of-the-machine");
            assertThat(machine.requests()).singleElement().asString().contains("&client_id=12345678-90ab-cdef-1234-567890abcdef");
            assertThat(new DriverProperties(MssqlServer.TYPE, settings(AZURE, CHECKED), RootCertificate.NONE).build(token.current()))
                    .containsEntry("accessToken", "of-the-machine").doesNotContainKeys("user", "password");
        }
    }

    @Test
    void whatIsWrongIsSaid() throws Exception {
        HttpStandIn none = HttpStandIn.answering(400, "{\"error\": \"invalid_request\", \"error_description\": \"Identity not found\"}");
        AccessToken token = token(none);
        assertThat(explained(token)).extracting("kind", "code", "field").containsExactly(FailureKind.AUTH, "MSI400", "/authentication/msi_client_id");
        none.close();
        assertThat(explained(token)).extracting("kind", "code", "field").containsExactly(FailureKind.CONFIG, "MSI0", "/authentication/mode");
        try (HttpStandIn busy = HttpStandIn.answering(429, "{}")) {
            assertThat(explained(token(busy)).kind()).isEqualTo(FailureKind.TRANSIENT);
        }
    }

    private static Problem explained(AccessToken token) {
        return new Explanation(MssqlServer.TYPE, settings(AZURE, CHECKED)).of(catchThrowableOfType(SQLException.class, token::current));
    }

    private static AccessToken token(HttpStandIn platform) {
        Map<String, String> environment = Map.of("IDENTITY_ENDPOINT", "http://localhost:" + platform.port() + "/", "IDENTITY_HEADER", "proof");
        return new AccessToken(MssqlServer.TYPE.driver().tokens().get("azure_ad/managed_identity"), settings(AZURE, CHECKED), null,
                ManagedIdentity.of(environment));
    }

    private static Problem refusal(JdbcSettings settings, boolean on) {
        return catchThrowableOfType(ProblemException.class, () -> Login.of(MssqlServer.TYPE, settings, policy(on))).problem();
    }

    private static Egress policy(boolean on) {
        return new Egress(new EgressSettings(null, null, null, null, on));
    }

    private static JdbcSettings settings(String host, JdbcSettings.Ssl ssl) {
        Map<String, Secret> more = Map.of("mode", new Secret("managed_identity"), "msi_client_id", new Secret("12345678-90ab-cdef-1234-567890abcdef"));
        return new JdbcSettings(host, 1433, "shop", new JdbcSettings.Authentication("azure_ad", null, null, more), ssl,
                new JdbcSettings.Advanced(3, 60, "Serai test"));
    }
}
