package connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import connectors.TestReport;
import egress.Egress;
import egress.EgressSettings;
import egress.KeepsPolicy;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import problems.FailureKind;
import problems.ProblemException;
import testing.TestPostgres;
import types.ConnectionType;
import types.ConnectionTypes;

/** Whatever stands in a setting is a value and stays one. */
@ExtendWith(KeepsPolicy.class)
class HostileSettingsTest {
    private static final AtomicInteger LOGINS = new AtomicInteger();
    private final TestPostgres server = TestPostgres.plain();
    private final Egress egress = new Egress(EgressSettings.DEFAULT);
    private final JdbcHarness.Wanted wanted = new JdbcHarness.Wanted(server.port());
    private final ConnectionType postgres = new ConnectionTypes().get("PostgreSQL");

    @ParameterizedTest
    @ValueSource(strings = {"localhost?user=x", "localhost/other", "localhost&ssl=false", "localhost:1,evil.example.com", "2130706433", "0x7f.1",
            "localhost,evil.example.com", "localhost;", "local host", "{{env:PATH}}", "evil.example.com#", "user@evil.example.com"})
    void aHostThatIsMoreThanAHostIsASettingToChange(String host) {
        wanted.server = host;
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> new JdbcHarness(wanted.settings(), egress));
        assertThat(refused.problem()).extracting("kind", "field").containsExactly(FailureKind.CONFIG, "/server");
    }

    @Test
    void aPortOutOfRangeIsASettingToChange() {
        wanted.port = 70_000;
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> new JdbcHarness(wanted.settings(), egress));
        assertThat(refused.problem().field()).isEqualTo("/port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"p;a{s}s&w?o=r%d", "{{env:PATH}}", "$simple{1}", "RAW(x)", "#bean:dataSource", "a'b\"c\\", "пароль😀", "{password}", "%7B%25"})
    void aPasswordMayHoldAnything(String password) throws Exception {
        wanted.username = "u" + LOGINS.incrementAndGet() + ";{{env:PATH}}?&={}";
        wanted.password = password;
        server.newLogin(wanted.username, password);
        wanted.database = server.newDatabase("CREATE TABLE t (id int)");
        try (JdbcHarness harness = new JdbcHarness(wanted.settings(), egress)) {
            assertThat(harness.test().status()).isEqualTo(TestReport.Status.SUCCESS);
            assertThat(harness.tables("public")).hasSize(1);
        }
    }

    @Test
    void aDatabaseMayBeCalledAnything() throws Exception {
        wanted.database = "a/b?sslmode=disable&x=%41 {{env:PATH}};";
        server.run("postgres", "CREATE DATABASE \"" + wanted.database + "\"");
        try (JdbcHarness harness = new JdbcHarness(wanted.settings(), egress)) {
            assertThat(harness.test().steps()).anySatisfy(step ->
                    assertThat(step.message()).isEqualTo("The database " + wanted.database + " is open."));
        }
    }

    @Test
    void noSecretIsInAnyLogOrException() throws Exception {
        wanted.password = "sesame-7391";
        ListAppender<ILoggingEvent> everything = listen();
        String said = "";
        for (String database : List.of("postgres", "nowhere")) {
            wanted.database = database;
            try (JdbcHarness harness = new JdbcHarness(wanted.settings(), egress)) {
                said += harness.test() + trace(catchThrowableOfType(RuntimeException.class, harness::schemas)) + harness.source + harness.source.beans();
            }
        }
        silence(everything);
        assertThat(everything.list).isNotEmpty();
        assertThat(said).contains("28P01");
        assertThat(said + text(everything)).doesNotContain(wanted.password);
    }

    @Test
    void anEmptyPoolTriesOnce() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        try (ServerSocket slammed = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread door = new Thread(() -> slam(slammed, tries));
            door.start();
            wanted.port = slammed.getLocalPort();
            try (JdbcHarness harness = new JdbcHarness(wanted.settings(), egress)) {
                RuntimeException failure = catchThrowableOfType(RuntimeException.class, harness::schemas);
                assertThat(harness.source.explain(failure).kind()).isEqualTo(FailureKind.NETWORK);
            }
        }
        assertThat(tries).hasValue(1);
    }

    @Test
    void theDriverIsGivenWhatTheTypeListsAndWhatWeForce() {
        Properties given = new DriverProperties(postgres, wanted.settings(), RootCertificate.NONE).build(null);
        Set<String> ours = postgres.driver().forced().keySet();
        assertThat(given.stringPropertyNames()).allMatch(name -> ours.contains(name) || postgres.driverProperties().contains(name));
        assertThat(given).containsEntry("readOnly", "true").containsEntry("gssEncMode", "disable").containsEntry("sslmode", "disable")
                .containsEntry("socketFactory", "egress.GuardedSocketFactory").containsEntry("PGDBNAME", "postgres");
        wanted.ssl = new JdbcSettings.Ssl(true, null, null);
        assertThat(new DriverProperties(postgres, wanted.settings(), RootCertificate.NONE).build(null)).containsEntry("sslmode", "verify-full")
                .containsEntry("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
    }

    @Test
    void theRootCertificateIsAFileForUsAloneAndGoesWithTheSource() throws Exception {
        JdbcSettings.Ssl ssl = new JdbcSettings.Ssl(true, null, TestPostgres.encrypted().rootCertificate());
        RootCertificate certificate = RootCertificate.of(ssl);
        Path file = certificate.path();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        certificate.close();
        assertThat(file).doesNotExist();
    }

    private static void slam(ServerSocket server, AtomicInteger tries) {
        while (!server.isClosed()) {
            try (Socket caller = server.accept()) {
                tries.incrementAndGet();
            } catch (java.io.IOException closed) {
                return;
            }
        }
    }

    /** Quiet when the program runs in this JVM, and loud here. */
    private static final List<String> TALKERS = List.of("org.springframework", "org.postgresql", "com.zaxxer.hikari", "org.apache.camel");
    private final Map<String, Level> usual = new HashMap<>();

    private ListAppender<ILoggingEvent> listen() {
        ListAppender<ILoggingEvent> everything = new ListAppender<>();
        everything.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
        everything.start();
        root().addAppender(everything);
        root().setLevel(Level.DEBUG);
        for (String name : TALKERS) {
            usual.put(name, logger(name).getLevel());
            logger(name).setLevel(Level.DEBUG);
        }
        LoggerFactory.getLogger(HostileSettingsTest.class).debug("It is listened to.");
        return everything;
    }

    private void silence(ListAppender<ILoggingEvent> everything) {
        root().setLevel(Level.INFO);
        usual.forEach((name, level) -> logger(name).setLevel(level));
        root().detachAppender(everything);
    }

    private static Logger root() {
        return logger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    private static String text(ListAppender<ILoggingEvent> events) {
        return List.copyOf(events.list).stream()
                .map(event -> event.getFormattedMessage() + (event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy())))
                .collect(Collectors.joining("\n"));
    }

    private static String trace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
