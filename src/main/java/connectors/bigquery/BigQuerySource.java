package connectors.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import connectors.Authorities;
import connectors.Source;
import connectors.TokenKeeper;
import connectors.Unreachable;
import connectors.http.Ahead;
import connectors.http.CatalogReader;
import connectors.http.HttpAnswer;
import connectors.http.HttpBase;
import connectors.http.HttpCalls;
import connectors.http.HttpClients.Patience;
import connectors.http.HttpExplanation;
import connectors.http.Pace;
import connectors.http.Retries;
import connectors.http.SignIn;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import problems.Problem;
import types.ConnectionType;

/** A project of BigQuery, and what the route templates call of it. */
public final class BigQuerySource implements Source {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    /** Half of what one account may ask by one method; BigQuery's documentation, "Quotas and limits". */
    private static final int CALLS_PER_MINUTE = 3_000;

    private final HttpExplanation explanation;
    private final Identity identity;
    private final HttpCalls http;
    private final Ahead ahead = new Ahead();
    private final Map<String, Object> beans;

    BigQuerySource(ConnectionType type, BigQuerySettings settings, Places places, BigQueryConnector.Tools tools,
                   TokenKeeper tokens) {
        Patience patience = new Patience(CONNECT, settings.advanced().answer());
        SSLContext trusted = Authorities.trusting(null, null);
        this.explanation = explanation(type, places.api());
        this.identity = identity(type, settings, places, tools, tokens, patience, trusted);
        this.http = tools.clients().calls(places.api(), identity, patience, trusted).at(Pace.perMinute(CALLS_PER_MINUTE));
        Calls calls = new Calls(http, explanation, new Retries(tools.firstPause(), BigQuerySource::isBusy));
        Project project = new Project(calls, settings);
        Queries queries = new Queries(calls, settings);
        ProjectMetastore metastore = new ProjectMetastore(project, queries, settings, type);
        this.beans = Map.of(
                "ladder", new ProjectLadder(settings, explanation, places.api(),
                        () -> tools.clients().reach(places.api(), null, CONNECT), trusted, identity, project, queries,
                        tools.clock()),
                "catalog", new CatalogReader(metastore, ahead));
    }

    private static Identity identity(ConnectionType type, BigQuerySettings settings, Places places, BigQueryConnector.Tools tools,
                                     TokenKeeper tokens, Patience patience, SSLContext trusted) {
        if (settings.authentication().isMachine()) return MachineIdentity.of(tools, CONNECT);
        ServiceAccountKey key = ServiceAccountKey.of(settings.authentication().keyJson());
        HttpCalls service = tools.clients().calls(places.tokens(), SignIn.NONE, patience, trusted);
        return new KeyIdentity(key, service, explanation(type, places.tokens()), tokens, tools.clock());
    }

    /** Hosts are fixed, so no setting is to blame when they cannot be reached. */
    private static HttpExplanation explanation(ConnectionType type, HttpBase base) {
        return new HttpExplanation(type, base, CONNECT, Unreachable.Fields.one(null), ServiceAccountKey.FIELD,
                BigQuerySource::reason);
    }

    /** {@code errors[].reason} of BigQuery, the status of those who answer in its place, {@code error} of the token service. */
    static String reason(HttpAnswer answer) {
        JsonNode error = answer.jsonOrNothing().path("error");
        if (error.isTextual()) return error.asText();
        String reason = error.path("errors").path(0).path("reason").asText("");
        return reason.isEmpty() ? error.path("status").asText(null) : reason;
    }

    /** Worth asking again within seconds; a quota that is used up is not. BigQuery's documentation, "Error messages". */
    private static boolean isBusy(HttpAnswer answer) {
        String reason = String.valueOf(reason(answer));
        return switch (answer.status()) {
            case 403, 429 -> reason.equals("rateLimitExceeded") || reason.equals("jobRateLimitExceeded")
                    || answer.status() == 429 && !reason.equals("quotaExceeded");
            case 500, 502, 503, 504 -> true;
            default -> false;
        };
    }

    @Override
    public Map<String, Object> beans() {
        return beans;
    }

    @Override
    public Problem explain(Throwable failure) {
        return explanation.of(failure);
    }

    @Override
    public void close() {
        ahead.close();
        http.close();
        identity.close();
    }
}
