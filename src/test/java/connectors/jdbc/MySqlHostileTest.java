package connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import catalog.Discovered;
import catalog.Selection;
import connectors.TestReport;
import egress.Egress;
import egress.EgressSettings;
import egress.KeepsPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import problems.FailureKind;
import problems.ProblemException;
import testing.EndlessMariaDb;
import testing.TestMariaDb;
import types.ConnectionType;
import types.ConnectionTypes;

/** Whatever stands in a setting of MySQL stays a value, and whatever a server answers, it gets no file, no memory and no thread. */
@ExtendWith(KeepsPolicy.class)
class MySqlHostileTest {
    private static final AtomicInteger LOGINS = new AtomicInteger();
    private final TestMariaDb server = TestMariaDb.running();
    private final Egress egress = new Egress(EgressSettings.DEFAULT);
    private final JdbcHarness.Wanted wanted = JdbcHarness.Wanted.ofMariaDb();
    private final ConnectionType type = new ConnectionTypes().get("MySQL");

    @ParameterizedTest
    @ValueSource(strings = {"localhost?allowLocalInfile=true", "localhost/other", "localhost:1,evil.example.com", "address=(host=x)(type=replica)",
            "localhost,evil.example.com", "{{env:PATH}}", "user@evil.example.com", "2130706433"})
    void aHostThatIsMoreThanAHostIsASettingToChange(String host) {
        wanted.server = host;
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> new JdbcHarness("MySQL", wanted.settings(), egress));
        assertThat(refused.problem()).extracting("kind", "field").containsExactly(FailureKind.CONFIG, "/server");
    }

    @ParameterizedTest
    @ValueSource(strings = {"p;a{s}s&w?o=r%d", "{{env:PATH}}", "x&allowLocalInfile=true", "a'b\"c\\", "пароль😀", "{password}", "%7B%25"})
    void aPasswordMayHoldAnything(String password) throws Exception {
        wanted.username = "u" + LOGINS.incrementAndGet() + ";{{env:PATH}}?&={}";
        wanted.password = password;
        server.newLogin(wanted.username, password);
        try (JdbcHarness harness = new JdbcHarness("MySQL", wanted.settings(), egress)) {
            assertThat(harness.test().steps()).anyMatch(step -> step.id().equals("authenticate") && step.message().startsWith("Signed in as u"));
        }
    }

    @Test
    void aDatabaseMayBeCalledAnything() throws Exception {
        wanted.database = "a/b?sslMode=disable&x=%41 {{env:PATH}};";
        server.run(null, "CREATE DATABASE `" + wanted.database + "`");
        try (JdbcHarness harness = new JdbcHarness("MySQL", wanted.settings(), egress)) {
            assertThat(harness.test().steps()).anySatisfy(step ->
                    assertThat(step.message()).isEqualTo("The database " + wanted.database + " is open."));
            assertThat(harness.schemas()).extracting("name").containsExactly(wanted.database);
        }
    }

    @Test
    void theDriverIsGivenWhatTheTypeListsAndWhatWeForce() {
        Properties given = new DriverProperties(type, wanted.settings(), RootCertificate.NONE).build(null);
        Set<String> ours = type.driver().forced().keySet();
        assertThat(given.stringPropertyNames()).allMatch(name -> ours.contains(name) || type.driverProperties().contains(name));
        assertThat(given).containsEntry("allowLocalInfile", "false").containsEntry("allowMultiQueries", "false").containsEntry("permitRedirect", "false")
                .containsEntry("allowPublicKeyRetrieval", "false").containsEntry("sslMode", "disable")
                .containsEntry("socketFactory", "egress.GuardedSocketFactory").containsEntry("connectionAttributes", "program_name:Serai test");
        assertThat(given.getProperty("restrictedAuth")).doesNotContain("clear", "dialog");
        wanted.ssl = new JdbcSettings.Ssl(true, null, null);
        assertThat(new DriverProperties(type, wanted.settings(), RootCertificate.NONE).build(null)).containsEntry("sslMode", "verify-full")
                .containsEntry("serverSslCert", RuntimeTrust.file().toString());
    }

    @Test
    void aServerGetsNoFileAndNothingCanBeWritten() throws Exception {
        wanted.database = server.newDatabase("CREATE TABLE t (line text)");
        try (JdbcHarness harness = new JdbcHarness("MySQL", wanted.settings(), egress)) {
            JdbcTemplate within = new JdbcTemplate((DataSource) harness.source.beans().get("dataSource"));
            assertThatThrownBy(() -> within.execute("LOAD DATA LOCAL INFILE '/etc/hostname' INTO TABLE t")).rootCause().hasMessageContaining("Local infile is disabled");
            assertThatThrownBy(() -> within.execute("CREATE TABLE sneaky (id int)")).rootCause().hasMessageContaining("READ ONLY");
            assertThatThrownBy(() -> within.execute("SELECT 1; SELECT 2")).isInstanceOf(RuntimeException.class);
            assertThat(within.queryForObject("SELECT CONCAT(@@max_statement_time, ' ', @@lock_wait_timeout, ' ', @@sql_mode)", String.class)).isEqualTo("60.000000 5 ");
        }
    }

    @Test
    void anImportHoldsAnAnswerPerConnectionAndGivesAllBack() throws Exception {
        wanted.database = withTables(100);
        try (JdbcHarness harness = new JdbcHarness("MySQL", wanted.settings(), egress)) {
            List<Discovered> found = new ArrayList<>();
            List<String> open = new ArrayList<>();
            harness.read(Selection.EVERYTHING, table -> {
                if (found.isEmpty()) open.add(sessions());
                found.add(table);
            });
            assertThat(found).hasSize(100);
            assertThat(open).containsExactly("4");
            for (int i = 0; i < 4; i++) {   // together more connections than the pool has
                assertThatThrownBy(() -> harness.read(Selection.EVERYTHING, table -> {
                    throw new IllegalStateException("the writer gave up");
                })).rootCause().hasMessage("the writer gave up");
            }
            assertThat(harness.read(Selection.EVERYTHING)).hasSize(100);
            assertThat(harness.table(wanted.database, "t_7").columns()).hasSize(3);
        }
        Awaitility.await().until(() -> sessions().equals("0"));
    }

    @Test
    void answersWithoutEndAreLeft() throws Exception {
        wanted.database = withTables(3);
        try (EndlessMariaDb endless = new EndlessMariaDb(wanted.port)) {
            wanted.port = endless.port();
            try (JdbcHarness harness = new JdbcHarness("MySQL", wanted.settings(), egress)) {
                assertThat(problem(harness, harness::schemas).code()).isEqualTo("endless");
                assertThat(problem(harness, () -> harness.tables(wanted.database)).code()).isEqualTo("endless");
                assertThat(problem(harness, () -> harness.table(wanted.database, "t_1")).code()).isEqualTo("endless");
                assertThat(problem(harness, () -> harness.read(Selection.EVERYTHING)).code()).isEqualTo("endless");
                assertThat(harness.test().status()).isEqualTo(TestReport.Status.SUCCESS);
            }
        }
    }

    private static problems.Problem problem(JdbcHarness harness, Runnable call) {
        return harness.source.explain(catchThrowableOfType(RuntimeException.class, call::run));
    }

    private String sessions() {
        return server.ask("SELECT count(*) FROM information_schema.PROCESSLIST WHERE db = '" + wanted.database + "'");
    }

    private String withTables(int number) {
        String[] statements = new String[number];
        for (int i = 0; i < number; i++) statements[i] = "CREATE TABLE t_" + i + " (id int PRIMARY KEY, a text, b text) ENGINE=Aria TRANSACTIONAL=0";
        return server.newDatabase(statements);
    }
}
