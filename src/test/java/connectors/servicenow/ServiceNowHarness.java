package connectors.servicenow;

import catalog.Discovered;
import catalog.Schema;
import catalog.Selection;
import catalog.Table;
import catalog.TableName;
import catalog.TableSummary;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import connectors.Budgets;
import connectors.Keepers;
import connectors.Step;
import connectors.TestReport;
import connectors.TokenKeeper;
import connectors.http.HttpClients;
import egress.Egress;
import egress.EgressSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import problems.Problem;
import testing.servicenow.ServiceNowServer;
import types.ConnectionType;
import types.ConnectionTypes;

/** The family with its real templates in a Camel context that all tests share, as the engine runs them, without the guard in front. */
public final class ServiceNowHarness implements AutoCloseable {
    static final ConnectionTypes TYPES = new ConnectionTypes();
    static final ConnectionType TYPE = TYPES.get("ServiceNow");
    private static final List<String> OPERATIONS = List.of("test", "health", "schemas", "tables", "table", "import");
    private static final Collecting WRITER = new Collecting();
    private static final DefaultCamelContext CONTEXT = context();
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
        /** Of the import that the thread runs. */
        private final ThreadLocal<Consumer<Discovered>> each = new ThreadLocal<>();

        public void write(Iterator<Discovered> found) {
            found.forEachRemaining(each.get());
        }
    }

    final String id = UUID.randomUUID().toString();
    final DefaultCamelContext context = CONTEXT;
    private final HttpClients clients;
    final ServiceNowSource source;

    ServiceNowHarness(ServiceNowSettings settings, Keepers keepers) throws Exception {
        Egress egress = new Egress(new EgressSettings(null, List.of("localhost"), null, null));
        clients = new HttpClients(egress);
        source = new ServiceNowConnector(new ServiceNowConnector.Tools(clients, egress, Duration.ofMillis(10))).open(TYPE, settings, keepers);
        source.beans().forEach((name, bean) -> context.getRegistry().bind(name + "-" + id, bean));
        synchronized (CONTEXT) {   // one at a time, as the engine does
            for (String operation : OPERATIONS) {
                TemplatedRouteBuilder.builder(context, "servicenow-" + operation).parameter("connection", id).routeId(operation + "-" + id).add();
            }
        }
    }

    private static DefaultCamelContext context() {
        try {
            DefaultCamelContext context = new DefaultCamelContext();
            context.getRegistry().bind("importWriter", WRITER);
            context.getCamelContextExtension().setErrorHandlerFactory(new NoErrorHandlerDefinition());
            for (String operation : OPERATIONS) {
                PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.resolveResource(context, "classpath:camel/templates/servicenow-" + operation + ".camel.yaml"));
            }
            context.start();
            return context;
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** By user name and password. */
    static ServiceNowHarness of(ServiceNowServer server, String... more) throws Exception {
        return new ServiceNowHarness(settings(server.url(), more), Keepers.inMemory());
    }

    static ServiceNowHarness of(ServiceNowServer server, TokenKeeper tokens, Budgets budgets, String... more) throws Exception {
        return new ServiceNowHarness(settings(server.url(), more), new Keepers(tokens, budgets));
    }

    /** An import by a refresh token, in small pages. */
    public static Callable<List<Discovered>> replica(ServiceNowServer server, TokenKeeper tokens) {
        return () -> {
            try (ServiceNowHarness harness = of(server, tokens, Budgets.NONE, "{'advanced': {'page_size': 50}}",
                    oauth("oauth_refresh_token", ", 'refresh_token': '" + ServiceNowServer.REFRESH + "'"))) {
                return harness.read();
            }
        };
    }

    /** @param more JSON of further settings with single quotes; a later one wins */
    static ServiceNowSettings settings(String url, String... more) throws Exception {
        String json = "{'instance_url': '" + url + "', 'authentication': {'type': 'basic', 'username': '" + ServiceNowServer.USER + "', 'password': '"
                + ServiceNowServer.PASSWORD + "'}}";
        ObjectNode all = (ObjectNode) JSON.readTree(json.replace('\'', '"'));
        for (String one : more) all.setAll((ObjectNode) JSON.readTree(one.replace('\'', '"')));
        ObjectNode complete = TYPES.schema(TYPE).withDefaults(all);
        if (!TYPES.schema(TYPE).check(complete, "").isEmpty()) throw new AssertionError(TYPES.schema(TYPE).check(complete, ""));
        return JSON.treeToValue(complete, ServiceNowSettings.class);
    }

    /** @param more further fields of the sign-in, with single quotes */
    static String oauth(String type, String more) {
        return "{'authentication': {'type': '" + type + "', 'client_id': '" + ServiceNowServer.CLIENT + "', 'client_secret': '" + ServiceNowServer.CLIENT_SECRET + "'" + more + "}}";
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

    /** The rung that ended the climb. */
    Step failed() {
        return test().steps().stream().filter(step -> step.status() == Step.Status.FAILED).findFirst().orElseThrow();
    }

    @SuppressWarnings("unchecked")
    List<Schema> schemas(boolean tokens) {
        return (List<Schema>) call("schemas", Map.of("tokens", tokens));
    }

    @SuppressWarnings("unchecked")
    List<TableSummary> tables(String schema) {
        return (List<TableSummary>) call("tables", Map.of("schema", schema));
    }

    Table table(String schema, String table) {
        return (Table) call("table", Map.of("schema", schema, "table", table));
    }

    List<Discovered> read(Selection selection) {
        List<Discovered> all = new ArrayList<>();
        read(selection, all::add);
        return all;
    }

    List<Discovered> read() {
        return read(Selection.EVERYTHING);
    }

    void read(Selection selection, Consumer<Discovered> each) {
        WRITER.each.set(each);
        call("import", selection);
    }

    static Table table(List<Discovered> found, String name) {
        return found.stream().filter(one -> one instanceof Discovered.Readable).map(one -> ((Discovered.Readable) one).table())
                .filter(table -> table.name().equals(name)).findFirst().orElseThrow();
    }

    static List<Discovered.Unreadable> unreadable(List<Discovered> found) {
        return found.stream().filter(Discovered.Unreadable.class::isInstance).map(Discovered.Unreadable.class::cast).toList();
    }

    static List<TableName> names(List<Discovered> found) {
        return found.stream().filter(Discovered.Readable.class::isInstance).map(Discovered::tableName).toList();
    }

    private Object call(String operation, Object body) {
        Exchange answer = context.createProducerTemplate().request("direct:" + operation + "-" + id + "-work", exchange -> exchange.getMessage().setBody(body));
        if (answer.getException() != null) throw new Failed(source.explain(answer.getException()), answer.getException());
        return answer.getMessage().getBody();
    }

    @Override
    public void close() {
        synchronized (CONTEXT) {
            removeRoutes();
        }
        clean();
    }

    private void removeRoutes() {
        try {
            for (String operation : OPERATIONS) {
                context.getRouteController().stopRoute(operation + "-" + id);
                context.removeRoute(operation + "-" + id);
            }
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void clean() {
        context.getEndpoints().stream().filter(endpoint -> endpoint.getEndpointUri().contains(id)).toList().forEach(endpoint -> {
            try {
                context.removeEndpoint(endpoint);
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        });
        context.removeComponent("servicenow-" + id);
        source.close();
        clients.close();
    }
}
