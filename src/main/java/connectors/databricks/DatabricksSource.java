package connectors.databricks;

import connectors.Authorities;
import connectors.Source;
import connectors.TokenKeeper;
import connectors.Unreachable;
import connectors.http.Ahead;
import connectors.http.CatalogReader;
import connectors.http.HttpAnswer;
import connectors.http.HttpBase;
import connectors.http.HttpCalls;
import connectors.http.HttpClients;
import connectors.http.HttpClients.Patience;
import connectors.http.HttpExplanation;
import connectors.http.HttpRequest;
import connectors.http.Metastore;
import connectors.http.OAuth;
import connectors.http.SignIn;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import problems.Problem;
import secrets.Secret;
import types.ConnectionType;

/** A workspace, or an open-source server, and what the route templates call of it. */
public final class DatabricksSource implements Source {
    /** The longest wait of the statement API is 50 s, and a page of a large schema may take its time too. */
    private static final Duration ANSWER = Duration.ofSeconds(75);

    private final HttpExplanation explanation;
    private final SignIn signIn;
    private final HttpCalls http;
    private final Ahead ahead = new Ahead();
    private final Map<String, Object> beans;

    DatabricksSource(ConnectionType type, DatabricksSettings settings, HttpBase base, HttpClients clients, TokenKeeper tokens,
                     TargetTypes targetTypes) {
        Patience patience = new Patience(settings.advanced().connect(), ANSWER);
        SSLContext trusted = Authorities.trusting(settings.ssl().rootCertificate(), "/ssl/root_certificate");
        this.explanation = new HttpExplanation(type, base, patience.connect(),
                new Unreachable.Fields(Workspace.FIELD, Workspace.FIELD, "/ssl/root_certificate"), credentials(settings),
                DatabricksSource::errorCode);
        this.signIn = signIn(settings, base, clients, patience, trusted, tokens);
        this.http = clients.calls(base, signIn, patience, trusted);
        Calls calls = new Calls(http, explanation);
        Statements statements = new Statements(calls, settings, new StatementFailures(type));
        UnityCatalog unity = new UnityCatalog(calls, settings.catalog());
        Metastore metastore = settings.advanced().unityCatalog() ? new UnityMetastore(unity, type)
                : new HiveMetastore(statements, type);
        this.beans = Map.of(
                "ladder", new WorkspaceLadder(settings, explanation, base,
                        () -> clients.reach(base, Workspace.FIELD, patience.connect()), trusted, calls, unity, statements,
                        metastore),
                "catalog", new CatalogReader(metastore, ahead),
                "target", new Target(settings, unity, statements, ahead, targetTypes, new ColumnTypes(type)));
    }

    private static String credentials(DatabricksSettings settings) {
        return switch (settings.authentication().type()) {
            case "pat" -> "/authentication/token";
            case "oauth_m2m" -> "/authentication/client_secret";
            default -> "/authentication/type";
        };
    }

    private SignIn signIn(DatabricksSettings settings, HttpBase base, HttpClients clients, Patience patience, SSLContext trusted,
                          TokenKeeper tokens) {
        DatabricksSettings.Authentication who = settings.authentication();
        if (who.isNone()) return SignIn.NONE;
        if (who.type().equals("pat")) return SignIn.bearer(who.token());
        HttpCalls service = clients.calls(base, SignIn.basic(who.clientId(), who.clientSecret()), patience, trusted);
        return new OAuth(service, explanation, DatabricksSource::tokenRequest, tokens);
    }

    /** Databricks' documentation, "Authorize service principal access with OAuth": such a token lives an hour. */
    private static HttpRequest tokenRequest(Secret refresh) {
        return HttpRequest.ask("oidc", "v1", "token").form(Map.of("grant_type", "client_credentials", "scope", "all-apis"));
    }

    /** {@code error_code} of the workspace, {@code error} of its token service; a number there says nothing. */
    static String errorCode(HttpAnswer answer) {
        var body = answer.jsonOrNothing();
        var code = body.path("error_code");
        if (code.isTextual()) return code.asText();
        return body.path("error").isTextual() ? body.path("error").asText() : null;
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
        if (signIn instanceof OAuth oauth) oauth.close();
    }
}
