package connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import connectors.Step;
import connectors.TestReport;
import egress.Egress;
import egress.EgressSettings;
import egress.KeepsPolicy;
import egress.EgressSettings.Mode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import problems.FailureKind;
import problems.ProblemException;
import testing.TestCertificates;
import testing.TestPostgres;

/** Every way in which a database can be out of reach has its own kind, its own rung, a field and a remedy. */
@ExtendWith(KeepsPolicy.class)
class LadderTest {
    private static String database;
    private static String emptyDatabase;
    private JdbcHarness.Wanted wanted;
    private Egress egress;

    @BeforeAll
    static void fill() {
        TestPostgres server = TestPostgres.encrypted();
        server.newLogin("reader", "correct");
        database = server.newDatabase("CREATE TABLE t (id int PRIMARY KEY)");
        emptyDatabase = server.newDatabase();
    }

    @BeforeEach
    void start() {
        egress = new Egress(EgressSettings.DEFAULT);
        wanted = new JdbcHarness.Wanted(TestPostgres.encrypted().port());
        wanted.database = database;
        wanted.username = "reader";
        wanted.password = "correct";
        wanted.ssl = new JdbcSettings.Ssl(true, "verify-full", TestPostgres.encrypted().rootCertificate());
    }

    @Test
    void aHealthyServerPassesEveryRung() throws Exception {
        TestReport report = test();
        assertThat(report.message()).isEqualTo("Connected to PostgreSQL 18.6.");
        assertThat(report.status()).isEqualTo(TestReport.Status.SUCCESS);
        assertThat(report.server()).isEqualTo(new TestReport.Server("PostgreSQL", "18.6"));
        assertThat(report.steps()).extracting(Step::id).containsExactly("config", "dns", "egress", "tcp", "tls", "authenticate", "target",
                "read_metadata", "permissions", "capabilities");
        assertThat(report.steps()).allMatch(step -> step.status() == Step.Status.PASSED && step.message() != null);
        assertThat(step(report, "dns").label()).isEqualTo("Resolve localhost");
        assertThat(step(report, "authenticate").message()).isEqualTo("Signed in as reader.");
        assertThat(step(report, "read_metadata").message()).isEqualTo("Visible tables and views: 1, in schemas: 1.");
        assertThat(step(report, "permissions").message()).startsWith("0 of 1 tables");
    }

    @Test
    void healthLeavesOutTheOptionalRungs() throws Exception {
        try (JdbcHarness harness = new JdbcHarness(wanted.settings(), egress)) {
            assertThat(harness.health().steps()).extracting(Step::id).endsWith("read_metadata");
            assertThat(harness.health().status()).isEqualTo(TestReport.Status.SUCCESS);
        }
    }

    @Test
    void anEmptyCatalogIsAWarningAboutPermissions() throws Exception {
        wanted.database = emptyDatabase;
        TestReport report = test();
        assertThat(report.status()).isEqualTo(TestReport.Status.DEGRADED);
        assertThat(report.failureKind()).isEqualTo(FailureKind.PERMISSION);
        assertThat(step(report, "read_metadata").fix()).contains("USAGE");
    }

    @Test
    void aWrongPasswordIsOneFailedSignIn() throws Exception {
        wanted.password = "wrong";
        TestReport report = failsAt("authenticate", FailureKind.AUTH, "28P01", "/authentication/password");
        assertThat(report.message()).isEqualTo("Authentication failed. Please verify your username and password.");
        assertThat(step(report, "tls").status()).isEqualTo(Step.Status.PASSED);
        assertThat(step(report, "target").status()).isEqualTo(Step.Status.SKIPPED);
    }

    @Test
    void anUnknownDatabaseIsNotFound() throws Exception {
        wanted.database = "no-such; DROP TABLE t?a=b&c{host}";
        TestReport report = failsAt("target", FailureKind.NOT_FOUND, "3D000", "/database");
        assertThat(report.message()).isEqualTo("The database 'no-such; DROP TABLE t?a=b&c{host}' does not exist on localhost.");
        assertThat(step(report, "authenticate").status()).isEqualTo(Step.Status.PASSED);
    }

    @Test
    void aMissingPermissionToConnectIsAPermission() throws Exception {
        wanted.database = TestPostgres.encrypted().newDatabase();
        TestPostgres.encrypted().run("postgres", "REVOKE CONNECT ON DATABASE " + wanted.database + " FROM PUBLIC");
        failsAt("target", FailureKind.PERMISSION, "42501", null);
    }

    @Test
    void aClosedPortIsTheNetwork() throws Exception {
        wanted.port = closedPort();
        TestReport report = failsAt("tcp", FailureKind.NETWORK, "refused", "/port");
        assertThat(report.message()).isEqualTo("Unable to connect to PostgreSQL at localhost:" + wanted.port
                + ". Please check the server address and firewall settings.");
        assertThat(report.retryable()).isTrue();
    }

    @Test
    void anUnknownHostIsASetting() throws Exception {
        wanted.server = "no-such-host.invalid";
        TestReport report = failsAt("dns", FailureKind.CONFIG, "unknown_host", "/server");
        assertThat(report.message()).startsWith("Unable to connect to PostgreSQL at no-such-host.invalid:");
    }

    @Test
    void aCertificateOfAnotherAuthorityIsNotTrusted() throws Exception {
        wanted.ssl = new JdbcSettings.Ssl(true, "verify-ca", new TestCertificates("somebody else").authority());
        TestReport report = failsAt("tls", FailureKind.TLS, "certificate", "/ssl/root_certificate");
        assertThat(report.message()).isEqualTo("The server's certificate could not be verified: it is not signed by an authority that is trusted here.");
    }

