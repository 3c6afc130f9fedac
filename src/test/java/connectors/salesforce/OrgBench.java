package connectors.salesforce;

import catalog.Discovered;
import catalog.KnownTokens;
import catalog.Selection;
import catalog.Table;
import catalog.TableName;
import catalog.TableSummary;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import connectors.Keepers;
import connectors.Step;
import connectors.TestReport;
import connectors.http.HttpClients;
import egress.Egress;
import egress.EgressSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import problems.Problem;
import testing.salesforce.SalesforceServer;
import types.ConnectionType;
import types.ConnectionTypes;

/** The family with its real templates in a Camel context, as the engine runs them, without the guard in front. */
public final class OrgBench implements AutoCloseable {
    static final ConnectionTypes TYPES = new ConnectionTypes();
    static final ConnectionType TYPE = TYPES.get("Salesforce");
    private static final List<String> OPERATIONS = List.of("test", "health", "schemas", "tables", "table", "import");
    private static final JsonMapper JSON = JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    /** What a route threw, in our words. */
    static final class Failed extends RuntimeException {
        final Problem problem;

        Failed(Problem problem, Throwable cause) {
            super(problem.toString(), cause);
            this.problem = problem;
        }
    }

    /** Stands where the importer will. */
    public static final class Collecting {
        final List<Discovered> all = new ArrayList<>();

        public void write(Iterator<Discovered> found) {
            found.forEachRemaining(all::add);
        }
    }

    private final String id = UUID.randomUUID().toString();
    final DefaultCamelContext context = new DefaultCamelContext();
    private final HttpClients clients;
    private final Collecting writer = new Collecting();
    final SalesforceSource source;

    public OrgBench(SalesforceSettings settings, Keepers keepers) throws Exception {
        Egress egress = new Egress(new EgressSettings(null, List.of("localhost"), null, null));
        clients = new HttpClients(egress);
        source = connector(clients, egress).open(TYPE, settings, keepers);
        source.beans().forEach((name, bean) -> context.getRegistry().bind(name + "-" + id, bean));
        context.getRegistry().bind("importWriter", writer);
        context.getCamelContextExtension().setErrorHandlerFactory(new NoErrorHandlerDefinition());
        for (String operation : OPERATIONS) {
            PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.resolveResource(context, "classpath:camel/templates/salesforce-" + operation + ".camel.yaml"));
        }
        context.start();
        for (String operation : OPERATIONS) {
            TemplatedRouteBuilder.builder(context, "salesforce-" + operation).parameter("connection", id).routeId(operation + "-" + id).add();
        }
    }

    private SalesforceConnector connector(HttpClients clients, Egress egress) {
        return new SalesforceConnector(new SalesforceConnector.Tools(clients, egress, () -> context, Duration.ofMillis(5), InstantSource.system()));
    }

    static OrgBench of(SalesforceServer server, String... more) throws Exception {
        return new OrgBench(settings(server.url(), more), Keepers.inMemory());
    }

    /** @param more JSON of further settings with single quotes; a later one wins */
    public static SalesforceSettings settings(String url, String... more) throws Exception {
        String json = "{'instance_url': '" + url + "', 'authentication': {'type': 'oauth', 'client_id': '" + SalesforceServer.CLIENT + "', 'client_secret': '"
                + SalesforceServer.CLIENT_SECRET + "', 'refresh_token': '" + SalesforceServer.REFRESH_TOKEN + "'}, 'advanced': {'connection_timeout': 5, 'timeout': 20}}";
        ObjectNode all = (ObjectNode) JSON.readTree(json.replace('\'', '"'));
        for (String one : more) all.setAll((ObjectNode) JSON.readTree(one.replace('\'', '"')));
        ObjectNode complete = TYPES.schema(TYPE).withDefaults(all);
        assert TYPES.schema(TYPE).check(complete, "").isEmpty() : TYPES.schema(TYPE).check(complete, "");
        return JSON.treeToValue(complete, SalesforceSettings.class);
    }

    TestReport test() {
        return (TestReport) call("test", null, null);
    }

    TestReport health() {
        return (TestReport) call("health", null, null);
    }

    Step rung(String name) {
        return test().steps().stream().filter(step -> step.id().equals(name)).findFirst().orElseThrow();
    }

    @SuppressWarnings("unchecked")
    List<TableSummary> tables() {
        return (List<TableSummary>) call("tables", Map.of("schema", "salesforce"), null);
    }

    Table table(String name) {
        return (Table) call("table", Map.of("schema", "salesforce", "table", name), null);
    }

    public List<Discovered> read() {
        return read(Selection.EVERYTHING, KnownTokens.NONE);
    }

    List<Discovered> read(Selection selection, KnownTokens known) {
        writer.all.clear();
        call("import", selection, known);
        return List.copyOf(writer.all);
    }

    /** What an import would hand back of the one before. */
    static KnownTokens tokens(List<Discovered> found) {
        Map<TableName, String> tokens = new HashMap<>();
        for (Discovered one : found) {
            if (one instanceof Discovered.Readable read) tokens.put(read.tableName(), read.sourceToken());
            if (one instanceof Discovered.Unchanged unchanged) tokens.put(unchanged.tableName(), unchanged.sourceToken());
        }
        return tokens::get;
    }

    void callWithHeaders(String operation, Object body, Map<String, Object> headers) {
        context.createProducerTemplate().requestBodyAndHeaders("direct:" + operation + "-" + id + "-work", body, headers);
    }

    Object call(String operation, Object body, KnownTokens known) {
        Exchange answer = context.createProducerTemplate().request("direct:" + operation + "-" + id + "-work", exchange -> {
            exchange.getMessage().setBody(body);
            exchange.setVariable("known", known);
        });
        if (answer.getException() != null) throw new Failed(source.explain(answer.getException()), answer.getException());
        return answer.getMessage().getBody();
    }

    @Override
    public void close() {
        source.close();
        context.stop();
        clients.close();
    }
}
