package connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import connectors.Step;
import connectors.TestReport;
import egress.Egress;
import egress.EgressSettings;
import egress.EgressSettings.Mode;
import egress.KeepsPolicy;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import problems.FailureKind;
import testing.Gateway;
import testing.TestCertificates;
import testing.TestMariaDb;

/** Every way in which MySQL or MariaDB can be out of reach has its own kind, its own rung, a field and a remedy. */
@ExtendWith(KeepsPolicy.class)
class MySqlLadderTest {
    private static final TestMariaDb SERVER = TestMariaDb.running();
    private static String database;
    private JdbcHarness.Wanted wanted;
    private Egress egress;

    @BeforeAll
    static void fill() {
        database = SERVER.newDatabase("CREATE TABLE t (id int PRIMARY KEY, secret int)", "CREATE TABLE u (id int)");
        SERVER.newLogin("reader", "correct");
        SERVER.newLogin("peeper", "correct");
        SERVER.newLogin("stranger", "correct");
        SERVER.run(null, "GRANT SHOW VIEW, REFERENCES ON " + database + ".* TO reader", "GRANT SELECT (id) ON " + database + ".t TO peeper");
    }

    @BeforeEach
    void start() {
        egress = new Egress(EgressSettings.DEFAULT);
        wanted = JdbcHarness.Wanted.ofMariaDb();
        wanted.database = database;
        wanted.username = "reader";
        wanted.password = "correct";
        wanted.ssl = new JdbcSettings.Ssl(true, "VERIFY_IDENTITY", SERVER.rootCertificate());
    }

    @Test
    void aHealthyServerPassesEveryRung() throws Exception {
        TestReport report = test();
        assertThat(report.steps()).allSatisfy(step -> assertThat(step.status()).as("%s", step).isEqualTo(Step.Status.PASSED));
        assertThat(report.message()).isEqualTo("Connected to MariaDB 11.4.5.");
        assertThat(report.server()).isEqualTo(new TestReport.Server("MariaDB", "11.4.5"));
        assertThat(report.steps()).extracting(Step::id).containsExactly("config", "dns", "egress", "tcp", "tls", "authenticate", "target",
                "read_metadata", "permissions", "capabilities");
        assertThat(step(report, "authenticate").message()).isEqualTo("Signed in as reader@%.");
        assertThat(step(report, "target").message()).isEqualTo("The database " + database + " is open.");
        assertThat(step(report, "read_metadata").message()).isEqualTo("Visible tables and views: 2, in databases: 1.");
    }

    @Test
    void anotherProductThanWasChosenIsAWarning() throws Exception {
        wanted.flavor = "mysql";
        TestReport report = test();
        assertThat(report.status()).isEqualTo(TestReport.Status.DEGRADED);
        assertThat(step(report, "authenticate").message()).endsWith("The server is MariaDB, not MySQL.");
        assertThat(step(report, "authenticate").fix()).isEqualTo("Choose MariaDB as the product of this connection.");
    }

    @Test
    void noDatabaseMeansAll() throws Exception {
        wanted.database = null;
        assertThat(step(test(), "target").message()).startsWith("No database is named");
    }

    @Test
    void whatIsHiddenIsSaid() throws Exception {
        wanted.username = "peeper";
        TestReport partly = test();
        assertThat(partly.status()).isEqualTo(TestReport.Status.DEGRADED);
        assertThat(step(partly, "permissions").message()).isEqualTo("Tables that show only some of their columns: 1.");
        wanted.username = "stranger";
        wanted.database = null;
        TestReport nothing = test();
        assertThat(nothing.failureKind()).isEqualTo(FailureKind.PERMISSION);
        assertThat(step(nothing, "read_metadata").message()).startsWith("Signed in as stranger@%, but no table is visible");
    }

    @Test
    void aDatabaseThatMayNotBeOpenedIsAPermission() throws Exception {
        wanted.username = "stranger";
        TestReport report = failsAt("target", FailureKind.PERMISSION, "1044", "/database");
        assertThat(report.message()).contains("'" + database + "'");
    }

    @Test
    void aWrongPasswordIsAFailedSignIn() throws Exception {
        wanted.password = "wrong";
        TestReport report = failsAt("authenticate", FailureKind.AUTH, "1045", "/authentication/password");
        assertThat(report.message()).isEqualTo("Authentication failed. Please verify your username and password.");
        assertThat(step(report, "tls").status()).isEqualTo(Step.Status.PASSED);
    }

    @Test
    void anUnknownDatabaseIsNotFound() throws Exception {
        wanted.username = TestMariaDb.ADMINISTRATOR;
        wanted.password = TestMariaDb.PASSWORD;
        wanted.database = "no-such; DROP TABLE t?a=b&c{host}";
        TestReport report = failsAt("target", FailureKind.NOT_FOUND, "1049", "/database");
        assertThat(report.message()).isEqualTo("The database 'no-such; DROP TABLE t?a=b&c{host}' does not exist on localhost.");
    }

