package connectors.jdbc;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import problems.FailureKind;
import problems.Problem;
import types.ConnectionType;
import types.ConnectionType.Flag;
import types.ConnectionType.Tls;

/** Turns settings into what a driver is given, by the table in the type. What the type does not list never gets there. */
final class DriverProperties {
    private final ConnectionType type;
    private final JdbcSettings settings;
    private final RootCertificate rootCertificate;
    private final String mode;
    private final Map<String, String> signIn;

    /** @throws problems.ProblemException of kind CONFIG when the type has no such mode of encryption or way of signing in */
    DriverProperties(ConnectionType type, JdbcSettings settings, RootCertificate rootCertificate) {
        this.type = type;
        this.settings = settings;
        this.rootCertificate = rootCertificate;
        this.mode = mode(type.driver().tls(), settings.ssl());
        this.signIn = signIn(type.driver().signIn(), settings.authentication());
    }

    boolean encrypted() {
        return !mode.equals(type.driver().tls().off());
    }

    /** A new object each time, because drivers change it. Holds the password. */
    Properties build() {
        Tls tls = type.driver().tls();
        Map<String, Object> values = values();
        Properties properties = new Properties();
        type.driver().properties().forEach((name, value) -> putConfigured(properties, name, value, values));
        signIn.forEach((name, value) -> putConfigured(properties, name, value, values));
        putAll(properties, tls.modes().get(mode), values);
        if (tls.verifying().contains(mode)) putAll(properties, trust(tls, values), values);
        properties.putAll(type.driver().forced());
        return properties;
    }

    private Map<String, String> trust(Tls tls, Map<String, Object> values) {
        if (rootCertificate.path() != null) return tls.ownAuthority();
        if (tls.runtimeTrust().containsValue("{runtime_certificates}")) values.put("runtime_certificates", RuntimeTrust.file());
        return tls.runtimeTrust();
    }

    private void putConfigured(Properties properties, String name, String value, Map<String, Object> values) {
        if (!type.driverProperties().contains(name)) {
            throw new IllegalStateException("The type " + type.id() + " fills the driver property " + name
                    + ", which its driver-properties do not list");
        }
        put(properties, name, value, values);
    }

    private static void putAll(Properties properties, Map<String, String> entries, Map<String, Object> values) {
        entries.forEach((name, value) -> put(properties, name, value, values));
    }

    private static void put(Properties properties, String name, String value, Map<String, Object> values) {
        int brace = value.indexOf('{');
        Object found = brace < 0 ? value : values.get(value.substring(brace + 1, value.length() - 1));
        if (found != null) properties.setProperty(name, brace < 0 ? value : value.substring(0, brace) + found);
    }

    private Map<String, Object> values() {
        JdbcSettings.Authentication authentication = settings.authentication();
        long connect = settings.advanced().connect().toSeconds();
        Map<String, Object> values = new HashMap<>(settings.named());
        values.put("username", authentication.username());
        values.put("password", authentication.password() == null ? "" : authentication.password().reveal());
        values.put("database", settings.database());
        values.put("application_name", settings.advanced().application());
        values.put("connect_seconds", connect);
        values.put("connect_millis", connect * 1000);
        // while signing in; Login gives more time for what comes after
        values.put("socket_seconds", connect);
        values.put("socket_millis", connect * 1000);
        values.put("root_certificate", rootCertificate.path());
        values.put("trust_store", rootCertificate.store());
        return values;
    }

    private static String mode(Tls tls, JdbcSettings.Ssl ssl) {
        if (!ssl.on()) return tls.off();
        String flagged = tls.flags().stream().filter(flag -> Boolean.TRUE.equals(ssl.others().get(flag.setting())))
                .map(Flag::mode).findFirst().orElse(tls.strictest());
        String mode = ssl.mode() == null ? flagged : ssl.mode();
        if (tls.modes().containsKey(mode)) return mode;
        throw Problem.of(FailureKind.CONFIG, "settings", "This kind of certificate check does not exist.").at("/ssl/mode").asException();
    }

    private static Map<String, String> signIn(Map<String, Map<String, String>> ways, JdbcSettings.Authentication wanted) {
        if (ways.isEmpty()) return Map.of();
        Map<String, String> found = ways.get(wanted.mode() == null ? wanted.type() : wanted.type() + "/" + wanted.mode());
        if (found != null) return found;
        throw Problem.of(FailureKind.CONFIG, "settings", "This way of signing in does not exist.").at("/authentication/type").asException();
    }
}
