package connectors.servicenow;

import catalog.Glob;
import connectors.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import secrets.Secret;

/**
 * Settings of the ServiceNow family.
 *
 * @param apiVersion    as the specification writes it, {@code now/table}, or with a version, {@code now/v2/table} or {@code v2}
 * @param scopesInclude patterns of application scopes; empty for all
 * @param tablesInclude patterns of tables; empty for all
 * @param tablesExclude patterns of tables that are left out; they win
 */
public record ServiceNowSettings(String instanceUrl, Authentication authentication, String apiVersion, List<String> scopesInclude,
                                 List<String> tablesInclude, List<String> tablesExclude, Advanced advanced) implements Settings {
    private static final Pattern VERSION = Pattern.compile("(?:^|/)(v[0-9]{1,2})(?:/|$)");

    public ServiceNowSettings {
        scopesInclude = scopesInclude == null ? List.of() : List.copyOf(scopesInclude);
        tablesInclude = tablesInclude == null ? List.of() : List.copyOf(tablesInclude);
        tablesExclude = tablesExclude == null ? List.of() : List.copyOf(tablesExclude);
        advanced = Objects.requireNonNullElse(advanced, new Advanced(null, null, null, null, null));
    }

    /** @param type {@code basic}, {@code oauth_password}, {@code oauth_refresh_token} or {@code oauth_client_credentials} */
    public record Authentication(String type, String username, Secret password, String clientId, Secret clientSecret,
                                 Secret refreshToken) {
        boolean isBasic() {
            return "basic".equals(type);
        }

        boolean isClient() {
            return "oauth_client_credentials".equals(type);
        }

        @Override
        public String toString() {
            return "authentication by " + type;
        }
    }

    /**
     * Null means the default.
     *
     * @param pageSize  rows that are asked for at a time
     * @param rateLimit calls an hour that this connection allows itself
     * @param timeout   seconds that one answer may take
     * @param choices   whether values of choice fields are read
     * @param hints     whether the texts that explain fields are read
     */
    public record Advanced(Integer pageSize, Integer rateLimit, Integer timeout, Boolean choices, Boolean hints) {
        private static final int PAGE = 1_000;
        private static final int CALLS_AN_HOUR = 1_000;
        /** ServiceNow ends a call of the Table API after 60 s by itself: it shall say so before we hang up. */
        private static final int ANSWER_SECONDS = 75;

        int page() {
            return pageSize == null ? PAGE : pageSize;
        }

        int callsAnHour() {
            return rateLimit == null ? CALLS_AN_HOUR : rateLimit;
        }

        Duration answer() {
            return Duration.ofSeconds(timeout == null ? ANSWER_SECONDS : timeout);
        }

        boolean readsChoices() {
            return !Boolean.FALSE.equals(choices);
        }

        boolean readsHints() {
            return !Boolean.FALSE.equals(hints);
        }
    }

    /** Such as {@code v2}; null for the instance's usual one. */
    String version() {
        Matcher matcher = VERSION.matcher(apiVersion == null ? "" : apiVersion);
        return matcher.find() ? matcher.group(1) : null;
    }

    boolean coversScope(String scope) {
        return scopesInclude.isEmpty() || anyMatches(scopesInclude, scope);
    }

    boolean covers(String scope, String table) {
        boolean wanted = tablesInclude.isEmpty() || anyMatches(tablesInclude, table);
        return coversScope(scope) && wanted && !anyMatches(tablesExclude, table);
    }

    private static boolean anyMatches(List<String> patterns, String name) {
        return patterns.stream().anyMatch(pattern -> new Glob(pattern).test(name));
    }
}
