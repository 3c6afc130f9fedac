package connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import connectors.Authorities;
import connectors.Step;
import connectors.TestReport;
import connectors.Unreachable;
import egress.Egress;
import egress.EgressSettings;
import egress.KeepsPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import problems.FailureKind;
import testing.TestCertificates;
import testing.WebServer;
import types.ConnectionType;
import types.ConnectionTypes;

/** The first rungs of every HTTP family, against real sockets and certificates. */
@ExtendWith(KeepsPolicy.class)
class HttpLadderTest {
    private static final TestCertificates AUTHORITY = new TestCertificates("Test authority");
    /** One without a table of errors; any would do. */
    private static final ConnectionType TYPE = new ConnectionTypes().get("FileSystem");

    private HttpClients clients = new HttpClients(new Egress(EgressSettings.DEFAULT));

    @AfterEach
    void stop() {
        clients.close();
    }

    private TestReport climb(String url, SSLContext trusted) {
        HttpBase base = HttpBase.of(url, "/base_url");
        Duration patience = Duration.ofSeconds(10);
        HttpExplanation explanation = new HttpExplanation(TYPE, base, patience, Unreachable.Fields.one("/base_url"), "/authentication", answer -> null);
        return HttpLadder.begin(explanation, base, clients.reach(base, "/base_url", patience), trusted, "Enter https://.").report(null, () -> "Reached.");
    }

    private static SSLContext trusted() {
        return Authorities.trusting(AUTHORITY.authority(), "/ssl/root_certificate");
    }

    private static Step last(TestReport report) {
        return report.steps().get(report.steps().size() - 1);
    }

    private TestReport climbTo(String certifiedHost, Duration life, SSLContext trusted) throws IOException {
        try (WebServer server = WebServer.encrypted(TestCertificates.context(AUTHORITY.sign(certifiedHost, life)))) {
            return climb(server.url(), trusted);
        }
    }

    @Test
    void aTrustedServerIsReached() throws IOException {
        TestReport report = climbTo("localhost", Duration.ofDays(90), trusted());
        assertThat(report.status()).isEqualTo(TestReport.Status.SUCCESS);
        assertThat(report.steps()).extracting(Step::id).containsExactly("config", "dns", "egress", "tcp", "tls");
    }

    @Test
    void aCertificateThatEndsSoonIsAWarning() throws IOException {
        TestReport report = climbTo("localhost", Duration.ofDays(10), trusted());
        assertThat(report.status()).isEqualTo(TestReport.Status.DEGRADED);
        assertThat(last(report).message()).contains("ends on");
    }

    @Test
    void aCertificateThatIsNotTrustedEndsTheClimb() throws IOException {
        assertThat(climbTo("localhost", Duration.ofDays(90), Authorities.trusting(null, null)).message()).contains("not signed by an authority");
        assertThat(climbTo("localhost", Duration.ofDays(-1), trusted()).message()).contains("expired");
        assertThat(climbTo("other.example", Duration.ofDays(90), trusted()).message()).contains("another host");
    }

    @Test
    void aServerWithoutEncryptionIsAWarningAndOnlyInANetworkOfOurs() throws IOException {
        try (WebServer server = WebServer.plain()) {
            TestReport report = climb(server.url(), trusted());
            assertThat(report.status()).isEqualTo(TestReport.Status.DEGRADED);
            assertThat(last(report)).satisfies(step -> {
                assertThat(step.status()).isEqualTo(Step.Status.WARNED);
                assertThat(step.fix()).isEqualTo("Enter https://.");
            });
        }
    }

    @Test
    void aServerThatDoesNotSpeakTlsSaysSo() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> refuseInPlainText(server));
            answering.start();
            TestReport report = climb("https://localhost:" + server.getLocalPort(), trusted());
            assertThat(report.status()).isEqualTo(TestReport.Status.FAILED);
            assertThat(last(report).id()).isEqualTo("tls");
            assertThat(report.failureKind()).isEqualTo(FailureKind.TLS);
        }
    }

    private static void refuseInPlainText(ServerSocket server) {
        while (true) {
            try (Socket caller = server.accept()) {
                caller.getOutputStream().write("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                caller.getInputStream().readNBytes(50);
            } catch (IOException closed) {
                if (server.isClosed()) return;
            }
        }
    }

    @Test
    void whatCannotBeReachedIsSaidAtTheAddress() throws IOException {
        assertThat(climb("https://no-such-host.invalid", trusted()).steps()).filteredOn(step -> step.id().equals("dns"))
                .singleElement().satisfies(step -> assertThat(step.field()).isEqualTo("/base_url"));
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        assertThat(climb("http://localhost:" + closed, trusted()).failureKind()).isEqualTo(FailureKind.NETWORK);
        clients.close();
        clients = new HttpClients(new Egress(new EgressSettings(null, null, List.of("localhost"), null)));
        TestReport refused = climb("http://localhost:" + closed, trusted());
        assertThat(refused.failureKind()).isEqualTo(FailureKind.POLICY);
        assertThat(refused.steps()).filteredOn(step -> step.status() == Step.Status.FAILED).extracting(Step::field).containsExactly("/base_url");
    }
}
