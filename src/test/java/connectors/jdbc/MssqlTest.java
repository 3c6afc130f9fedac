package connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import catalog.CommonType;
import catalog.Discovered;
import catalog.Index;
import catalog.Schema;
import catalog.Selection;
import catalog.Table;
import connectors.Step;
import connectors.TestReport;
import egress.Egress;
import egress.EgressSettings;
import egress.KeepsPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;
import secrets.Secret;
import testing.TestCertificates;
import testing.tds.Answer;
import testing.tds.LoginPacket;
import testing.tds.TdsServer;

/** SQL Server's own driver against a server of ours that speaks its protocol. */
@ExtendWith(KeepsPolicy.class)
class MssqlTest {
    private static final JdbcSettings.Ssl OFF = new JdbcSettings.Ssl(false, null, null);
    private static final TestCertificates AUTHORITY = new TestCertificates("authority");
    private final Egress egress = new Egress(EgressSettings.DEFAULT);
    private final MssqlServer server = new MssqlServer(TdsServer.plain());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aHealthyServerPassesEveryRung() throws Exception {
        TestReport report = test(server, OFF, MssqlServer.PASSWORD);
        assertThat(report.message()).isEqualTo("Connected to SQL Server 16.0.4135.");
        assertThat(report.status()).isEqualTo(TestReport.Status.SUCCESS);
        assertThat(report.steps()).extracting(Step::id).containsExactly("config", "dns", "egress", "tcp", "tls", "authenticate", "target",
                "read_metadata", "capabilities", "cdc");
        assertThat(server.tds.logins()).containsExactly(
                new LoginPacket("reader", MssqlServer.PASSWORD, "Serai test", "shop; --", true, false, null));
        assertThat(server.tds.statements()).contains("SET LOCK_TIMEOUT 5000");
    }

    @Test
    void eachTableThatIsNotTrackedIsAWarning() throws Exception {
        server.on("cdc.sql", Answer.rows("status text, failure_kind text, message text, fix text",
                Answer.row("passed", null, "Change data capture is on; tracked tables: 1.", "fix"),
                Answer.row("warned", "CONFIG", "The table dbo.gone does not exist, or the login may not see it.", "fix"),
                Answer.row("warned", "CONFIG", "The table Sales.Orders is not tracked by change data capture.", "fix")));
        TestReport report = test(server, OFF, MssqlServer.PASSWORD);
        assertThat(report.status()).isEqualTo(TestReport.Status.DEGRADED);
        assertThat(report.steps().get(9)).satisfies(step -> {
            assertThat(step.status()).isEqualTo(Step.Status.WARNED);
            assertThat(step.message()).contains("tracked tables: 1.", "dbo.gone does not exist", "Sales.Orders is not tracked");
        });
    }

    @Test
    void anImportReadsWholeTablesFromFourCursorsOnOneConnection() throws Exception {
        try (JdbcHarness harness = harness(server, OFF, MssqlServer.PASSWORD)) {
            List<Discovered> found = harness.read(Selection.EVERYTHING);
            assertThat(found).extracting(one -> one.tableName().name()).containsExactly("Orders", "orders", "we\"ird;--", "😀", "～");
            Table orders = ((Discovered.Readable) found.get(0)).table();
            assertThat(orders.rowEstimate()).isEqualTo(10_000_000L);
            assertThat(orders.primaryKey().columns()).containsExactly("id");
            assertThat(orders.columns()).extracting("type").containsExactly(CommonType.BIGINT, CommonType.TEXT);
            assertThat(orders.columns().get(0).identity()).isTrue();
            assertThat(orders.foreignKeys()).singleElement().satisfies(key -> assertThat(key.references().table()).isEqualTo("(not visible)"));
            assertThat(orders.indexes()).contains(new Index("IX", List.of("id"), List.of("note"), false, "NONCLUSTERED", "([id] IS NOT NULL)"));
            assertThat(orders.properties()).containsEntry("cdc_tracked", true);
            assertThat(server.tds.logins()).hasSize(1);
        }
    }

    @Test
    void schemasTablesAndOneTableAreListed() throws Exception {
        try (JdbcHarness harness = harness(server, OFF, MssqlServer.PASSWORD)) {
            assertThat(harness.schemas()).containsExactly(new Schema("Sales", "What is sold", 3L), new Schema("hidden", null, null));
            assertThat(harness.tables("Sales")).hasSize(5);
            assertThat(harness.table("Sales", "Orders").columns()).hasSize(2);
        }
    }

    @Test
    void manyRowsAreFetchedAThousandAtATime() throws Exception {
        Object[][] many = new Object[2500][];
        Arrays.setAll(many, i -> Answer.row("Sales", "Orders", "c" + i, i + 1, "int", "int", null, 10, 0, true, null, false, null, null));
        server.on("columns.sql", Answer.rows("schema_name text, table_name text, column_name text, position int, native_type text, type_name text, "
                + "length int, numeric_precision int, numeric_scale int, nullable bit, default_value text, is_identity bit, generated text, comment text", many));
        try (JdbcHarness harness = harness(server, OFF, MssqlServer.PASSWORD)) {
            assertThat(harness.table("Sales", "Orders").columns()).hasSize(2500);
        }
    }

