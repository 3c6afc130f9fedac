package connectors.databricks;

import com.fasterxml.jackson.databind.JsonNode;
import connectors.Ladder;
import connectors.Ladder.Finding;
import connectors.Reach;
import connectors.TestReport;
import connectors.http.HttpAnswer;
import connectors.http.HttpBase;
import connectors.http.HttpExplanation;
import connectors.http.HttpLadder;
import connectors.http.HttpRequest;
import connectors.http.Metastore;
import connectors.http.Pages;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;

/** The ladder of a workspace. It asks the catalog, and looks at the warehouse, but never starts it unless that is asked for. */
public final class WorkspaceLadder {
    private static final Map<String, String> STATES = Map.of("STOPPED", "is stopped", "STOPPING", "is stopping",
            "STARTING", "is starting", "DELETING", "is being deleted", "DELETED", "was deleted");

    private final DatabricksSettings settings;
    private final HttpExplanation explanation;
    private final HttpBase base;
    private final Supplier<Reach> reach;
    private final SSLContext trusted;
    private final Calls calls;
    private final UnityCatalog unity;
    private final Statements statements;
    private final Metastore metastore;

    WorkspaceLadder(DatabricksSettings settings, HttpExplanation explanation, HttpBase base, Supplier<Reach> reach,
                    SSLContext trusted, Calls calls, UnityCatalog unity, Statements statements, Metastore metastore) {
        this.settings = settings;
        this.explanation = explanation;
        this.base = base;
        this.reach = reach;
        this.trusted = trusted;
        this.calls = calls;
        this.unity = unity;
        this.statements = statements;
        this.metastore = metastore;
    }

    public TestReport test() {
        return climb(true);
    }

    /** Without what is optional: one call less, and nothing that costs. */
    public TestReport health() {
        return climb(false);
    }

    private TestReport climb(boolean everything) {
        Climb climb = new Climb();
        Ladder ladder = HttpLadder.begin(explanation, base, reach.get(), trusted,
                "Use https, unless the server is in a network that nobody else is in.");
        ladder.mandatory("authenticate", "Sign in", climb::authenticate);
        if (settings.advanced().unityCatalog()) unityRungs(ladder, climb);
        else legacyRungs(ladder);
        if (!everything) return ladder.report(climb.server, () -> "Connected to " + climb.server.product() + ".");
        ladder.optional("capabilities", "Look at the SQL warehouse", this::warehouse);
        ladder.optional("sql", "Ask the SQL warehouse", this::sql);
        ladder.optional("quota", "Check what may still be asked",
                () -> Finding.skipped("The vendor publishes no numbers; a workspace that is asked too often says so."));
        return ladder.report(climb.server, () -> "Connected to " + climb.server.product() + ".");
    }

    private void unityRungs(Ladder ladder, Climb climb) {
        ladder.mandatory("target", "Open the catalog and the schema", climb::target);
        ladder.mandatory("read_metadata", "Read a table's name", climb::readMetadata);
    }

    /** What only SQL can read is read in a test only when SQL is asked for. */
    private void legacyRungs(Ladder ladder) {
        ladder.mandatory("target", "Open the old metastore", this::legacy);
    }

    private Finding legacy() throws IOException {
        if (!settings.hasWarehouse()) {
            throw Problem.of(FailureKind.CONFIG, "no_warehouse",
                            "The old metastore is read by SQL, and no SQL warehouse is named.").at("/compute/warehouse_id")
                    .fix("Enter the id of a SQL warehouse, or switch Unity Catalog on.").asException();
        }
        if (!settings.advanced().asksSql()) return asleep();
        return Finding.passed("The old metastore has " + metastore.schemas().size() + " schemas.");
    }

    private Finding warehouse() throws IOException {
        if (!settings.hasWarehouse()) {
            return Finding.skipped("No SQL warehouse is named: reading needs none, publishing to Databricks does.");
        }
        String state = warehouseState();
        if (state.equals("RUNNING")) return Finding.passed("The SQL warehouse is running.");
        return Finding.warned(FailureKind.TRANSIENT, "The SQL warehouse " + STATES.getOrDefault(state, "is not running") + ".",
                "Nothing has to be done: publishing starts it, which takes a while and costs. Reading does not need it.");
    }

    private String warehouseState() throws IOException {
        try {
            return calls.json(HttpRequest.get("api", "2.0", "sql", "warehouses", settings.compute().warehouseId())).path("state").asText();
        } catch (ProblemException failed) {
            if (failed.problem().kind() != FailureKind.NOT_FOUND) throw failed;
            throw Problem.of(FailureKind.NOT_FOUND, failed.problem().code(),
                            "The workspace has no SQL warehouse with this id, or this login may not see it.").at("/compute/warehouse_id")
                    .fix("Copy the id from the warehouse's connection details, and grant CAN USE on it.").asException();
        }
    }

    private Finding sql() throws IOException {
        if (!settings.hasWarehouse()) return Finding.skipped("No SQL warehouse is named.");
        if (!settings.advanced().asksSql()) return asleep();
        statements.run("SELECT 1");
        return Finding.passed("The SQL warehouse answers.");
    }

    private static Finding asleep() {
        return Finding.skipped("Not tried, because it would start the SQL warehouse. "
                + "Switch on \"Ask the warehouse when testing\" under Advanced to have it tried.");
    }

    /** What one climb finds out. */
    private final class Climb {
        private TestReport.Server server = new TestReport.Server("Databricks", null);

        /** The open-source server does not know the workspace's call for "who am I"; then the catalog's own tells. */
        private Finding authenticate() throws IOException {
            HttpAnswer me = calls.once(HttpRequest.get("api", "2.0", "preview", "scim", "v2", "Me"));
            if (me.status() == 404 && !me.isPage()) return byCatalog();
            String name = explanation.demand(me).json().path("userName").asText("");
            return Finding.passed(name.isEmpty() ? "The credentials are accepted." : "Signed in as " + name + ".");
        }

        private Finding byCatalog() throws IOException {
            server = new TestReport.Server("Unity Catalog", null);
            HttpAnswer answer = calls.once(UnityCatalog.get("catalogs").query("max_results", 1));
            explanation.demand(answer).json();
            return Finding.passed(settings.authentication().isNone() ? "The server asks nobody who they are."
                    : "The credentials are accepted.");
        }

        private Finding target() throws IOException {
            unity.demandCatalog();
            if (unity.schema(settings.schema()).isPresent()) return Finding.passed("The catalog and the schema are there.");
            return Finding.warned(FailureKind.NOT_FOUND, "The catalog is there, but it has no schema " + settings.schema()
                            + ", or none that this login may use.",
                    "Check the name of the schema, and GRANT USE SCHEMA to the principal.");
        }

        private Finding readMetadata() throws IOException {
            if (unity.schema(settings.schema()).isEmpty()) return anySchema();
            List<JsonNode> first = unity.firstTable(settings.schema());
            return Finding.passed(first.isEmpty() ? "Tables can be listed; the first page of the schema has none."
                    : "Tables can be listed, such as " + name(first.get(0)) + ".");
        }

        private static String name(JsonNode thing) {
            return thing.path("name").asText();
        }

        private Finding anySchema() throws IOException {
            Pages pages = unity.schemas();
            if (pages.hasNext()) return Finding.passed("Schemas can be listed, such as " + name(pages.next()) + ".");
            return Finding.warned(FailureKind.PERMISSION, "The catalog shows this login no schema.",
                    "GRANT USE SCHEMA, and SELECT or BROWSE, to the principal.");
        }
    }
}
