package connectors.workday;

import connectors.Authorities;
import connectors.Budget;
import connectors.Budgets;
import connectors.Keepers;
import connectors.Source;
import connectors.Unreachable;
import connectors.http.Ahead;
import connectors.http.CatalogReader;
import connectors.http.HttpCalls;
import connectors.http.HttpClients.Patience;
import connectors.http.HttpExplanation;
import connectors.http.HttpRequest;
import connectors.http.Meter;
import connectors.http.OAuth;
import connectors.http.Pace;
import connectors.http.SignIn;
import connectors.workday.WorkdaySettings.Authentication;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import javax.net.ssl.SSLContext;
import problems.Problem;
import secrets.Secret;
import types.ConnectionType;

/** A tenant, and what the route templates call of it. */
public final class WorkdaySource implements Source {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final WorkdaySettings settings;
    private final Tenant tenant;
    private final HttpExplanation explanation;
    private final OAuth oauth;
    private final HttpCalls http;
    private final Ahead ahead = new Ahead();
    private final List<String> services;
    private final Map<String, Object> beans;

    WorkdaySource(ConnectionType type, WorkdaySettings settings, WorkdayConnector.Tools tools, Keepers keepers) {
        Landscape landscape = Landscape.of(type);
        this.settings = settings;
        this.tenant = Tenant.of(type, settings, landscape, tools.egress());
        this.services = landscape.services(settings.services());
        SSLContext trusted = Authorities.trusting(null, null);
        Patience patience = new Patience(CONNECT, settings.advanced().answer());
        this.explanation = new HttpExplanation(type, tenant.base(), CONNECT, Unreachable.Fields.one(Tenant.ADDRESS),
                credentials(settings), Soap::code);
        Meter meter = new Meter(budget(keepers.budgets()), answer -> null);
        Pace pace = Pace.perMinute(settings.advanced().perMinute());
        this.oauth = oauth(tools, patience, trusted, meter, pace, keepers);
        this.http = tools.clients().calls(tenant.base(), signIn(), patience, trusted).at(pace).by(meter);
        Calls calls = new Calls(tenant, http, explanation, meter.budget(), tools.firstPause());
        this.beans = beans(type, landscape, tools, trusted, calls);
    }

    private Budget budget(Budgets budgets) {
        return budgets.of(tenant.organisation(), new Budgets.Own(settings.advanced().perMinute(), null, null));
    }

    private Map<String, Object> beans(ConnectionType type, Landscape landscape, WorkdayConnector.Tools tools,
                                      SSLContext trusted, Calls calls) {
        Services described = new Services(calls);
        Reports reports = new Reports(calls);
        Wql wql = new Wql(TenantMetastore.WQL, calls, settings.advanced().page(), landscape.wqlKey(), type);
        TenantMetastore metastore = new TenantMetastore(settings, services, described, reports, wql);
        return Map.of(
                "ladder", new TenantLadder(calls, settings, type, landscape,
                        () -> tools.clients().reach(tenant.base(), Tenant.ADDRESS, CONNECT), trusted, oauth, described, reports,
                        wql),
                "surfaces", metastore,
                "remarks", new Remarks(settings),
                "catalog", new CatalogReader(metastore, ahead));
    }

    private static String credentials(WorkdaySettings settings) {
        return settings.authentication().isOAuth() ? "/authentication/refresh_token" : "/authentication/password";
    }

    private OAuth oauth(WorkdayConnector.Tools tools, Patience patience, SSLContext trusted, Meter meter, Pace pace,
                        Keepers keepers) {
        Authentication who = settings.authentication();
        if (!who.isOAuth()) return null;
        // RFC 6749, 2.3.1: id and secret are encoded as a form's values before they are put together
        SignIn client = SignIn.basic(encoded(who.clientId()), new Secret(encoded(who.clientSecret().reveal())));
        HttpCalls service = tools.clients().calls(tenant.base(), client, patience, trusted).at(pace).by(meter);
        return new OAuth(service, explanation, this::tokenRequest, keepers.tokens());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** @param rotated what the service gave last time; null for nothing yet */
    private HttpRequest tokenRequest(Secret rotated) {
        tenant.demandServices();
        Secret refresh = rotated == null ? settings.authentication().refreshToken() : rotated;
        return tenant.token().form(Map.of("grant_type", "refresh_token", "refresh_token", refresh.reveal()));
    }

    private SignIn signIn() {
        if (oauth != null) return oauth;
        return SignIn.basic(tenant.user(settings.authentication().username()), settings.authentication().password());
    }

    @Override
    public Map<String, Object> beans() {
        return beans;
    }

    @Override
    public Problem explain(Throwable failure) {
        return explanation.of(failure);
    }

    /** Each description and schema once; of WQL the pages of the list, and the fields of each data source. */
    @Override
    public OptionalLong calls(long tables) {
        long calls = settings.reads("wws") ? services.size() : 0;
        if (settings.reads("raas")) calls += settings.reports().size();
        if (settings.readsWql()) calls += tables + (tables + settings.advanced().page() - 1) / settings.advanced().page();
        return OptionalLong.of(Math.max(1, calls));
    }

    @Override
    public void close() {
        ahead.close();
        http.close();
        if (oauth != null) oauth.close();
    }
}