    @ParameterizedTest
    @CsvSource({"18456,1,AUTH,/authentication/password", "18456,5,AUTH,/authentication/username", "18456,7,AUTH,/authentication/username",
            "18456,38,NOT_FOUND,/database", "18456,58,AUTH,/authentication/type", "18486,1,AUTH,/authentication/username", "4060,1,NOT_FOUND,/database",
            "40615,1,CONFIG,/server", "916,1,PERMISSION,/database", "17142,1,TRANSIENT,", "18401,1,TRANSIENT,", "40613,1,TRANSIENT,",
            "49918,1,TRANSIENT,", "233,1,NETWORK,/server", "40532,1,CONFIG,/server", "47072,1,TLS,/ssl/enabled"})
    void aRefusedLoginSaysWhy(int number, int state, FailureKind kind, String field) throws Exception {
        server.tds.onSignIn(login -> Answer.failure(number, state, "Words that are not shown"));
        TestReport report = test(server, OFF, MssqlServer.PASSWORD);
        Step failed = report.steps().stream().filter(step -> step.status() == Step.Status.FAILED).findFirst().orElseThrow();
        assertThat(failed).extracting("kind", "code", "field").containsExactly(kind, Integer.toString(number), field);
        assertThat(failed.message()).doesNotContain("Words that are not shown");
        assertThat(server.tds.logins()).as("one failed sign-in, not two").hasSize(1);
    }

    @Test
    void aWrongPasswordSaysSoInTheWordsOfTheSpecification() throws Exception {
        TestReport report = test(server, OFF, "wrong");
        assertThat(report.message()).isEqualTo("Authentication failed. Please verify your username and password.");
        assertThat(report.failureKind()).isEqualTo(FailureKind.AUTH);
    }

    @ParameterizedTest
    @CsvSource({"208,NOT_FOUND", "229,PERMISSION", "297,PERMISSION", "300,PERMISSION", "1205,TRANSIENT", "1222,TRANSIENT", "207,UNSUPPORTED"})
    void aRefusedStatementSaysWhy(int number, FailureKind kind) throws Exception {
        server.on("columns.sql", Answer.failure(number, 1, "Words that are not shown"));
        assertThat(importProblem(OFF)).extracting("kind", "code").containsExactly(kind, Integer.toString(number));
    }

    @Test
    void aConnectionThatBreaksInTheMiddleIsTheNetwork() throws Exception {
        server.on("indexes.sql", new Answer.Rows(Answer.rows("schema_name text, table_name text, index_name text, position int, column_name text, "
                + "is_included bit, is_unique bit, type text, filter text").columns(), Arrays.asList(
                Answer.row("Sales", "Orders", "IX", 1, "id", false, false, "NONCLUSTERED", null), null)));
        assertThat(importProblem(OFF).kind()).isEqualTo(FailureKind.NETWORK);
    }

