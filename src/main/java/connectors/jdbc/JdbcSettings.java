package connectors.jdbc;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import connectors.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import secrets.Secret;

/**
 * Settings of every type of the JDBC family; the types' schemas say which of them a type has, and their defaults.
 *
 * @param server null where a type makes the host from something else
 * @param port   0 where a type has no such setting
 * @param more   what only some types have, by its name in the configuration; {@link Words} gives it to the type's texts
 */
public record JdbcSettings(String server, int port, String database, Authentication authentication, Ssl ssl,
                           Advanced advanced, @JsonAnySetter Map<String, Object> more) implements Settings {
    public JdbcSettings {
        ssl = Objects.requireNonNullElse(ssl, new Ssl(true, null, null));
        advanced = Objects.requireNonNullElse(advanced, new Advanced(null, null, null));
        more = copy(more);
    }

    public JdbcSettings(String server, int port, String database, Authentication authentication, Ssl ssl, Advanced advanced) {
        this(server, port, database, authentication, ssl, advanced, null);
    }

    /** The texts of a list such as {@code cdc.tracking_tables}; empty when there is none. */
    List<String> texts(String group, String name) {
        if (!(more.get(group) instanceof Map<?, ?> found) || !(found.get(name) instanceof List<?> texts)) return List.of();
        return texts.stream().map(String::valueOf).toList();
    }

    /**
     * @param type which way of signing in, of those that the type's schema lists
     * @param more keys, tokens and whatever else the way needs
     */
    public record Authentication(String type, String username, Secret password, @JsonAnySetter Map<String, Secret> more) {
        public Authentication {
            more = copy(more);
        }

        public Authentication(String type, String username, Secret password) {
            this(type, username, password, null);
        }

        /** The type, and after a slash its {@code mode} where one is set. */
        String way() {
            Secret mode = more.get("mode");
            return mode == null ? String.valueOf(type) : type + "/" + mode.reveal();
        }
    }

    /**
     * @param mode            of the type's own list; null means what the type's flags say, or the strictest
     * @param rootCertificate PEM of the authority to trust in place of the Java runtime's list; null for that list
     */
    public record Ssl(Boolean enabled, String mode, @JsonAlias("ca_certificate") String rootCertificate, @JsonAnySetter Map<String, Object> more) {
        public Ssl {
            more = copy(more);
        }

        public Ssl(Boolean enabled, String mode, String rootCertificate) {
            this(enabled, mode, rootCertificate, null);
        }

        public boolean on() {
            return !Boolean.FALSE.equals(enabled);
        }
    }

    /** Time-outs in seconds, as in the specification; null means the default. */
    public record Advanced(Integer connectionTimeout, Integer commandTimeout, String applicationName, @JsonAnySetter Map<String, Object> more) {
        private static final int CONNECT_SECONDS = 10;
        private static final int COMMAND_SECONDS = 300;

        public Advanced {
            more = copy(more);
        }

        public Advanced(Integer connectionTimeout, Integer commandTimeout, String applicationName) {
            this(connectionTimeout, commandTimeout, applicationName, null);
        }

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

    private static <V> Map<String, V> copy(Map<String, V> more) {
        return more == null ? Map.of() : Map.copyOf(more);
    }
}
