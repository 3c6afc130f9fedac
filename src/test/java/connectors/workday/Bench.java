package connectors.workday;

import catalog.Discovered;
import catalog.KnownTokens;
import catalog.Schema;
import catalog.Selection;
import catalog.Table;
import catalog.TableSummary;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import connectors.Budgets;
import connectors.Keepers;
import connectors.Step;
import connectors.TestReport;
import connectors.TokenKeeper;
import connectors.http.CatalogReader;
import connectors.http.HttpClients;
import egress.Egress;
import egress.EgressSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import testing.workday.WorkdayServer;
import types.ConnectionType;
import types.ConnectionTypes;

/** A stand-in of a tenant, and connections to it, with settings that pass the type's schema. */
public final class Bench implements AutoCloseable {
    static final ConnectionTypes TYPES = new ConnectionTypes();
    static final ConnectionType TYPE = TYPES.get("Workday");
    static final String OAUTH = "{'authentication': {'type': 'oauth_refresh_token', 'client_id': '" + WorkdayServer.CLIENT + "', 'client_secret': '"
            + WorkdayServer.CLIENT_SECRET + "', 'refresh_token': '" + WorkdayServer.REFRESH + "'}}";
    private static final JsonMapper JSON = JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    final WorkdayServer server;
    private final List<WorkdaySource> opened = new ArrayList<>();
    private final HttpClients clients;
    private final Egress egress = new Egress(new EgressSettings(null, List.of("localhost"), null, null));
    private TokenKeeper tokens = TokenKeeper.inMemory();
    private Budgets budgets = Budgets.NONE;

    public Bench() throws IOException {
        server = WorkdayServer.start().sample();
        clients = new HttpClients(egress);
    }

    Bench with(Budgets others) {
        budgets = others;
        return this;
    }

    Bench with(TokenKeeper others) {
        tokens = others;
        return this;
    }

    /** An import by a refresh token that is good for one use. @param calls that an access token is good for */
    public Callable<List<Discovered>> replica(TokenKeeper others, int calls) {
        server.rotate().expireAfter(calls);
        WorkdaySource source = with(others).open(OAUTH);
        return () -> read(source, KnownTokens.NONE);
    }

    public int tokensGiven() {
        return server.tokensGiven();
    }

    /** @param more JSON of further settings, with single quotes; a later one wins */
    WorkdaySettings settings(String... more) {
        try {
            ObjectNode all = JSON.createObjectNode().put("tenant_name", WorkdayServer.TENANT).put("base_url", server.url());
            all.putObject("authentication").put("type", "integration_system_user").put("username", WorkdayServer.USER).put("password", WorkdayServer.PASSWORD);
            all.putArray("services").add("Absence_Management").add("Human_Resources");
            all.putArray("reports").addObject().put("owner", "ISU_Reports").put("name", "Headcount");
            all.putObject("advanced").put("requests_per_second", 20);
            for (String one : more) all.setAll((ObjectNode) JSON.readTree(one.replace('\'', '"')));
            ObjectNode complete = TYPES.schema(TYPE).withDefaults(all);
            assert TYPES.schema(TYPE).check(complete, "").isEmpty() : TYPES.schema(TYPE).check(complete, "");
            return JSON.treeToValue(complete, WorkdaySettings.class);
        } catch (IOException wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }

    WorkdaySource open(String... more) {
        WorkdayConnector connector = new WorkdayConnector(new WorkdayConnector.Tools(clients, egress, Duration.ofMillis(1)));
        WorkdaySource source = connector.open(TYPE, settings(more), new Keepers(tokens, budgets));
        opened.add(source);
        return source;
    }

    TestReport test(String... more) {
        return ((TenantLadder) open(more).beans().get("ladder")).test();
    }

    TestReport health(String... more) {
        return ((TenantLadder) open(more).beans().get("ladder")).health();
    }

    static Step rung(TestReport report, String id) {
        return report.steps().stream().filter(step -> step.id().equals(id)).findFirst().orElseThrow();
    }

    static CatalogReader catalog(WorkdaySource source) {
        return (CatalogReader) source.beans().get("catalog");
    }

    static List<Schema> schemas(WorkdaySource source, boolean tokens) throws IOException {
        return ((TenantMetastore) source.beans().get("surfaces")).listed(Map.of("tokens", tokens));
    }

    static List<String> tables(WorkdaySource source, String schema) throws IOException {
        return catalog(source).tables(Map.of("schema", schema)).stream().map(TableSummary::name).toList();
    }

    static Table table(WorkdaySource source, String schema, String name) throws IOException {
        return catalog(source).table(Map.of("schema", schema, "table", name));
    }

    static List<Discovered> read(WorkdaySource source, KnownTokens known) throws IOException {
        List<Discovered> found = new ArrayList<>();
        catalog(source).read(Selection.EVERYTHING, known).forEachRemaining(found::add);
        return found;
    }

    long asked(String part) {
        return server.asked().stream().filter(one -> one.target().contains(part)).count();
    }

    @Override
    public void close() {
        opened.forEach(WorkdaySource::close);
        clients.close();
        server.close();
    }
}
