package connectors.http;

import com.fasterxml.jackson.databind.JsonNode;
import connectors.TokenKeeper;
import connectors.TokenKeeper.Token;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import problems.FailureKind;
import problems.Problem;
import secrets.Secret;

/**
 * Signs in with an access token of a token service (RFC 6749), which is asked before the token runs out and after the server
 * has refused it.
 */
public final class OAuth implements SignIn, AutoCloseable {
    /** What a service gives that does not say how long it is good for. */
    private static final long USUAL_SECONDS = 1800;
    private static final long LONGEST_SECONDS = 86_400;

    private final HttpCalls service;
    private final HttpExplanation explanation;
    private final Function<Secret, HttpRequest> request;
    private final TokenKeeper keeper;
    /** Of the call that a thread is making: what others were given meanwhile was not refused. */
    private final ThreadLocal<Secret> shown = new ThreadLocal<>();
    private final ThreadLocal<Secret> refused = new ThreadLocal<>();

    /**
     * @param service     the token service; signs the client in where that is done by a header
     * @param explanation of what the service refuses
     * @param request     makes the request for a token; is shown the refresh token that was given last, or null
     */
    public OAuth(HttpCalls service, HttpExplanation explanation, Function<Secret, HttpRequest> request, TokenKeeper keeper) {
        this.service = service;
        this.explanation = explanation;
        this.request = request;
        this.keeper = keeper;
    }

    /**
     * The token in force.
     *
     * @throws problems.ProblemException when the service gives none
     */
    public Token token() {
        Secret turnedAway = refused.get();
        refused.remove();
        Token current = keeper.current(turnedAway, this::ask);
        shown.set(current.access());
        return current;
    }

    @Override
    public void sign(Target target) {
        SignIn.bearer(token().access()).sign(target);
    }

    @Override
    public boolean renew() {
        if (shown.get() == null) return false;
        refused.set(shown.get());
        shown.remove();
        return true;
    }

    private Token ask(Token kept) {
        Secret refresh = kept == null ? null : kept.refresh();
        return ask(service, request.apply(refresh), refresh, explanation, REFUSALS);
    }

    /**
     * Asks a token service once.
     *
     * @param refresh  what stays in force if it gives no other; null for nothing
     * @param refusals what it may say by RFC 6749, 5.2; the explanation's table comes first
     * @throws problems.ProblemException when it gives no access token
     */
    static Token ask(HttpCalls service, HttpRequest request, Secret refresh, HttpExplanation explanation,
                     Map<String, Problem> refusals) {
        try {
            return given(service.send(request), refresh, explanation, refusals);
        } catch (IOException failed) {
            throw explanation.of(failed).asException();
        }
    }

    private static Token given(HttpAnswer answer, Secret refresh, HttpExplanation explanation, Map<String, Problem> refusals) {
        JsonNode said = answer.jsonOrNothing();
        if (!answer.isSuccess() || answer.isPage()) {
            throw refusal(answer, said.path("error").asText(""), explanation, refusals).asException();
        }
        String access = said.path("access_token").asText("");
        if (access.isEmpty()) throw noToken(explanation).asException();
        String rotated = said.path("refresh_token").asText("");
        return new Token(new Secret(access), end(said), rotated.isEmpty() ? refresh : new Secret(rotated),
                said.path("instance_url").asText(null));
    }

    private static Instant end(JsonNode said) {
        long seconds = said.path("expires_in").asLong(USUAL_SECONDS);
        return Instant.now().plusSeconds(seconds <= 0 ? USUAL_SECONDS : Math.min(seconds, LONGEST_SECONDS));
    }

    private static Problem noToken(HttpExplanation explanation) {
        return Problem.of(FailureKind.CONFIG, "no_token", "The token service answered, but gave no access token.")
                .at(explanation.address()).fix("Check the address of the token service.");
    }

    /** What RFC 6749, 5.2 lets a service say; the type's own table comes first. */
    static final Map<String, Problem> REFUSALS = Map.of(
            "invalid_grant", problem(FailureKind.AUTH, "invalid_grant",
                    "The token service does not accept the grant: it has expired, was revoked, or belongs to another client.",
                    "Sign in anew there and enter the new value."),
            "invalid_client", problem(FailureKind.AUTH, "invalid_client",
                    "The token service does not know the client, or its secret is wrong.", "Enter client id and client secret again."),
            "unauthorized_client", problem(FailureKind.PERMISSION, "unauthorized_client",
                    "The client may not sign in in this way.", "Have the way of signing in allowed where the client is registered."),
            "invalid_scope", problem(FailureKind.CONFIG, "invalid_scope",
                    "The token service does not know the scope, or does not grant it to this client.", "Check the scope."),
            "unsupported_grant_type", problem(FailureKind.CONFIG, "unsupported_grant_type",
                    "The token service does not offer this way of signing in.", "Choose another way."));

    private static Problem refusal(HttpAnswer answer, String error, HttpExplanation explanation, Map<String, Problem> refusals) {
        Problem byTable = explanation.known(answer);
        if (byTable != null) return byTable;
        Problem usual = refusals.get(error);
        return usual == null ? explanation.of(answer) : usual.at(explanation.credentials());
    }

    static Problem problem(FailureKind kind, String code, String message, String fix) {
        return Problem.of(kind, code, message).fix(fix);
    }

    @Override
    public void close() {
        service.close();
    }
}