    @Test
    void withoutARootCertificateTheRuntimesListIsTrusted() throws Exception {
        wanted.ssl = new JdbcSettings.Ssl(true, null, null);
        failsAt("tls", FailureKind.TLS, "certificate", "/ssl/root_certificate");
    }

    @Test
    void aCertificateForAnotherHostIsNotTrusted() throws Exception {
        wanted.server = "127.0.0.1";
        TestReport report = failsAt("tls", FailureKind.TLS, "08006", "/server");
        assertThat(report.message()).isEqualTo("The server's certificate could not be verified: it belongs to another host.");
        wanted.ssl = new JdbcSettings.Ssl(true, "verify-ca", TestPostgres.encrypted().rootCertificate());
        assertThat(test().status()).isEqualTo(TestReport.Status.SUCCESS);
    }

    @Test
    void encryptionWithoutACheckMustBeAskedFor() throws Exception {
        wanted.ssl = new JdbcSettings.Ssl(true, "require", null);
        assertThat(test().status()).isEqualTo(TestReport.Status.SUCCESS);
        wanted.ssl = new JdbcSettings.Ssl(false, null, null);
        assertThat(step(test(), "tls").status()).isEqualTo(Step.Status.SKIPPED);
    }

    @Test
    void aServerWithoutEncryptionIsNotSpokenToInTheClear() throws Exception {
        wanted.port = TestPostgres.plain().port();
        TestReport report = failsAt("tls", FailureKind.TLS, "08004", "/ssl/enabled");
        assertThat(report.message()).isEqualTo("The server at localhost:" + wanted.port + " does not offer encryption.");
    }

    @Test
    void aDeniedAddressIsAPolicy() throws Exception {
        egress = new Egress(new EgressSettings(Mode.STRICT, null, null, null));
        TestReport report = failsAt("egress", FailureKind.POLICY, "egress", "/server");
        assertThat(report.message()).isEqualTo("This address is not allowed by the connection policy of this installation.");
    }

    @Test
    void aPortThatNeverAnswersEndsInTime() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            wanted.server = "127.0.0.1";
            wanted.port = silent.getLocalPort();
            wanted.patience = 1;
            TestReport report = test();
            assertThat(report.failureKind()).isEqualTo(FailureKind.NETWORK);
            assertThat(failed(report).id()).isEqualTo("tls");
        }
    }

    @Test
    void anotherKindOfServerIsASetting() throws Exception {
        try (ServerSocket web = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> answer(web, "HTTP/1.1 400 Bad Request\r\n\r\n"));
            answering.start();
            wanted.server = "127.0.0.1";
            wanted.port = web.getLocalPort();
            TestReport report = failsAt("tls", FailureKind.CONFIG, "08P01", "/port");
            assertThat(report.message()).endsWith("is not a PostgreSQL server.");
        }
    }

    private static void answer(ServerSocket server, String text) {
        while (!server.isClosed()) {
            try (Socket caller = server.accept()) {
                caller.getOutputStream().write(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                caller.getInputStream().read();
            } catch (IOException closed) {
                // the next caller, or the end
            }
        }
    }

    @Test
    void thePoolFailsAsTheTestDoes() throws Exception {
        wanted.password = "wrong";
        try (JdbcHarness harness = new JdbcHarness(wanted.settings(), egress)) {
            assertThat(problemOf(harness).kind()).isEqualTo(FailureKind.AUTH);
        }
        wanted.password = "correct";
        wanted.database = "nowhere";
        try (JdbcHarness harness = new JdbcHarness(wanted.settings(), egress)) {
            assertThat(problemOf(harness).kind()).isEqualTo(FailureKind.NOT_FOUND);
        }
    }

    @Test
    void thePoolIsGuardedToo() throws Exception {
        try (JdbcHarness harness = new JdbcHarness(wanted.settings(), egress)) {
            egress.protect(wanted.port);
            assertThat(problemOf(harness).kind()).isEqualTo(FailureKind.POLICY);
            assertThat(harness.test().failureKind()).isEqualTo(FailureKind.POLICY);
            egress.permit("localhost", wanted.port);
            assertThat(harness.schemas()).isNotEmpty();
        }
    }

    @Test
    void aRootCertificateThatIsNoneIsRefusedWhenTheSourceIsOpened() {
        wanted.ssl = new JdbcSettings.Ssl(true, null, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----");
        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(ProblemException.class, this::test).problem().field())
                .isEqualTo("/ssl/root_certificate");
    }

    private static problems.Problem problemOf(JdbcHarness harness) {
        try {
            harness.schemas();
            throw new AssertionError("this should have failed");
        } catch (RuntimeException failure) {
            return harness.source.explain(failure);
        }
    }

    private TestReport failsAt(String rung, FailureKind kind, String code, String field) throws Exception {
        TestReport report = test();
        assertThat(report.status()).isEqualTo(TestReport.Status.FAILED);
        Step failed = failed(report);
        assertThat(failed).extracting(Step::id, Step::kind, Step::code, Step::field).containsExactly(rung, kind, code, field);
        assertThat(report.failureKind()).isEqualTo(kind);
        assertThat(failed.fix()).isNotBlank();
        return report;
    }

    private TestReport test() throws Exception {
        try (JdbcHarness harness = new JdbcHarness(wanted.settings(), egress)) {
            return harness.test();
        }
    }

    private static Step failed(TestReport report) {
        List<Step> failed = report.steps().stream().filter(step -> step.status() == Step.Status.FAILED).toList();
        assertThat(failed).hasSize(1);
        return failed.get(0);
    }

    private static Step step(TestReport report, String id) {
        return report.steps().stream().filter(step -> step.id().equals(id)).findFirst().orElseThrow();
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
