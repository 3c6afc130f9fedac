package connectors.jdbc;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import connectors.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import secrets.Secret;

/**
 * Settings of every type of the JDBC family; the types' schemas say which of them a type has, and their defaults.
 *
 * @param others what only some types have, by name, such as {@code cdc}; nothing in them is a secret
 */
public record JdbcSettings(String server, int port, String database, Authentication authentication, Ssl ssl,
                           Advanced advanced, @JsonAnySetter Map<String, Object> others) implements Settings {
    public JdbcSettings {
        ssl = Objects.requireNonNullElse(ssl, new Ssl(true, null, null));
        advanced = Objects.requireNonNullElse(advanced, new Advanced(null, null, null));
        others = copy(others);
    }

    /** Without what only some types have. */
    public JdbcSettings(String server, int port, String database, Authentication authentication, Ssl ssl, Advanced advanced) {
        this(server, port, database, authentication, ssl, advanced, null);
    }

    /** What only some types have, wherever it stands, by its name alone. */
    Map<String, Object> named() {
        Map<String, Object> named = new HashMap<>(others);
        named.putAll(authentication.others());
        named.putAll(ssl.others());
        named.putAll(advanced.others());
        return named;
    }

    /** The texts of a list such as {@code cdc.tracking_tables}; empty when there is none. */
    List<String> texts(String group, String name) {
        boolean given = others.get(group) instanceof Map<?, ?> found && found.get(name) instanceof List<?>;
        return given ? ((List<?>) ((Map<?, ?>) others.get(group)).get(name)).stream().map(String::valueOf).toList() : List.of();
    }

    private static Map<String, Object> copy(Map<String, Object> map) {
        Map<String, Object> copy = new HashMap<>();
        if (map != null) map.forEach((name, value) -> { if (value != null) copy.put(name, value); });
        return Map.copyOf(copy);
    }

    /**
     * @param type which way of signing in, of those that the type's schema lists
     * @param mode a variant of it, for types that have variants; null for the usual one
     */
    public record Authentication(String type, String mode, String username, Secret password, @JsonAnySetter Map<String, Object> others) {
        public Authentication {
            others = copy(others);
        }

        public Authentication(String type, String username, Secret password) {
            this(type, null, username, password, null);
        }
    }

    /**
     * @param mode            of the type's own list; null means what the type's flags say, or the strictest
     * @param rootCertificate PEM of the authority to trust in place of the Java runtime's list; null for that list
     * @param others          the flags that some types have in place of a mode
     */
    public record Ssl(Boolean enabled, String mode, @JsonAlias("ca_certificate") String rootCertificate,
                      @JsonAnySetter Map<String, Object> others) {
        public Ssl {
            others = copy(others);
        }

        public Ssl(Boolean enabled, String mode, String rootCertificate) {
            this(enabled, mode, rootCertificate, null);
        }

        public boolean on() {
            return !Boolean.FALSE.equals(enabled);
        }
    }

    /** Time-outs in seconds, as in the specification; null means the default. */
    public record Advanced(Integer connectionTimeout, Integer commandTimeout, String applicationName, @JsonAnySetter Map<String, Object> others) {
        private static final int CONNECT_SECONDS = 10;
        private static final int COMMAND_SECONDS = 300;

        public Advanced {
            others = copy(others);
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
}
