package connectors.salesforce;

import connectors.Authorities;
import connectors.Budget;
import connectors.Budgets;
import connectors.Keepers;
import connectors.Source;
import connectors.Unreachable;
import connectors.http.Ahead;
import connectors.http.HttpBase;
import connectors.http.HttpCalls;
import connectors.http.HttpClients.Patience;
import connectors.http.HttpExplanation;
import connectors.http.SignIn;
import java.util.Map;
import java.util.OptionalLong;
import javax.net.ssl.SSLContext;
import problems.Problem;
import types.ConnectionType;

/** An organization, and what the route templates call of it. */
public final class SalesforceSource implements Source {
    private static final String TRUST = "/ssl/root_certificate";
    /** More would be held in memory than is needed to keep both sides busy. */
    private static final int CALLS_AT_A_TIME = 2;

    private final HttpExplanation explanation;
    private final OrgSession session;
    private final OrgCalls calls;
    private final Operations operations;
    private final Ahead ahead = new Ahead(CALLS_AT_A_TIME);
    private final Map<String, Object> beans;

    SalesforceSource(ConnectionType type, SalesforceSettings settings, Hosts hosts, SalesforceConnector.Tools tools,
                     Keepers keepers) {
        Patience patience = new Patience(settings.advanced().connect(), settings.advanced().answer());
        SSLContext trusted = Authorities.trusting(settings.ssl().rootCertificate(), TRUST);
        String credentials = Grant.field(settings.authentication());
        this.explanation = explanation(type, hosts.instance(), Hosts.INSTANCE, credentials, patience);
        Grant grant = new Grant(settings.authentication(), hosts.audience(), tools.clock());
        HttpCalls service = tools.clients().calls(hosts.login(), SignIn.NONE, patience, authority(settings, hosts));
        this.session = new OrgSession(settings.authentication(), hosts, grant, service,
                explanation(type, hosts.login(), Hosts.LOGIN, credentials, patience), keepers.tokens(), tools.clock());
        Budget budget = keepers.budgets().of(hosts.instance().authority(),
                new Budgets.Own(null, null, settings.advanced().rateLimitPerDay()));
        this.calls = new OrgCalls(tools.clients().calls(hosts.instance(), session, patience, trusted), explanation,
                tools.firstPause(), budget);
        OrgComponent component = component(settings, hosts.instance(), tools);
        this.operations = new Operations(component);
        Org org = new Org(calls, operations, settings.apiVersion());
        this.beans = Map.of("salesforce", component,
                "ladder", new OrgLadder(settings, explanation, hosts.instance(),
                        () -> tools.clients().reach(hosts.instance(), Hosts.INSTANCE, patience.connect()), trusted, session, org),
                "catalog", new ObjectCatalog(settings, type, org, ahead));
    }

    static HttpExplanation explanation(ConnectionType type, HttpBase base, String field, String credentials, Patience patience) {
        return new HttpExplanation(type, base, patience.connect(), new Unreachable.Fields(field, field, TRUST), credentials,
                OrgErrors::code);
    }

    /** The authority that was entered is the instance's; a sign-in host elsewhere is trusted as the Java runtime does. */
    static SSLContext authority(SalesforceSettings settings, Hosts hosts) {
        boolean same = hosts.login().host().equals(hosts.instance().host());
        return Authorities.trusting(same ? settings.ssl().rootCertificate() : null, TRUST);
    }

    private OrgComponent component(SalesforceSettings settings, HttpBase base, SalesforceConnector.Tools tools) {
        OrgComponent component = new OrgComponent(new OurClient(calls), base.origin(), settings.versionNumber());
        component.setCamelContext(tools.camel().get());
        component.start();
        return component;
    }

    @Override
    public Map<String, Object> beans() {
        return beans;
    }

    @Override
    public Problem explain(Throwable failure) {
        return explanation.of(failure);
    }

    /** The list, the descriptions by 25, the counts of records. */
    @Override
    public OptionalLong calls(long tables) {
        return OptionalLong.of(2 + (tables + ObjectImport.AT_ONCE - 1) / ObjectImport.AT_ONCE);
    }

    @Override
    public void close() {
        ahead.close();
        operations.close();
        calls.close();
        session.close();
    }
}
