package connectors.workday;

import connectors.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import secrets.Secret;

/**
 * Settings of the Workday family.
 *
 * @param apiVersion of the web services, as in {@code v41.0}
 * @param surfaces   {@code wql}, {@code raas}, {@code wws}
 * @param services   names, or patterns over the directory of services
 */
public record WorkdaySettings(String tenantName, String baseUrl, Authentication authentication, String apiVersion,
                              List<String> surfaces, List<String> services, List<Report> reports, Advanced advanced)
        implements Settings {

    public WorkdaySettings {
        apiVersion = Objects.requireNonNullElse(apiVersion, "v41.0");
        surfaces = surfaces == null ? List.of("wql", "raas", "wws") : List.copyOf(surfaces);
        services = services == null ? List.of() : List.copyOf(services);
        reports = reports == null ? List.of() : List.copyOf(reports);
        advanced = Objects.requireNonNullElse(advanced, new Advanced(null, null, null, null));
    }

    /** Who calls; only one of the two ways has values. */
    public record Authentication(String type, String username, Secret password, String clientId, Secret clientSecret,
                                 Secret refreshToken) {
        boolean isOAuth() {
            return "oauth_refresh_token".equals(type);
        }

        @Override
        public String toString() {
            return "authentication by " + type;
        }
    }

    /** A custom report that is enabled as web service. @param owner whose report it is */
    public record Report(String owner, String name) { }

    /**
     * Null means the default.
     *
     * @param timeout seconds for one answer
     * @param check   service and operation of the cheapest read, with a slash between
     */
    public record Advanced(Integer timeout, Integer pageSize, Double requestsPerSecond, String check) {
        private static final int ANSWER_SECONDS = 60;
        private static final int PAGE = 100;
        private static final double PER_SECOND = 2;
        private static final String CHEAPEST = "Human_Resources/Server_Timestamp_Get";

        public Advanced {
            check = Objects.requireNonNullElse(check, CHEAPEST);
        }

        Duration answer() {
            return Duration.ofSeconds(timeout == null ? ANSWER_SECONDS : timeout);
        }

        int page() {
            return pageSize == null ? PAGE : pageSize;
        }

        int perMinute() {
            return (int) Math.max(1, Math.round(60 * (requestsPerSecond == null ? PER_SECOND : requestsPerSecond)));
        }

        String checkService() {
            return check.substring(0, check.indexOf('/'));
        }

        String checkOperation() {
            return check.substring(check.indexOf('/') + 1);
        }
    }

    boolean reads(String surface) {
        return surfaces.contains(surface);
    }

    /** WQL is open to API clients only. */
    boolean readsWql() {
        return reads("wql") && authentication.isOAuth();
    }
}
