package connectors.jdbc;

import catalog.Discovered;
import catalog.Schema;
import catalog.Selection;
import catalog.Table;
import catalog.TableSummary;
import connectors.Source;
import connectors.TestReport;
import egress.Egress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import types.ConnectionTypes;

/** The family with its real templates in a Camel context, as the engine runs them, without the guard in front. */
final class JdbcHarness implements AutoCloseable {
    private static final List<String> OPERATIONS = List.of("test", "health", "schemas", "tables", "table", "import");

    final Source source;
    private final String id = UUID.randomUUID().toString();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final JdbcConnector connector;
    private final Writer writer = new Writer();

    JdbcHarness(JdbcSettings settings, Egress egress) throws Exception {
        this("PostgreSQL", settings, egress);
    }

    JdbcHarness(String type, JdbcSettings settings, Egress egress) throws Exception {
        connector = new JdbcConnector(egress);
        source = connector.open(new ConnectionTypes().get(type), settings);
        source.beans().forEach((name, bean) -> context.getRegistry().bind(name + "-" + id, bean));
        context.getRegistry().bind("importWriter", writer);
        context.getCamelContextExtension().setErrorHandlerFactory(new NoErrorHandlerDefinition());
        context.setAutowiredEnabled(false);
        for (String operation : OPERATIONS) load(operation);
        context.start();
        for (String operation : OPERATIONS) {
            TemplatedRouteBuilder.builder(context, "jdbc-" + operation).parameter("connection", id).routeId(operation + "-" + id).add();
        }
    }

    TestReport test() {
        return (TestReport) call("test", null);
    }

    TestReport health() {
        return (TestReport) call("health", null);
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
        List<Discovered> found = new ArrayList<>();
        read(selection, found::add);
        return found;
    }

    void read(Selection selection, Consumer<Discovered> each) {
        writer.each = each;
        call("import", selection);
    }

    /** @throws RuntimeException what the route threw, as the engine would hand it to {@code explain} */
    Object call(String operation, Object body) {
        Exchange answer = context.createFluentProducerTemplate().to("direct:" + operation + "-" + id + "-work").withBody(body)
                .withHeader("CamelSqlQuery", "SELECT 1 FROM pg_no_such_table").withVariable("run", "left alone").send();
        if (answer.getException() != null) throw new CamelExecutionException("failed", answer, answer.getException());
        if (!"left alone".equals(answer.getVariable("run"))) throw new AssertionError("the variable of the writer is gone");
        return answer.getMessage().getBody();
    }

    @Override
    public void close() {
        context.stop();
        source.close();
        connector.close();
    }

    private void load(String operation) throws Exception {
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.resolveResource(context, "classpath:camel/templates/jdbc-" + operation + ".camel.yaml"));
    }

    /** What takes the tables in. */
    public static final class Writer {
        private Consumer<Discovered> each;

        public void write(Iterator<Discovered> tables) {
            tables.forEachRemaining(each);
        }
    }

    /** Settings that the tests vary one by one. */
    static final class Wanted {
        String server = "localhost";
        int port;
        String database = "postgres";
        String username = "postgres";
        String password = testing.TestPostgres.SUPERUSER_PASSWORD;
        JdbcSettings.Ssl ssl = new JdbcSettings.Ssl(false, null, null);
        String flavor;
        /** Seconds until a server that is silent while it is signed in to is left. */
        int patience = 3;

        Wanted(int port) {
            this.port = port;
        }

        /** In the clear, as the administrator, with every database. */
        static Wanted ofMariaDb() {
            Wanted wanted = new Wanted(testing.TestMariaDb.running().port());
            wanted.database = null;
            wanted.username = testing.TestMariaDb.ADMINISTRATOR;
            wanted.password = testing.TestMariaDb.PASSWORD;
            wanted.flavor = "mariadb";
            return wanted;
        }

        JdbcSettings settings() {
            return new JdbcSettings(server, port, database,
                    new JdbcSettings.Authentication("password", username, new secrets.Secret(password)), ssl,
                    new JdbcSettings.Advanced(patience, 60, "Serai test"), flavor == null ? null : Map.of("flavor", flavor));
        }
    }
}
