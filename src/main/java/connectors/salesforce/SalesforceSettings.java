package connectors.salesforce;

import catalog.Glob;
import connectors.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import secrets.Secret;

/**
 * Settings of the Salesforce family.
 *
 * @param instanceUrl     where the organization's API is, as a rule its My Domain
 * @param loginUrl        where tokens are asked for; null for the instance itself
 * @param apiVersion      such as {@code v60.0}
 * @param includePatterns of objects; one must match, if there are any
 * @param hideSystem      whether histories, feeds, shares and change events are left out; null for yes
 */
public record SalesforceSettings(String instanceUrl, String loginUrl, Authentication authentication, String apiVersion,
                                 List<String> includePatterns, Boolean hideSystem, Ssl ssl, Advanced advanced)
        implements Settings {
    private static final String USUAL_VERSION = "v60.0";

    public SalesforceSettings {
        loginUrl = loginUrl == null || loginUrl.isBlank() ? instanceUrl : loginUrl;
        apiVersion = Objects.requireNonNullElse(apiVersion, USUAL_VERSION);
        includePatterns = includePatterns == null ? List.of() : List.copyOf(includePatterns);
        hideSystem = !Boolean.FALSE.equals(hideSystem);
        ssl = Objects.requireNonNullElse(ssl, new Ssl(null));
        advanced = Objects.requireNonNullElse(advanced, new Advanced(null, null, null, null));
    }

    /**
     * Who signs in.
     *
     * @param type        {@code oauth}
     * @param flow        {@code refresh_token}, {@code client_credentials}, {@code jwt_bearer} or {@code username_password};
     *                    null for the first
     * @param accessToken used until it is refused; a new one is asked for then
     * @param expiresAt   when that token may run out: a hint
     */
    public record Authentication(String type, String flow, String clientId, Secret clientSecret, Secret refreshToken,
                                 Secret accessToken, String expiresAt, Secret privateKey, String username, Secret password,
                                 Secret securityToken) {
        public Authentication {
            flow = Objects.requireNonNullElse(flow, "refresh_token");
        }

        boolean isBy(String other) {
            return flow.equals(other);
        }

        @Override
        public String toString() {
            return "authentication by " + flow;
        }
    }

    /** @param rootCertificate PEM of the authority to trust in place of the Java runtime's list; null for that list */
    public record Ssl(String rootCertificate) { }

    /**
     * Null means the default.
     *
     * @param batchSize       rows of a page of a query
     * @param rateLimitPerDay calls that this connection allows itself in 24 hours
     * @param timeout         seconds for one answer
     */
    public record Advanced(Integer batchSize, Integer rateLimitPerDay, Integer timeout, Integer connectionTimeout) {
        private static final int ANSWER_SECONDS = 120;
        private static final int CONNECT_SECONDS = 10;

        Duration answer() {
            return Duration.ofSeconds(timeout == null ? ANSWER_SECONDS : timeout);
        }

        Duration connect() {
            return Duration.ofSeconds(connectionTimeout == null ? CONNECT_SECONDS : connectionTimeout);
        }
    }

    /** Without the letter, as the component wants it. */
    String versionNumber() {
        return apiVersion.substring(1);
    }

    boolean covers(String object) {
        return includePatterns.isEmpty() || includePatterns.stream().anyMatch(pattern -> new Glob(pattern).test(object));
    }
}
