package connectors.bigquery;

import connectors.TokenKeeper;
import connectors.http.HttpCalls;
import connectors.http.HttpExplanation;
import connectors.http.HttpRequest;
import connectors.http.OAuth;
import java.time.InstantSource;
import java.util.Map;

/** A service account whose key the connection has. */
final class KeyIdentity implements Identity {
    private final ServiceAccountKey key;
    private final InstantSource clock;
    private final OAuth oauth;

    /** @param service Google's token service */
    KeyIdentity(ServiceAccountKey key, HttpCalls service, HttpExplanation explanation, TokenKeeper tokens, InstantSource clock) {
        this.key = key;
        this.clock = clock;
        this.oauth = new OAuth(service, explanation, refresh -> request(), tokens);
    }

    private HttpRequest request() {
        return HttpRequest.ask("token").form(Map.of("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer",
                "assertion", key.assertion(clock.instant()).reveal()));
    }

    @Override
    public String prove() {
        oauth.token();
        return key.email();
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
