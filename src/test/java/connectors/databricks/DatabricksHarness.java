package connectors.databricks;

import catalog.Discovered;
import catalog.Schema;
import catalog.Selection;
import catalog.Table;
import catalog.TableSummary;
import catalog.TargetExport;
import catalog.TargetTable;
import catalog.TargetTable.TargetStep;
import catalog.Wanted;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import connectors.Step;
import connectors.TestReport;
import connectors.http.HttpClients;
import egress.Egress;
import egress.EgressSettings;
import java.util.ArrayList;
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
import testing.unity.UnityCatalogServer;
import types.ConnectionType;
import types.ConnectionTypes;

/** The family with its real templates in a Camel context, as the engine runs them, without the guard in front. */
final class DatabricksHarness implements AutoCloseable {
    static final ConnectionTypes TYPES = new ConnectionTypes();
    static final ConnectionType TYPE = TYPES.get("Databricks");
    private static final List<String> OPERATIONS = List.of("test", "health", "schemas", "tables", "table", "import", "target_plan", "target_apply", "target_export");
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
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final HttpClients clients;
    private final Collecting writer = new Collecting();
    final DatabricksSource source;

    DatabricksHarness(DatabricksSettings settings) throws Exception {
        Egress egress = new Egress(new EgressSettings(null, List.of("localhost"), null, null));
        clients = new HttpClients(egress);
        source = new DatabricksConnector(clients, egress, TYPES).open(TYPE, settings);
        source.beans().forEach((name, bean) -> context.getRegistry().bind(name + "-" + id, bean));
        context.getRegistry().bind("importWriter", writer);
        context.getCamelContextExtension().setErrorHandlerFactory(new NoErrorHandlerDefinition());
        for (String operation : OPERATIONS) {
            PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.resolveResource(context, "classpath:camel/templates/databricks-" + operation + ".camel.yaml"));
        }
        context.start();
        for (String operation : OPERATIONS) {
            TemplatedRouteBuilder.builder(context, "databricks-" + operation).parameter("connection", id).routeId(operation + "-" + id).add();
        }
    }

    /** With a token, and with the warehouse where there is one. */
    static DatabricksHarness of(UnityCatalogServer server, String... more) throws Exception {
        return new DatabricksHarness(settings(server.url(), more));
    }

    /** @param more JSON of further settings with single quotes; a later one wins */
    static DatabricksSettings settings(String url, String... more) throws Exception {
        String json = "{'workspace_url': '" + url + "', 'authentication': {'type': 'pat', 'token': '" + UnityCatalogServer.TOKEN + "'}, 'compute': {'warehouse_id': '"
                + UnityCatalogServer.WAREHOUSE + "'}, 'advanced': {'connection_timeout': 5}}";
        ObjectNode all = (ObjectNode) JSON.readTree(json.replace('\'', '"'));
        for (String one : more) all.setAll((ObjectNode) JSON.readTree(one.replace('\'', '"')));
        ObjectNode complete = TYPES.schema(TYPE).withDefaults(all);
        assert TYPES.schema(TYPE).check(complete, "").isEmpty() : TYPES.schema(TYPE).check(complete, "");
        return JSON.treeToValue(complete, DatabricksSettings.class);
    }

    TestReport test() {
        return (TestReport) call("test", null);
    }

    TestReport health() {
        return (TestReport) call("health", null);
    }

    Step rung(String name) {
        return test().steps().stream().filter(step -> step.id().equals(name)).findFirst().orElseThrow();
    }

    @SuppressWarnings("unchecked")
    List<Schema> schemas() {
        return (List<Schema>) call("schemas", Map.of("tokens", false));
    }

    @SuppressWarnings("unchecked")
    List<TableSummary> tables(String schema) {
        return (List<TableSummary>) call("tables", Map.of("schema", schema));
    }

    Table table(String schema, String table) {
        return (Table) call("table", Map.of("schema", schema, "table", table));
    }

    List<Discovered> read(Selection selection) {
        writer.all.clear();
        call("import", selection);
        return List.copyOf(writer.all);
    }

    @SuppressWarnings("unchecked")
    List<TargetTable> plan(Wanted... wanted) {
        return (List<TargetTable>) call("target_plan", List.of(wanted));
    }

    String apply(TargetStep step) {
        return (String) call("target_apply", step);
    }

    /** In the order that steps demand. */
    void apply(List<TargetTable> plan) {
        for (boolean afterAll : new boolean[] {false, true}) {
            for (TargetTable table : plan) {
                for (TargetStep step : table.steps()) if (step.afterAll() == afterAll) apply(step);
            }
        }
    }

    String export(TargetExport export) {
        return (String) call("target_export", export);
    }

    private Object call(String operation, Object body) {
        Exchange answer = context.createProducerTemplate().request("direct:" + operation + "-" + id + "-work", exchange -> exchange.getMessage().setBody(body));
        if (answer.getException() != null) throw new Failed(source.explain(answer.getException()), answer.getException());
        return answer.getMessage().getBody();
    }

    @Override
    public void close() {
        context.stop();
        source.close();
        clients.close();
    }
}
