package connectors.jdbc;

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

    /** @throws problems.ProblemException of kind CONFIG when the type has no such mode of encryption */
    DriverProperties(ConnectionType type, JdbcSettings settings, RootCertificate rootCertificate) {
        this.type = type;
        this.settings = settings;
        this.rootCertificate = rootCertificate;
        this.mode = mode(type.driver().tls(), settings.ssl());
        demandSetUp(type.driver().needs().get(settings.authentication().way()));
    }

    /** The mode of encryption, as the type calls it. */
    String mode() {
        return mode;
    }

    boolean encrypted() {
        return !mode.equals(type.driver().tls().off());
    }

    /**
     * A new object each time, because drivers change it. Holds the secrets.
     *
     * @param token null for a way of signing in that needs none
     */
    Properties build(String token) {
        Tls tls = type.driver().tls();
        Words words = new Words(settings, rootCertificate).with("access_token", token);
        Properties properties = new Properties();
        type.driver().properties().forEach((name, value) -> putConfigured(properties, name, value, words));
        wayIn().forEach((name, value) -> putConfigured(properties, name, value, words));
        putAll(properties, tls.modes().get(mode), words);
        if (tls.verifying().contains(mode)) putAll(properties, trust(tls, words), words);
        properties.putAll(type.driver().forced());
        return properties;
    }

    /** What the chosen way of signing in sets; nothing for a type that has one way only. */
    private Map<String, String> wayIn() {
        return type.driver().authentication().getOrDefault(settings.authentication().way(), Map.of());
    }

    private Map<String, String> trust(Tls tls, Words words) {
        if (rootCertificate.path() != null) return tls.ownAuthority();
        if (tls.runtimeTrust().containsValue("{runtime_certificates}")) words.with("runtime_certificates", RuntimeTrust.file().toString());
        return tls.runtimeTrust();
    }

    private void putConfigured(Properties properties, String name, String value, Words words) {
        if (!type.driverProperties().contains(name)) {
            throw new IllegalStateException("The type " + type.id() + " fills the driver property " + name
                    + ", which its driver-properties do not list");
        }
        put(properties, name, value, words);
    }

    private static void putAll(Properties properties, Map<String, String> entries, Words words) {
        entries.forEach((name, value) -> put(properties, name, value, words));
    }

    private static void put(Properties properties, String name, String value, Words words) {
        words.fill(value).ifPresent(filled -> properties.setProperty(name, filled));
    }

    private static void demandSetUp(String property) {
        if (property == null || System.getProperty(property) != null) return;
        throw Problem.of(FailureKind.CONFIG, "settings", "This way of signing in is not set up in this installation.")
                .fix("Ask the operator to start Serai with the system property " + property + ", or choose another way.")
                .at("/authentication/mode").asException();
    }

    private static String mode(Tls tls, JdbcSettings.Ssl ssl) {
        if (!ssl.on()) return tls.off();
        String flagged = tls.flags().stream().filter(flag -> Boolean.TRUE.equals(ssl.more().get(flag.setting())))
                .map(Flag::mode).findFirst().orElse(tls.strictest());
        String mode = ssl.mode() == null ? flagged : ssl.mode();
        if (tls.modes().containsKey(mode)) return mode;
        throw Problem.of(FailureKind.CONFIG, "settings", "This kind of certificate check does not exist.").at("/ssl/mode").asException();
    }
}
