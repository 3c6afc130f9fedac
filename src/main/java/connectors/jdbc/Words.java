package connectors.jdbc;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import secrets.Secret;

/**
 * The settings by the names that a type's descriptor calls them by in braces: {@code {database}}, {@code {ssl.server_dn}},
 * {@code {authentication.token}}, {@code {compute.warehouse_id}}. Holds secrets, so it is made when it is needed and prints nothing.
 */
final class Words {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z0-9_.]+)}");

    private final Map<String, Object> values = new HashMap<>();

    Words(JdbcSettings settings, RootCertificate rootCertificate) {
        all("", settings.more());
        all("ssl.", settings.ssl().more());
        all("advanced.", settings.advanced().more());
        all("authentication.", settings.authentication().more());
        values.put("database", settings.database());
        values.put("application_name", settings.advanced().application());
        values.put("root_certificate", rootCertificate.path());
        values.put("trust_store", rootCertificate.store());
        values.put("command_seconds", settings.advanced().command().toSeconds());
        login(settings.authentication());
        settings.authentication().more().forEach((name, value) -> values.put("authentication." + name + "_base64", base64(value)));
        timeouts(settings.advanced().connect().toSeconds(), settings.advanced().command().toSeconds());
    }

    private void login(JdbcSettings.Authentication authentication) {
        values.put("username", authentication.username());
        values.put("password", authentication.password() == null ? "" : authentication.password().reveal());
    }

    /** Some drivers take a key so, rather than as the lines that people paste. */
    private static String base64(Secret value) {
        return Base64.getEncoder().encodeToString(value.reveal().getBytes(StandardCharsets.UTF_8));
    }

    /** While signing in; {@link Login} gives more time for what comes after. */
    private void timeouts(long connect, long command) {
        values.put("connect_seconds", connect);
        values.put("connect_millis", connect * 1000);
        values.put("socket_seconds", connect);
        values.put("socket_millis", connect * 1000);
        values.put("command_seconds", command);
    }

    private void all(String prefix, Map<String, ?> group) {
        group.forEach((name, value) -> {
            if (value instanceof Map<?, ?> nested) nested.forEach((key, inner) -> values.put(prefix + name + "." + key, inner));
            else values.put(prefix + name, value instanceof Secret secret ? secret.reveal() : value);
        });
    }

    /** Something that is no setting, such as a token. */
    Words with(String name, String value) {
        values.put(name, value);
        return this;
    }

    /** The setting's text; null when it is not there. */
    String get(String name) {
        Object value = values.get(name);
        return value == null ? null : value.toString();
    }

    /** The text with each placeholder filled in, in one pass; empty when one of the settings is not there. */
    Optional<String> fill(String text) {
        Matcher found = PLACEHOLDER.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (found.find()) {
            String value = get(found.group(1));
            if (value == null) return Optional.empty();
            found.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return Optional.of(found.appendTail(filled).toString());
    }
}
