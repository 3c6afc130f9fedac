package connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import egress.Egress;
import egress.EgressSettings;
import egress.KeepsPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.ssl.pem.PemContent;
import problems.FailureKind;
import problems.Problem;
import secrets.Secret;
import testing.TestCertificates;
import testing.tds.TdsServer;
import types.ConnectionType.Token;

/** The token of Entra: asked for over sockets of ours, and shown to the server by the driver. */
@ExtendWith(KeepsPolicy.class)
class AccessTokenTest {
    private static final TestCertificates AUTHORITY = new TestCertificates("authority");
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final JdbcSettings settings = settings();
    private volatile int status = 200;
    private volatile String answer = "{\"access_token\": \"a-token\", \"expires_in\": 3600}";
    private HttpsServer service;

    @BeforeEach
    void start() throws IOException {
        new Egress(EgressSettings.DEFAULT);
        service = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.setHttpsConfigurator(new HttpsConfigurator(TestCertificates.context(AUTHORITY.sign("localhost", Duration.ofDays(9)))));
        service.createContext("/", request -> {
            asked.add(request.getRequestURI() + " " + new String(request.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            request.sendResponseHeaders(status, 0);
            request.getResponseBody().write(answer.getBytes(StandardCharsets.UTF_8));
            request.close();
        });
        service.start();
    }

    @AfterEach
    void stop() {
        service.stop(0);
    }

    @Test
    void itIsAskedForOnceAndThenKept() throws Exception {
        AccessToken token = token();
        assertThat(token.current()).isEqualTo("a-token");
        assertThat(token.current()).isEqualTo("a-token");
        assertThat(asked).singleElement().asString().startsWith("/tenant.example/token ")
                .contains("client_id=app", "client_secret=s%3Bcret%26", "grant_type=client_credentials");
    }

    @Test
    void oneThatIsAboutToEndIsAskedForAgain() throws Exception {
        answer = "{\"access_token\": \"short\", \"expires_in\": 60}";
        AccessToken token = token();
        token.current();
        token.current();
        assertThat(asked).hasSize(2);
    }

    @Test
    void aRefusalIsExplainedByItsCode() {
        status = 401;
        answer = "{\"error\": \"invalid_client\", \"error_codes\": [7000215], \"error_description\": \"s;cret& is wrong\"}";
        assertThat(problem()).extracting("kind", "code", "field").containsExactly(FailureKind.AUTH, "AADSTS7000215", "/authentication/password");
        assertThat(problem().toString()).doesNotContain("s;cret&");
        status = 503;
        assertThat(problem().kind()).isEqualTo(FailureKind.TRANSIENT);
        status = 302;
        assertThat(problem().kind()).isEqualTo(FailureKind.AUTH);
    }

    @Test
    void theConnectionPolicyHoldsForTheTokenServiceToo() {
        new Egress(new EgressSettings(EgressSettings.Mode.STRICT, null, null, null));
        assertThat(problem().kind()).isEqualTo(FailureKind.POLICY);
        assertThat(asked).isEmpty();
    }

    @Test
    void anotherAuthorityIsNotTrusted() {
        AccessToken stranger = new AccessToken(description(), settings, (SSLSocketFactory) SSLSocketFactory.getDefault());
        SQLException refused = catchThrowableOfType(SQLException.class, stranger::current);
        assertThat(new Explanation(MssqlServer.TYPE, settings).of(refused).kind()).isEqualTo(FailureKind.TLS);
    }

    @Test
    void theDriverShowsItToTheServer() throws Exception {
        try (TdsServer server = TdsServer.encrypted(TestCertificates.context(AUTHORITY.sign("localhost", Duration.ofDays(9))))) {
            var properties = new DriverProperties(MssqlServer.TYPE, settings, RootCertificate.NONE).build(token().current());
            assertThat(properties.stringPropertyNames()).doesNotContain("user", "password");
            new com.microsoft.sqlserver.jdbc.SQLServerDriver().connect("jdbc:sqlserver://localhost:" + server.port(), properties).close();
            assertThat(server.logins()).singleElement().extracting("token", "password").containsExactly("a-token", "");
        }
    }

    private Problem problem() {
        return new Explanation(MssqlServer.TYPE, settings).of(catchThrowableOfType(SQLException.class, () -> token().current()));
    }

    private AccessToken token() {
        return new AccessToken(description(), settings, trusting());
    }

    private Token description() {
        return new Token("https://localhost:" + service.getAddress().getPort() + "/{authentication.tenant_id}/token",
                MssqlServer.TYPE.driver().tokens().get("azure_ad/service_principal").form());
    }

    private static JdbcSettings settings() {
        Map<String, Secret> more = Map.of("mode", new Secret("service_principal"), "tenant_id", new Secret("tenant.example"));
        return new JdbcSettings("localhost", 1433, "shop", new JdbcSettings.Authentication("azure_ad", "app", new Secret("s;cret&"), more),
                new JdbcSettings.Ssl(true, null, null, Map.of("trust_server_certificate", true)), new JdbcSettings.Advanced(3, 60, "Serai test"));
    }

    private static SSLSocketFactory trusting() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("authority", PemContent.of(AUTHORITY.authority()).getCertificates().get(0));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (java.security.GeneralSecurityException | IOException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
