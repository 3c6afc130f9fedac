package connectors.jdbc;

import egress.Egress;
import egress.GuardedSocketFactory;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import problems.FailureKind;
import problems.Problem;
import types.ConnectionType;

/**
 * How one connection signs in. Only host, port and plain names ever stand in the URL; all else travels in the driver's
 * properties, which take any text as it is.
 */
final class Login implements AutoCloseable {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z_.]+)}");
    private static final Set<String> CHECKED = Set.of("server", "port", "scheme");
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_.$-]{1,128}");
    /** The socket gives up a little after the server should have, so that the server's own words win. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final ConnectionType type;
    private final JdbcSettings settings;
    private final Place place;
    private final String url;
    private final Driver driver;
    private final RootCertificate rootCertificate;
    private final DriverProperties properties;
    private final Map<String, String> texts;
    private final Session session;
    private final AccessToken token;
    private final Egress egress;

    private Login(ConnectionType type, JdbcSettings settings, Egress egress) {
        this.egress = egress;
        this.type = type;
        this.settings = settings;
        this.place = Place.of(type, settings);
        demandVendor();
        this.driver = driver(type);
        this.rootCertificate = RootCertificate.of(settings.ssl());
        this.properties = new DriverProperties(type, settings, rootCertificate);
        this.url = url();
        this.texts = Texts.of(type, settings);
        this.session = new Session(texts.getOrDefault("session.sql", ""), settings.advanced());
        this.token = AccessToken.of(type, settings);
        token.managed().ifPresent(managed -> OwnIdentity.demand(type, managed, place, properties.mode(), egress));
    }

    /** @throws problems.ProblemException of kind CONFIG when the settings cannot be right */
    static Login of(ConnectionType type, JdbcSettings settings, Egress egress) {
        return new Login(type, settings, egress);
    }

    /**
     * A connection with its session set up, in the driver's auto-commit mode. The caller closes it. A server that falls silent
     * while it is signed in to is left after the connection time-out, one that does so later after the command time-out.
     */
    Connection open() throws SQLException {
        demandEgress();
        Connection connection = driver.connect(url, properties.build(token.current()));
        if (connection == null) throw new IllegalStateException("The driver of " + type.id() + " does not take the type's URL");
        try {
            session.prepare(connection);
            limitSilence(connection, (int) settings.advanced().command().plus(MARGIN).toMillis());
            return connection;
        } catch (SQLException | RuntimeException failed) {
            connection.close();
            throw failed;
        }
    }

    private void demandVendor() {
        if (type.endpoint() == null || type.endpoint().covers(place.host()) || egress.names(place.host(), place.port())) return;
        throw type.endpoint().foreign(place.host(), type.name()).asException();
    }

    /** A driver whose sockets are not ours is let go only to a host whose addresses were allowed a moment before. */
    private void demandEgress() throws SQLException {
        if (type.driver().forced().containsValue(GuardedSocketFactory.class.getName())) return;
        try {
            egress.demand(place.host(), egress.resolve(place.host()), place.port());
        } catch (UnknownHostException unknown) {
            throw new SQLException(unknown);
        }
    }

    /** The type's SQL, with what the settings choose of it. */
    Map<String, String> texts() {
        return texts;
    }

    /** Some drivers know no such limit on an open connection; the type's properties limit them. */
    static void limitSilence(Connection connection, int millis) throws SQLException {
        try {
            connection.setNetworkTimeout(Runnable::run, millis);
        } catch (SQLFeatureNotSupportedException itsPropertiesDo) {
            // see above
        }
    }

    ConnectionType type() {
        return type;
    }

    JdbcSettings settings() {
        return settings;
    }

    /** Holds no user name and no secret. */
    String driverUrl() {
        return url;
    }

    Place place() {
        return place;
    }

    /** What is fetched before signing in, for those ways that need it. */
    AccessToken token() {
        return token;
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

    /** The first of the type's URLs whose settings are all there. */
    private String url() {
        Words words = new Words(settings, RootCertificate.NONE);
        for (String pattern : Stream.concat(Stream.of(type.url()), type.otherUrls().stream()).toList()) {
            if (placeholders(pattern).allMatch(name -> words.get(name) != null)) return filled(pattern, words);
        }
        throw wrong("/" + placeholders(type.url()).findFirst().orElse("server"),
                "A setting is missing that says where to connect to.");
    }

    private String filled(String pattern, Words words) {
        String url = pattern.replace("{server}", place.host()).replace("{port}", Integer.toString(place.port()))
                .replace("{scheme}", type.driver().tls().schemes().getOrDefault(properties.mode(), ""));
        placeholders(pattern).forEach(name -> demandPlain(name, words.get(name)));
        return words.fill(url).orElseThrow();
    }

    /** The settings that a URL names, beside those that have been checked. */
    private static Stream<String> placeholders(String pattern) {
        return PLACEHOLDER.matcher(pattern).results().map(found -> found.group(1)).filter(name -> !CHECKED.contains(name));
    }

    private static void demandPlain(String name, String value) {
        if (PLAIN_NAME.matcher(value).matches()) return;
        throw wrong("/" + name.replace('.', '/'), "This name may hold letters, digits and . _ $ - only.");
    }

    private static RuntimeException wrong(String field, String message) {
        return Problem.of(FailureKind.CONFIG, "settings", message).at(field).asException();
    }

    private static Driver driver(ConnectionType type) {
        try {
            return (Driver) Class.forName(type.driver().implementation()).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException missing) {
            throw Problem.of(FailureKind.UNSUPPORTED, "driver", "The driver of " + type.name() + " is not installed.")
                    .asException();
        }
    }
}
