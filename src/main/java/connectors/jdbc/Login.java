package connectors.jdbc;

import egress.HostName;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.time.Duration;
import java.util.regex.Pattern;
import problems.FailureKind;
import problems.Problem;
import types.ConnectionType;

/**
 * How one connection signs in. Only host, port and a plain database name ever stand in the URL; all else travels in the
 * driver's properties, which take any text as it is.
 */
final class Login implements AutoCloseable {
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_.$-]{1,128}");
    private static final int HIGHEST_PORT = 65_535;
    /** The socket gives up a little after the server should have, so that the server's own words win. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final ConnectionType type;
    private final JdbcSettings settings;
    private final String host;
    private final String url;
    private final Driver driver;
    private final RootCertificate rootCertificate;
    private final DriverProperties properties;
    private final Session session;

    private Login(ConnectionType type, JdbcSettings settings) {
        this.type = type;
        this.settings = settings;
        this.host = new HostName(settings.server()).text();
        this.url = url(type.url(), host, settings);
        this.driver = driver(type);
        this.rootCertificate = RootCertificate.of(settings.ssl());
        this.properties = new DriverProperties(type, settings, rootCertificate);
        this.session = new Session(type, settings.advanced());
    }

    /** @throws problems.ProblemException of kind CONFIG when the settings cannot be right */
    static Login of(ConnectionType type, JdbcSettings settings) {
        return new Login(type, settings);
    }

    /**
     * A connection with its session set up, in the driver's auto-commit mode. The caller closes it. A server that falls silent
     * while it is signed in to is left after the connection time-out, one that does so later after the command time-out.
     */
    Connection open() throws SQLException {
        Connection connection = driver.connect(url, properties.build());
        if (connection == null) throw new IllegalStateException("The driver of " + type.id() + " does not take the type's URL");
        try {
            session.prepare(connection);
            connection.setNetworkTimeout(Runnable::run, (int) settings.advanced().command().plus(MARGIN).toMillis());
            return connection;
        } catch (SQLException | RuntimeException failed) {
            connection.close();
            throw failed;
        }
    }

    ConnectionType type() {
        return type;
    }

    JdbcSettings settings() {
        return settings;
    }

    String host() {
        return host;
    }

    boolean encrypted() {
        return properties.encrypted();
    }

    /** Names the type alone: host and user stay out of logs. */
    @Override
    public String toString() {
        return "login to " + type.id();
    }

    @Override
    public void close() {
        rootCertificate.close();
    }

    private static String url(String pattern, String host, JdbcSettings settings) {
        if (settings.port() < 1 || settings.port() > HIGHEST_PORT) throw wrong("/port", "A port is a whole number from 1 to 65535.");
        String url = pattern.replace("{server}", host).replace("{port}", Integer.toString(settings.port()));
        if (!url.contains("{database}")) return url;
        if (settings.database() == null || !PLAIN_NAME.matcher(settings.database()).matches()) {
            throw wrong("/database", "The database's name may hold letters, digits and . _ $ - only.");
        }
        return url.replace("{database}", settings.database());
    }

    private static RuntimeException wrong(String field, String message) {
        return Problem.of(FailureKind.CONFIG, "settings", message).at(field).asException();
    }

    private static Driver driver(ConnectionType type) {
        try {
            return (Driver) Class.forName(type.driver().implementation()).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException missing) {
            throw Problem.of(FailureKind.UNSUPPORTED, "driver", "The driver of " + type.name() + " is not installed.").asException();
        }
    }
}
