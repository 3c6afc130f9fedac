package testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import testing.TestCertificates.Signed;

/** A real PostgreSQL server for tests: one that encrypts and one that does not, each started on first use, once per JVM. */
public final class TestPostgres {
    public static final String SUPERUSER_PASSWORD = "only-for-tests";
    /** The name that the server's certificate is made out for. */
    public static final String HOST = "localhost";

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static TestPostgres encrypted;
    private static TestPostgres plain;

    private final EmbeddedPostgres server;
    private final TestCertificates authority = new TestCertificates("Serai test authority");

    /** Offers TLS with a certificate for {@link #HOST}, and demands SCRAM. */
    public static synchronized TestPostgres encrypted() {
        if (encrypted == null) encrypted = new TestPostgres(true);
        return encrypted;
    }

    /** Offers no TLS, and demands SCRAM. */
    public static synchronized TestPostgres plain() {
        if (plain == null) plain = new TestPostgres(false);
        return plain;
    }

    private TestPostgres(boolean tls) {
        try {
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                    .setLocaleConfig("locale", "C").setLocaleConfig("encoding", "UTF8")
                    .setServerConfig("fsync", "off").setServerConfig("synchronous_commit", "off")
                    .setServerConfig("shared_preload_libraries", "pg_stat_statements")
                    .setServerConfig("password_encryption", "scram-sha-256")
                    .setServerConfig("unix_socket_directories", "''");
            if (tls) encryptWith(builder);
            server = builder.start();
            demandPasswords();
        } catch (IOException | SQLException broken) {
            throw new IllegalStateException("The test server does not start", broken);
        }
    }

    public int port() {
        return server.getPort();
    }

    /** PEM of the authority that signed the server's certificate. */
    public String rootCertificate() {
        return authority.authority();
    }

    /** An empty database with a name of its own; the statements run in it. */
    public String newDatabase(String... statements) {
        String name = "test_" + DATABASES.incrementAndGet();
        run("postgres", "CREATE DATABASE " + name + " ENCODING 'UTF8' TEMPLATE template0");
        run(name, statements);
        return name;
    }

    /** A login that owns nothing. */
    public void newLogin(String name, String password) {
        String literal = "'" + password.replace("'", "''") + "'";
        run("postgres", "CREATE ROLE \"" + name + "\" LOGIN PASSWORD " + literal);
    }

    /** Runs statements as the superuser. */
    public void run(String database, String... statements) {
        try (Connection connection = superuser(database); Statement statement = connection.createStatement()) {
            for (String sql : statements) statement.execute(sql);
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** The first value of a query, as text, asked as the superuser. */
    public String ask(String database, String query) {
        try (Connection connection = superuser(database); Statement statement = connection.createStatement();
             ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getString(1) : null;
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    public Connection superuser(String database) throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", "postgres");
        login.setProperty("password", SUPERUSER_PASSWORD);
        login.setProperty("PGDBNAME", database);
        return DriverManager.getConnection("jdbc:postgresql://" + HOST + ":" + port() + "/", login);
    }

    private void encryptWith(EmbeddedPostgres.Builder builder) throws IOException {
        Signed certificate = authority.sign(HOST, Duration.ofDays(365));
        Path folder = Files.createTempDirectory("serai-test-tls");
        builder.setServerConfig("ssl", "on")
                .setServerConfig("ssl_cert_file", "'" + ours(folder.resolve("server.crt"), certificate.certificate()) + "'")
                .setServerConfig("ssl_key_file", "'" + ours(folder.resolve("server.key"), certificate.key()) + "'");
    }

    private static Path ours(Path file, String text) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        file.toFile().deleteOnExit();
        return Files.writeString(file, text);
    }

    private void demandPasswords() throws SQLException {
        String database = server.getJdbcUrl("postgres", "postgres");
        try (Connection connection = DriverManager.getConnection(database); Statement statement = connection.createStatement()) {
            statement.execute("ALTER ROLE postgres PASSWORD '" + SUPERUSER_PASSWORD + "'");
            Files.writeString(Path.of(show(statement, "hba_file")), "host all all 127.0.0.1/32 scram-sha-256\nhost all all ::1/128 scram-sha-256\n");
            statement.execute("SELECT pg_reload_conf()");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String show(Statement statement, String setting) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SHOW " + setting)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
