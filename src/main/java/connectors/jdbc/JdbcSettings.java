package connectors.jdbc;

import connectors.Settings;
import java.time.Duration;
import java.util.Objects;
import secrets.Secret;

/** Settings of every type of the JDBC family; the types' schemas say which of them a type has, and their defaults. */
public record JdbcSettings(String server, int port, String database, Authentication authentication, Ssl ssl,
                           Advanced advanced) implements Settings {
    public JdbcSettings {
        ssl = Objects.requireNonNullElse(ssl, new Ssl(true, null, null));
        advanced = Objects.requireNonNullElse(advanced, new Advanced(null, null, null));
    }

    /** @param type which way of signing in, of those that the type's schema lists */
    public record Authentication(String type, String username, Secret password) { }

    /**
     * @param mode            of the type's own list; null means the strictest
     * @param rootCertificate PEM of the authority to trust in place of the Java runtime's list; null for that list
     */
    public record Ssl(Boolean enabled, String mode, String rootCertificate) {
        public boolean on() {
            return !Boolean.FALSE.equals(enabled);
        }
    }

    /** Time-outs in seconds, as in the specification; null means the default. */
    public record Advanced(Integer connectionTimeout, Integer commandTimeout, String applicationName) {
        private static final int CONNECT_SECONDS = 10;
        private static final int COMMAND_SECONDS = 300;

        public Duration connect() {
            return Duration.ofSeconds(connectionTimeout == null ? CONNECT_SECONDS : connectionTimeout);
        }

        public Duration command() {
            return Duration.ofSeconds(commandTimeout == null ? COMMAND_SECONDS : commandTimeout);
        }

        public String application() {
            return applicationName == null ? "Serai" : applicationName;
        }
    }
}
