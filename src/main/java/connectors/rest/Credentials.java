package connectors.rest;

import connectors.Authorities;
import connectors.TokenKeeper;
import connectors.http.CodeGrant;
import connectors.http.HttpBase;
import connectors.http.HttpCalls;
import connectors.http.HttpClients;
import connectors.http.HttpClients.Patience;
import connectors.http.HttpExplanation;
import connectors.http.HttpRequest;
import connectors.http.OAuth;
import connectors.http.SignIn;
import connectors.rest.RestSettings.Authentication;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import problems.FailureKind;
import problems.Problem;
import secrets.Secret;

/** Makes the sign-in that the settings ask for, and adds the secret header to it. */
final class Credentials {
    private final RestSettings settings;
    private final HttpClients clients;
    private final Patience patience;
    private final TokenKeeper tokens;

    Credentials(RestSettings settings, HttpClients clients, Patience patience, TokenKeeper tokens) {
        this.settings = settings;
        this.clients = clients;
        this.patience = patience;
        this.tokens = tokens;
    }

    /** Pointer of the setting to look at when the server does not accept who we are. */
    static String field(Authentication authentication) {
        return "/authentication/" + switch (authentication.type()) {
            case "basic" -> "password";
            case "bearer" -> "token";
            case "api_key" -> "api_key";
            case "oauth2_client_credentials" -> "client_secret";
            case "oauth2_refresh_token" -> "refresh_token";
            default -> "type";
        };
    }

    /** @return null where the sign-in asks no token service */
    OAuth oauth() {
        Authentication who = settings.authentication();
        if (!who.isOAuth()) return null;
        HttpBase base = tokenService(who);
        if (who.type().equals("oauth2_refresh_token") && who.refreshToken() == null) throw notConnected(who).asException();
        return new OAuth(calls(base, who), explanation(base, who), refresh -> request(who, refresh), tokens);
    }

    /** Who exchanges what a person brings back from signing in. */
    CodeGrant codes() {
        Authentication who = settings.authentication();
        HttpBase base = tokenService(who);
        return new CodeGrant(calls(base, who), explanation(base, who), inForm(who));
    }

    private static HttpBase tokenService(Authentication who) {
        given(who.clientId(), "/authentication/client_id");
        return HttpBase.of(given(who.tokenUrl(), "/authentication/token_url"), "/authentication/token_url");
    }

    private HttpCalls calls(HttpBase base, Authentication who) {
        return clients.calls(base, client(who), patience, Authorities.trusting(authority(base), "/ssl/root_certificate"));
    }

    private HttpExplanation explanation(HttpBase base, Authentication who) {
        return HttpExplanation.ofTokenService(base, patience.connect(), "/authentication/token_url", field(who));
    }

    private static Problem notConnected(Authentication who) {
        return Problem.of(FailureKind.AUTH, "not_connected", "Nobody has signed in for this connection yet.")
                .at("/authentication/refresh_token")
                .fix(who.authorizeUrl() == null ? "Enter a refresh token."
                        : "Save it without testing and connect it in the browser from its page, or enter a refresh token.");
    }

    /** The authority that was entered is the API's; a token service elsewhere is trusted as the Java runtime does. */
    private String authority(HttpBase tokenService) {
        boolean sameHost = tokenService.host().equals(HttpBase.of(settings.baseUrl(), "/base_url").host());
        return sameHost ? settings.ssl().rootCertificate() : null;
    }

    /** RFC 6749, 2.3.1: id and secret are encoded as a form's values before they are put together. */
    private static SignIn client(Authentication who) {
        if (!who.clientAuth().equals("basic") || who.clientSecret() == null) return SignIn.NONE;
        return SignIn.basic(encoded(who.clientId()), new Secret(encoded(who.clientSecret().reveal())));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static HttpRequest request(Authentication who, Secret rotated) {
        Map<String, String> form = new LinkedHashMap<>();
        boolean refreshes = who.type().equals("oauth2_refresh_token");
        form.put("grant_type", refreshes ? "refresh_token" : "client_credentials");
        if (refreshes) form.put("refresh_token", (rotated == null ? who.refreshToken() : rotated).reveal());
        if (who.scope() != null) form.put("scope", who.scope());
        if (who.audience() != null) form.put("audience", who.audience());
        form.putAll(inForm(who));
        return HttpRequest.ask().form(form);
    }

    /** What the form says of a client that does not sign in by a header. */
    private static Map<String, String> inForm(Authentication who) {
        if (who.clientSecret() == null) return Map.of("client_id", who.clientId());
        if (!who.clientAuth().equals("post")) return Map.of();
        return Map.of("client_id", who.clientId(), "client_secret", who.clientSecret().reveal());
    }

    /** @param oauth what {@link #oauth} made */
    SignIn signIn(OAuth oauth) {
        SignIn who = oauth == null ? plain(settings.authentication()) : oauth;
        String name = settings.secretHeader().name();
        Secret value = settings.secretHeader().value();
        return name == null || value == null ? who : new WithHeader(who, name, value);
    }

    private static SignIn plain(Authentication who) {
        return switch (who.type()) {
            case "basic" -> SignIn.basic(given(who.username(), "/authentication/username"),
                    given(who.password(), "/authentication/password"));
            case "bearer" -> SignIn.bearer(given(who.token(), "/authentication/token"));
            case "api_key" -> key(who, given(who.apiKey(), "/authentication/api_key"));
            default -> SignIn.NONE;
        };
    }

    private static SignIn key(Authentication who, Secret key) {
        return who.isKeyInQuery() ? target -> target.query(who.apiKeyName(), key.reveal()) : target ->
                target.header(who.apiKeyName(), key.reveal());
    }

    private static <T> T given(T value, String field) {
        if (value != null) return value;
        throw Problem.of(FailureKind.CONFIG, "missing", "A setting that the way of signing in needs is missing.").at(field)
                .fix("Enter it.").asException();
    }

    private record WithHeader(SignIn who, String name, Secret value) implements SignIn {
        @Override
        public void sign(Target target) {
            who.sign(target);
            target.header(name, value.reveal());
        }

        @Override
        public boolean renew() {
            return who.renew();
        }
    }
}
