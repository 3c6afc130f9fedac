package connectors.salesforce;

import connectors.TokenKeeper;
import connectors.TokenKeeper.Token;
import connectors.http.HttpCalls;
import connectors.http.HttpExplanation;
import connectors.http.OAuth;
import connectors.http.SignIn;
import connectors.salesforce.SalesforceSettings.Authentication;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.function.UnaryOperator;
import secrets.Secret;

/**
 * Signs in to the organization. A token is kept for all replicas before it is shown to anyone, and only if the server that it is
 * said to be for is the one that was entered.
 */
final class OrgSession implements SignIn, AutoCloseable {
    /** A session may end after a quarter of an hour of idleness, and nobody says when. */
    private static final Duration HINT = Duration.ofMinutes(15);

    private final Authentication who;
    private final InstantSource clock;
    private final OAuth oauth;

    /** @param service the token service */
    OrgSession(Authentication who, Hosts hosts, Grant grant, HttpCalls service, HttpExplanation explanation, TokenKeeper keeper,
               InstantSource clock) {
        this.who = who;
        this.clock = clock;
        this.oauth = new OAuth(service, explanation, grant::request, checked(keeper, hosts));
    }

    private TokenKeeper checked(TokenKeeper keeper, Hosts hosts) {
        return (Secret refused, UnaryOperator<Token> ask) -> keeper.current(refused, kept -> {
            Token hint = kept == null ? hint() : null;
            Token given = hint == null ? ask.apply(kept) : hint;
            hosts.demandTokenOf(given.server());
            return given;
        });
    }

    /** The access token of the settings, once; null where there is none, or its time is over. */
    private Token hint() {
        if (who.accessToken() == null || !who.isBy("refresh_token")) return null;
        Instant end = clock.instant().plus(HINT);
        Instant said = end(who.expiresAt());
        if (said != null && said.isBefore(end)) end = said;
        Token hint = new Token(who.accessToken(), end, null, null);
        return TokenKeeper.isGood(hint, null, clock.instant()) ? hint : null;
    }

    private static Instant end(String text) {
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException wrong) {
            return Instant.EPOCH;
        }
    }

    /** @throws problems.ProblemException when the service gives no token */
    void prove() {
        oauth.token();
    }

    @Override
    public void sign(Target target) {
        oauth.sign(target);
    }

    @Override
    public boolean renew() {
        return oauth.renew();
    }

    @Override
    public void close() {
        oauth.close();
    }
}
