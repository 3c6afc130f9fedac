package connectors.servicenow;

import connectors.TokenKeeper;
import connectors.http.HttpAnswer;
import connectors.http.HttpCalls;
import connectors.http.HttpExplanation;
import connectors.http.HttpRequest;
import connectors.http.OAuth;
import connectors.http.SignIn;
import connectors.servicenow.ServiceNowSettings.Authentication;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import problems.FailureKind;
import problems.Problem;
import secrets.Secret;

/** Makes the sign-in that the settings ask for. */
final class SignIns {
    /** With what an instance turns this grant away while it is switched off, or has no user (unconfirmed which). */
    private static final Set<String> OFF = Set.of("access_denied", "server_error", "unsupported_grant_type",
            "unauthorized_client", "invalid_grant");

    private SignIns() { }

    /** Pointer of the setting to look at when the instance does not accept who we are. */
    static String field(Authentication who) {
        return "/authentication/" + switch (who.type()) {
            case "oauth_refresh_token" -> "refresh_token";
            case "oauth_client_credentials" -> "client_secret";
            default -> "password";
        };
    }

    /** @param service the instance without a sign-in; its calls for tokens are not counted by rate limit rules */
    static SignIn of(Authentication who, HttpCalls service, HttpExplanation explanation, TokenKeeper tokens) {
        if (who.isBasic()) return SignIn.basic(given(who.username(), "username"), given(who.password(), "password"));
        Map<String, String> form = form(who);
        return new OAuth(service, explanation, rotated -> request(form, rotated), tokens);
    }

    /** ServiceNow's documentation, "OAuth inbound grant types". */
    private static Map<String, String> form(Authentication who) {
        Map<String, String> form = new LinkedHashMap<>();
        switch (who.type()) {
            case "oauth_password" -> {
                form.put("grant_type", "password");
                form.put("username", given(who.username(), "username"));
                form.put("password", given(who.password(), "password").reveal());
            }
            case "oauth_refresh_token" -> {
                form.put("grant_type", "refresh_token");
                form.put("refresh_token", given(who.refreshToken(), "refresh_token").reveal());
            }
            default -> form.put("grant_type", "client_credentials");
        }
        form.put("client_id", given(who.clientId(), "client_id"));
        form.put("client_secret", given(who.clientSecret(), "client_secret").reveal());
        return form;
    }

    /** Only the grant that is made by a refresh token goes on with the next one: a password is good for ever, and needs none. */
    private static HttpRequest request(Map<String, String> form, Secret rotated) {
        Map<String, String> fields = new LinkedHashMap<>(form);
        if (rotated != null && fields.containsKey("refresh_token")) fields.put("refresh_token", rotated.reveal());
        return HttpRequest.ask("oauth_token.do").form(fields);
    }

    /** {@code error} of the token service; for client credentials, what stands for "switched off" has a name of ours. */
    static String code(Authentication who, HttpAnswer answer) {
        var error = answer.jsonOrNothing().path("error");
        if (!error.isTextual()) return null;
        return who.isClient() && OFF.contains(error.asText()) ? "client_credentials_off" : error.asText();
    }

    private static <T> T given(T value, String field) {
        if (value != null) return value;
        throw Problem.of(FailureKind.CONFIG, "missing", "A setting that the way of signing in needs is missing.")
                .at("/authentication/" + field).fix("Enter it.").asException();
    }
}