    @Test
    void aClosedPortIsTheNetwork() throws Exception {
        try (ServerSocket port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            wanted.port = port.getLocalPort();
        }
        TestReport report = failsAt("tcp", FailureKind.NETWORK, "refused", "/port");
        assertThat(report.message()).startsWith("Unable to connect to MariaDB at localhost:" + wanted.port);
    }

    @Test
    void anUnknownHostIsASetting() throws Exception {
        wanted.server = "no-such-host.invalid";
        failsAt("dns", FailureKind.CONFIG, "unknown_host", "/server");
    }

    @Test
    void aCertificateOfAnotherAuthorityIsNotTrusted() throws Exception {
        wanted.ssl = new JdbcSettings.Ssl(true, "VERIFY_CA", new TestCertificates("somebody else").authority());
        TestReport report = failsAt("tls", FailureKind.TLS, "certificate", "/ssl/ca_certificate");
        assertThat(report.message()).isEqualTo("The server's certificate could not be verified: it is not signed by an authority that is trusted here.");
    }

    @Test
    void withoutARootCertificateTheRuntimesListIsTrusted() throws Exception {
        wanted.ssl = new JdbcSettings.Ssl(true, null, null);
        failsAt("tls", FailureKind.TLS, "certificate", "/ssl/ca_certificate");
    }

    @Test
    void aCertificateForAnotherHostIsNotTrusted() throws Exception {
        wanted.server = "127.0.0.1";
        TestReport report = test();
        assertThat(report.failureKind()).isEqualTo(FailureKind.TLS);
        assertThat(report.message()).isEqualTo("The server's certificate could not be verified: it belongs to another host.");
        wanted.ssl = new JdbcSettings.Ssl(true, "VERIFY_CA", SERVER.rootCertificate());
        assertThat(test().status()).isEqualTo(TestReport.Status.SUCCESS);
    }

    @Test
    void encryptionWithoutACheckMustBeAskedFor() throws Exception {
        wanted.ssl = new JdbcSettings.Ssl(true, "REQUIRED", null);
        assertThat(test().status()).isEqualTo(TestReport.Status.SUCCESS);
        wanted.ssl = new JdbcSettings.Ssl(false, null, null);
        assertThat(step(test(), "tls").status()).isEqualTo(Step.Status.SKIPPED);
    }

    @Test
    void aDeniedAddressIsAPolicy() throws Exception {
        egress = new Egress(new EgressSettings(Mode.STRICT, null, null, null));
        failsAt("egress", FailureKind.POLICY, "egress", "/server");
    }

    @Test
    void theDriverIsGuardedToo() throws Exception {
        try (JdbcHarness harness = new JdbcHarness("MySQL", wanted.settings(), egress)) {
            egress.protect(wanted.port);
            assertThat(problemOf(harness).kind()).isEqualTo(FailureKind.POLICY);
            egress.permit("localhost", wanted.port);
            assertThat(harness.schemas()).isNotEmpty();
        }
    }

    @Test
    void aPortThatNeverAnswersEndsInTime() throws Exception {
        try (Gateway silent = Gateway.toNowhere(Gateway.Mood.SILENT)) {
            wanted.port = silent.port();
            wanted.patience = 1;
            failsAt("tls", FailureKind.NETWORK, "no_answer", "/server");
        }
    }

    @Test
    void aServerThatHangsUpIsTheNetwork() throws Exception {
        try (Gateway slammed = Gateway.toNowhere(Gateway.Mood.RESET)) {
            wanted.port = slammed.port();
            wanted.ssl = new JdbcSettings.Ssl(false, null, null);
            assertThat(test().failureKind()).isEqualTo(FailureKind.NETWORK);
        }
    }

    @Test
    void thePoolFailsAsTheTestDoes() throws Exception {
        wanted.password = "wrong";
        try (JdbcHarness harness = new JdbcHarness("MySQL", wanted.settings(), egress)) {
            assertThat(problemOf(harness).kind()).isEqualTo(FailureKind.AUTH);
        }
    }

    private problems.Problem problemOf(JdbcHarness harness) {
        return harness.source.explain(catchThrowableOfType(RuntimeException.class, harness::schemas));
    }

    private TestReport test() throws Exception {
        try (JdbcHarness harness = new JdbcHarness("MySQL", wanted.settings(), egress)) {
            return harness.test();
        }
    }

    private TestReport failsAt(String step, FailureKind kind, String code, String field) throws Exception {
        TestReport report = test();
        Step failed = report.steps().stream().filter(one -> one.status() == Step.Status.FAILED).findFirst().orElseThrow();
        assertThat(failed).extracting(Step::id, Step::code, Step::field).containsExactly(step, code, field);
        assertThat(report.failureKind()).isEqualTo(kind);
        assertThat(failed.fix()).isNotBlank();
        return report;
    }

    private static Step step(TestReport report, String id) {
        return report.steps().stream().filter(step -> step.id().equals(id)).findFirst().orElseThrow();
    }
}
