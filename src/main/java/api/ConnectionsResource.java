package api;

import catalog.Schema;
import catalog.Table;
import catalog.TableName;
import catalog.TableSummary;
import connections.Configurations;
import connections.Connection;
import connections.ConnectionInput;
import connections.Connections;
import connections.TestRuns;
import connections.TestRuns.TestRun;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import metadata.Browsing;
import org.springframework.stereotype.Component;
import problems.Refusal;
import routes.Operations;

/** Connections, their tests, and the look into their sources. */
@Component
class ConnectionsResource extends Resource {
    record Copy(String name) {
        Copy {
            if (name != null) name = Text.name(name, "/name");
        }
    }

    record Move(UUID workspaceId) { }

    private final Connections connections;
    private final Configurations configurations;
    private final Operations operations;
    private final TestRuns testRuns;
    private final Browsing browsing;

    ConnectionsResource(Connections connections, Configurations configurations, Operations operations,
                        TestRuns testRuns, Browsing browsing) {
        super("/api/connections", "Connections");
        this.connections = connections;
        this.configurations = configurations;
        this.operations = operations;
        this.testRuns = testRuns;
        this.browsing = browsing;
    }

    @Override
    void paths() {
        list("", "listConnections", "The connections that the caller sees", ConnectionView.class, this::list,
                "workspace_id", "type", "status", "visibility", "owner_id", "active", "q", "sort");
        post("", "createConnection", "Create a connection", ConnectionInput.class, ConnectionView.class, this::create);
        post("/test", "testDraft", "Test a connection that is not stored", ConnectionInput.class, TestRun.class,
                request -> Answer.ok(operations.testDraft(ConnectionInput.of(request.body()))));
        get("/{id}", "findConnection", "One connection", ConnectionView.class, request -> shown(connections.find(request.id())));
        patch("/{id}", "changeConnection", "Change a connection by JSON merge patch", ConnectionInput.class,
                ConnectionView.class, this::change);
        delete("/{id}", "deleteConnection", "Delete a connection with what was imported from it", this::remove);
        post("/{id}/clone", "copyConnection", "Copy a connection", Copy.class, ConnectionView.class, this::copy);
        post("/{id}/move", "moveConnection", "Move a connection to another workspace", Move.class, ConnectionView.class,
                this::move);
        post("/{id}/test", "testConnection", "Test a stored connection", null, TestRun.class,
                request -> Answer.ok(operations.test(request.id())));
        list("/{id}/tests", "listTests", "How tests of a connection went, newest first", TestRun.class, this::tests);
        list("/{id}/schemas", "listSchemas", "Schemas of the source", Schema.class, this::schemas, "refresh");
        list("/{id}/schemas/{schema}/tables", "listTables", "Tables of one schema of the source", TableSummary.class,
                this::tables, "q", "refresh");
        get("/{id}/schemas/{schema}/tables/{table}", "describeTable",
                "One table of the source with all that it knows of it", Table.class, this::table, "refresh");
    }

    private Answer list(Request request) {
        Connections.Filter filter = new Connections.Filter(request.queryId("workspace_id"), request.query("type"),
                request.query("status"), request.query("visibility"), request.queryId("owner_id"),
                request.queryFlag("active"), request.query("q"), request.query("sort"));
        return Answer.ok(connections.list(filter, request.page())
                .map(connection -> ConnectionView.of(connection, configurations)));
    }

    private Answer create(Request request) {
        Connection created = connections.create(ConnectionInput.of(request.body()), request.idempotencyKey());
        return Answer.created("/api/connections/" + created.id(), ConnectionView.of(created, configurations))
                .version(created.version());
    }

    private Answer change(Request request) {
        return shown(connections.update(request.id(), ConnectionInput.of(request.body()), request.ifMatch()));
    }

    private Answer remove(Request request) {
        connections.delete(request.id(), request.ifMatch());
        return Answer.nothing();
    }

    private Answer copy(Request request) {
        Connection copy = connections.copy(request.id(), request.bodyOr(Copy.class, new Copy(null)).name());
        return Answer.created("/api/connections/" + copy.id(), ConnectionView.of(copy, configurations)).version(copy.version());
    }

    private Answer move(Request request) {
        // absent is not "in no workspace"
        if (!request.body().has("workspace_id")) {
            throw Refusal.invalid("/workspace_id", "Please give the id of a workspace, or null for none.");
        }
        return shown(connections.move(request.id(), request.body(Move.class).workspaceId()));
    }

    private Answer tests(Request request) {
        connections.find(request.id());
        return Answer.ok(testRuns.list(request.id(), request.page()));
    }

    private Answer schemas(Request request) {
        return Answer.ok(InMemoryPage.of(browsing.schemas(request.id(), request.flag("refresh")), request.page(), Schema::name));
    }

    private Answer tables(Request request) {
        List<TableSummary> tables = browsing.tables(request.id(), request.path("schema"), request.flag("refresh"));
        String q = request.query("q");
        if (q != null) tables = tables.stream().filter(table -> contains(table.name(), q)).toList();
        return Answer.ok(InMemoryPage.of(tables, request.page(), TableSummary::name));
    }

    private static boolean contains(String name, String q) {
        return name.toLowerCase(Locale.ROOT).contains(q.toLowerCase(Locale.ROOT));
    }

    private Answer table(Request request) {
        TableName name = new TableName(request.path("schema"), request.path("table"));
        return Answer.ok(browsing.table(request.id(), name, request.flag("refresh")));
    }

    private Answer shown(Connection connection) {
        return Answer.ok(ConnectionView.of(connection, configurations)).version(connection.version());
    }
}
