package connectors.http;

import connectors.Consent;
import connectors.TokenKeeper.Token;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import problems.FailureKind;
import problems.Problem;

/** Exchanges a code at a token service as RFC 6749, 4.1.3, and RFC 7636, 4.5, have it. */
public final class CodeGrant implements Consent {
    private static final Map<String, Problem> REFUSALS = refusals();

    private final HttpCalls service;
    private final HttpExplanation explanation;
    private final Map<String, String> client;

    /**
     * @param service     the token service, of this exchange alone; signs the client in where that is done by a header
     * @param explanation of what the service refuses
     * @param client      what the form says of the client
     */
    public CodeGrant(HttpCalls service, HttpExplanation explanation, Map<String, String> client) {
        this.service = service;
        this.explanation = explanation;
        this.client = Map.copyOf(client);
    }

    @Override
    public Token exchange(Code code) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code.code().reveal());
        form.put("redirect_uri", code.redirectUri());
        form.put("code_verifier", code.verifier().reveal());
        form.putAll(client);
        Token given = OAuth.ask(service, HttpRequest.post().form(form), null, explanation, REFUSALS);
        if (given.refresh() == null) throw noRefreshToken().asException();
        return given;
    }

    private Problem noRefreshToken() {
        return OAuth.problem(FailureKind.CONFIG, "no_refresh_token",
                "The sign-in succeeded, but the service gave nothing that lets Serai come again (no refresh token).",
                "Have the client allowed to refresh tokens where it is registered, and ask for the scope that this takes: "
                        + "often offline_access or refresh_token.").at(explanation.credentials());
    }

    private static Map<String, Problem> refusals() {
        Map<String, Problem> refusals = new HashMap<>(OAuth.REFUSALS);
        refusals.put("invalid_grant", OAuth.problem(FailureKind.AUTH, "invalid_grant",
                "The token service did not accept the sign-in: its code has expired, was used, or belongs to another client.",
                "Connect again, and sign in within a few minutes."));
        refusals.put("redirect_uri_mismatch", OAuth.problem(FailureKind.CONFIG, "redirect_uri_mismatch",
                "The token service does not know the address that it was to send you back to.",
                "Register the redirect URI that is shown at the connection, letter by letter, "
                        + "where the client is registered."));
        return Map.copyOf(refusals);
    }

    @Override
    public void close() {
        service.close();
    }
}