    @Test
    void aServerThatNeverAnswersIsLeftInTime() throws Exception {
        server.tds.onSignIn(login -> null);
        TestReport report = test(server, OFF, MssqlServer.PASSWORD);
        assertThat(report.failureKind()).isEqualTo(FailureKind.NETWORK);
        assertThat(report.steps()).anySatisfy(step -> assertThat(step.code()).isEqualTo("no_answer"));
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> server.tds.open() == 0);
    }

    @Test
    void rowsWithoutEndDoNotHoldATestUp() throws Exception {
        server.on("visible.sql", Answer.endless("status text, failure_kind text, message text, fix text", "passed", null, "Again.", null));
        assertThat(test(server, OFF, MssqlServer.PASSWORD).steps()).hasSize(10);
    }

    @Test
    void theCertificateIsCheckedUnlessItIsTrustedBlindly() throws Exception {
        try (MssqlServer encrypted = encrypted("localhost")) {
            assertThat(test(encrypted, ssl(Map.of(), AUTHORITY.authority()), MssqlServer.PASSWORD).status()).isEqualTo(TestReport.Status.SUCCESS);
            assertThat(test(encrypted, ssl(Map.of("trust_server_certificate", true), null), MssqlServer.PASSWORD).status()).isEqualTo(TestReport.Status.SUCCESS);
            TestReport untrusted = test(encrypted, ssl(Map.of(), null), MssqlServer.PASSWORD);
            assertThat(untrusted.failureKind()).isEqualTo(FailureKind.TLS);
            assertThat(untrusted.message()).startsWith("The server's certificate could not be verified: it is not signed by an authority");
            assertThat(untrusted.steps()).anySatisfy(step -> assertThat(step.field()).isEqualTo("/ssl/ca_certificate"));
        }
    }

    @Test
    void aCertificateForAnotherHostMustBeNamed() throws Exception {
        try (MssqlServer encrypted = encrypted("sql.example.com")) {
            assertThat(test(encrypted, ssl(Map.of(), AUTHORITY.authority()), MssqlServer.PASSWORD).failureKind()).isEqualTo(FailureKind.TLS);
            assertThat(test(encrypted, ssl(Map.of("hostname_in_certificate", "sql.example.com"), AUTHORITY.authority()), MssqlServer.PASSWORD).status())
                    .isEqualTo(TestReport.Status.SUCCESS);
        }
    }

    @Test
    void kerberosIsForInstallationsThatAreSetUpForIt() {
        JdbcSettings settings = windows("kerberos");
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> new JdbcHarness("MSSQL", settings, egress));
        assertThat(refused.problem().field()).isEqualTo("/authentication/mode");
        assertThat(refused.problem().fix()).contains("java.security.krb5.conf");
    }

    @Test
    void windowsSignsInByNtlmUnlessSaidOtherwise() throws Exception {
        Properties given = new DriverProperties(MssqlServer.TYPE, windows("ntlm"), RootCertificate.NONE).build(null);
        assertThat(given).containsEntry("integratedSecurity", "true").containsEntry("authenticationScheme", "NTLM").containsEntry("domain", "corp");
        try (JdbcHarness harness = new JdbcHarness("MSSQL", windows("ntlm"), egress)) {
            harness.test();
        }
        assertThat(server.tds.logins()).singleElement().satisfies(login -> {
            assertThat(login.byWindows()).isTrue();
            assertThat(login.password()).isEmpty();
        });
    }

    /** The driver's own list of properties: a name that it does not know would be passed over in silence. */
    @Test
    void theDriverKnowsEachPropertyAndNoneIsOneThatMayNeverBeSet() throws Exception {
        JdbcSettings strict = server.settings(ssl(Map.of("strict", true), null), MssqlServer.PASSWORD);
        Properties given = new DriverProperties(MssqlServer.TYPE, strict, RootCertificate.NONE).build(null);
        List<String> known = new ArrayList<>(List.of("accessToken"));   // which the driver does not list: AccessTokenTest shows that it takes it
        Arrays.stream(new com.microsoft.sqlserver.jdbc.SQLServerDriver().getPropertyInfo("jdbc:sqlserver://localhost", new Properties()))
                .forEach(property -> known.add(property.name));
        assertThat(known).containsAll(given.stringPropertyNames())
                .containsAll(MssqlServer.TYPE.driverProperties());
        assertThat(given).containsEntry("encrypt", "strict").containsEntry("trustServerCertificate", "false").containsEntry("applicationIntent", "ReadOnly")
                .containsEntry("databaseName", "shop; --").containsEntry("socketFactoryClass", "egress.GuardedSocketFactory");
        assertThat(given.stringPropertyNames()).doesNotContain("trustManagerClass", "accessTokenCallbackClass", "failoverPartner", "jaasConfigurationName");
    }

    private JdbcSettings windows(String mode) {
        JdbcSettings usual = server.settings(OFF, MssqlServer.PASSWORD);
        Map<String, Secret> more = Map.of("mode", new Secret(mode), "domain", new Secret("corp"));
        return new JdbcSettings(usual.server(), usual.port(), usual.database(),
                new JdbcSettings.Authentication("windows_auth", "reader", new Secret("x"), more), OFF, usual.advanced());
    }

    @Test
    void aServerWithoutEncryptionIsNotSpokenToInTheClear() throws Exception {
        assertThat(test(server, ssl(Map.of(), null), MssqlServer.PASSWORD).failureKind()).isEqualTo(FailureKind.TLS);
        assertThat(server.tds.logins()).isEmpty();
    }

    private static JdbcSettings.Ssl ssl(Map<String, Object> flags, String authority) {
        return new JdbcSettings.Ssl(true, null, authority, flags);
    }

    private static MssqlServer encrypted(String host) {
        return new MssqlServer(TdsServer.encrypted(TestCertificates.context(AUTHORITY.sign(host, Duration.ofDays(90)))));
    }

    private Problem importProblem(JdbcSettings.Ssl ssl) throws Exception {
        try (JdbcHarness harness = harness(server, ssl, MssqlServer.PASSWORD)) {
            return harness.source.explain(catchThrowableOfType(RuntimeException.class, () -> harness.read(Selection.EVERYTHING)));
        }
    }

    private TestReport test(MssqlServer at, JdbcSettings.Ssl ssl, String password) throws Exception {
        try (JdbcHarness harness = harness(at, ssl, password)) {
            return harness.test();
        }
    }

    private JdbcHarness harness(MssqlServer at, JdbcSettings.Ssl ssl, String password) throws Exception {
        return new JdbcHarness("MSSQL", at.settings(ssl, password), egress);
    }
}
