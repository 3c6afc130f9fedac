package connectors.servicenow;

import connectors.Authorities;
import connectors.Budget;
import connectors.Budgets;
import connectors.Keepers;
import connectors.Source;
import connectors.Unreachable;
import connectors.http.HttpAnswer;
import connectors.http.HttpBase;
import connectors.http.HttpCalls;
import connectors.http.HttpClients;
import connectors.http.HttpClients.Patience;
import connectors.http.HttpExplanation;
import connectors.http.Meter;
import connectors.http.OAuth;
import connectors.http.RateHeaders;
import connectors.http.SignIn;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import javax.net.ssl.SSLContext;
import problems.Problem;
import types.ConnectionType;

/** An instance, and what the route templates call of it. */
public final class ServiceNowSource implements Source {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    /** Of a table's own columns, as an instance has them on the average. */
    private static final long COLUMNS_PER_TABLE = 20;
    /** Of the dictionary's other tables. */
    private static final long CHOICES_PER_TABLE = 10;

    private final ServiceNowSettings settings;
    private final HttpExplanation explanation;
    private final HttpCalls http;
    private final SignIn signIn;
    private final Map<String, Object> beans;

    ServiceNowSource(ConnectionType type, ServiceNowSettings settings, HttpBase base, ServiceNowConnector.Tools tools,
                     Keepers keepers) {
        this.settings = settings;
        Patience patience = new Patience(CONNECT, settings.advanced().answer());
        SSLContext trusted = Authorities.trusting(null, null);
        HttpClients clients = tools.clients();
        ServiceNowSettings.Authentication who = settings.authentication();
        this.explanation = new HttpExplanation(type, base, CONNECT, Unreachable.Fields.one(Address.FIELD), SignIns.field(who),
                answer -> SignIns.code(who, answer));
        this.signIn = SignIns.of(who, clients.calls(base, SignIn.NONE, patience, trusted), explanation, keepers.tokens());
        Budget budget = keepers.budgets().of(base.authority(), new Budgets.Own(null, settings.advanced().callsAnHour(), null));
        this.http = clients.calls(base, signIn, patience, trusted).by(new Meter(budget, ServiceNowSource::allowance));
        Replies replies = new Replies(explanation);
        TableApi api = new TableApi(http, replies, tools.firstPause(), settings.version());
        OwnConduits conduits = new OwnConduits(http, replies);
        InstanceLadder ladder = new InstanceLadder(settings, explanation, base,
                () -> clients.reach(base, Address.FIELD, CONNECT), trusted);
        this.beans = Map.of("servicenow", new InstanceComponent(conduits, settings.version()),
                "test", new Asking(conduits, ladder::test), "health", new Asking(conduits, ladder::health),
                "catalog", new InstanceCatalog(new Reader(api, settings), new ChangeTokens(api, settings), settings, type));
    }

    /** ServiceNow says the limit of a rule and when its hour ends, and never what is used of it: that is for us to count. */
    private static Budget.Allowance allowance(HttpAnswer answer) {
        Budget.Allowance whole = RateHeaders.allowance(answer);
        if (whole != null) return whole;
        return RateHeaders.of(answer, Instant.now()).filter(said -> said.limit() != null && said.limit() > 0)
                .map(said -> new Budget.Allowance(said.limit(), 0, said.end())).orElse(null);
    }

    @Override
    public Map<String, Object> beans() {
        return beans;
    }

    @Override
    public Problem explain(Throwable failure) {
        return explanation.of(failure);
    }

    /** Planning included: whether anything has changed is asked first. */
    @Override
    public OptionalLong calls(long tables) {
        long choices = settings.advanced().readsChoices() ? 1 + pages(tables * CHOICES_PER_TABLE) : 0;
        long hints = settings.advanced().readsHints() ? 2 : 0;
        return OptionalLong.of(2 * pages(tables) + pages(tables * COLUMNS_PER_TABLE) + 3 + choices + hints);
    }

    private long pages(long rows) {
        return Math.max(1, (rows + settings.advanced().page() - 1) / settings.advanced().page());
    }

    @Override
    public void close() {
        http.close();
        if (signIn instanceof OAuth oauth) oauth.close();
    }
}
