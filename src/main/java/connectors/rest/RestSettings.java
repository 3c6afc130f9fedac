package connectors.rest;

import connectors.Settings;
import java.util.List;
import java.util.Objects;
import secrets.Secret;

/**
 * Settings of the REST family.
 *
 * @param rateLimitPerDay null for no limit of the connection's own
 * @param headers         {@code Name: value}, sent with every call
 */
public record RestSettings(String baseUrl, Integer rateLimitPerMinute, Integer rateLimitPerDay, Authentication authentication,
                           Metadata metadata, OpenApi openapi,
                           Health health, Pagination pagination, List<String> headers, SecretHeader secretHeader, Ssl ssl,
                           Advanced advanced) implements Settings {
    public RestSettings {
        rateLimitPerMinute = Objects.requireNonNullElse(rateLimitPerMinute, 60);
        authentication = Objects.requireNonNullElse(authentication, Authentication.NONE);
        metadata = Objects.requireNonNullElse(metadata, new Metadata(null, null, null));
        openapi = Objects.requireNonNullElse(openapi, new OpenApi(null, null));
        health = Objects.requireNonNullElse(health, new Health(null, null, null, null));
        pagination = Objects.requireNonNullElse(pagination, new Pagination(null, null, null, null, null, null));
        headers = headers == null ? List.of() : List.copyOf(headers);
        secretHeader = Objects.requireNonNullElse(secretHeader, new SecretHeader(null, null));
        ssl = Objects.requireNonNullElse(ssl, new Ssl(null));
        advanced = Objects.requireNonNullElse(advanced, new Advanced(null, null));
    }

    /** Who calls. */
    public record Authentication(String type, String username, Secret password, Secret token, Secret apiKey, String apiKeyName,
                                 String apiKeyIn, String tokenUrl, String authorizeUrl, String clientId,
                                 Secret clientSecret, Secret refreshToken, String scope, String audience, String clientAuth) {
        static final Authentication NONE = new Authentication(null, null, null, null, null, null, null, null, null, null, null,
                null, null, null, null);

        public Authentication {
            type = Objects.requireNonNullElse(type, "none");
            apiKeyName = Objects.requireNonNullElse(apiKeyName, "X-API-Key");
            apiKeyIn = Objects.requireNonNullElse(apiKeyIn, "header");
            clientAuth = Objects.requireNonNullElse(clientAuth, "basic");
        }

        boolean isNone() {
            return type.equals("none");
        }

        boolean isOAuth() {
            return type.startsWith("oauth2_");
        }

        boolean isKeyInQuery() {
            return type.equals("api_key") && apiKeyIn.equals("query");
        }
    }

    /** Where the tables come from. */
    public record Metadata(String source, String graphqlPath, List<String> samplePaths) {
        public Metadata {
            source = Objects.requireNonNullElse(source, "auto");
            graphqlPath = Objects.requireNonNullElse(graphqlPath, "/graphql");
            samplePaths = samplePaths == null ? List.of() : List.copyOf(samplePaths);
        }
    }

    /** @param url a path below the base, or a whole address; @param document wins over it */
    public record OpenApi(String url, String document) { }

    /** @param path null for the base itself */
    public record Health(String method, String path, List<String> expectedStatus, String expectedContentType) {
        public Health {
            method = Objects.requireNonNullElse(method, "GET");
            expectedStatus = expectedStatus == null || expectedStatus.isEmpty() ? List.of("200") : List.copyOf(expectedStatus);
        }
    }

    /** @param size items a page; @param pages looked at */
    public record Pagination(String mode, String parameter, String cursorField, String sizeParameter, Integer size,
            Integer pages) {
        public Pagination {
            mode = Objects.requireNonNullElse(mode, "none");
            size = Objects.requireNonNullElse(size, 100);
            pages = Objects.requireNonNullElse(pages, 3);
        }
    }

    public record SecretHeader(String name, Secret value) { }

    public record Ssl(String rootCertificate) { }

    /** @param timeout seconds */
    public record Advanced(Integer timeout, Long maxResponseBytes) {
        public Advanced {
            timeout = Objects.requireNonNullElse(timeout, 30);
            maxResponseBytes = Objects.requireNonNullElse(maxResponseBytes, 10L * 1024 * 1024);
        }
    }
}
