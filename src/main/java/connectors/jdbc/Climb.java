package connectors.jdbc;

import connectors.Ladder;
import connectors.Ladder.Finding;
import connectors.Reach;
import connectors.TestReport;
import egress.Egress;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import javax.net.ssl.SSLSocketFactory;
import problems.FailureKind;
import types.ConnectionType;
import types.ConnectionType.StepText;

/**
 * One climb of the ladder, and the one connection that it opens. Every rung ends within the connection time-out or a little more.
 */
final class Climb implements AutoCloseable {
    /** A little above what the server is given for one query of a test. */
    private static final int LONGEST_SILENCE_MILLIS = 20_000;

    private final Login login;
    private final Place place;
    private final ConnectionType type;
    private final JdbcSettings settings;
    private final Reach reach;
    private final Explanation explanation;
    private Connection connection;
    private SQLException refusal;
    private TestReport.Server server;

    Climb(Login login, Egress egress, Explanation explanation, ExecutorService waiting) {
        this.login = login;
        this.place = login.place();
        this.type = login.type();
        this.settings = login.settings();
        this.explanation = explanation;
        this.reach = new Reach(place.host(), place.port(), place.field(), settings.advanced().connect(), egress, waiting);
    }

    TestReport run(boolean whole) {
        Ladder ladder = new Ladder(explanation::of)
                .mandatory("config", "Check the settings", () -> Finding.passed("The settings are complete."));
        reach.climb(ladder);
        if (login.token().isNeeded()) ladder.mandatory("token", "Fetch an access token", this::fetchToken);
        ladder.mandatory("tls", "Encrypt the connection", this::encrypt)
                .mandatory("authenticate", "Sign in", this::signIn)
                .mandatory("target", "Open the database", this::openDatabase)
                .mandatory("read_metadata", "Read the catalog", this::readCatalog);
        type.steps().stream().filter(step -> whole || step.mandatory()).forEach(step -> add(ladder, step));
        return ladder.report(server, () -> "Connected to " + product() + version() + ".");
    }

    @Override
    public void close() {
        try {
            if (connection != null) connection.close();
        } catch (SQLException gone) {
            // the answer is already known
        }
    }

    private void add(Ladder ladder, StepText step) {
        if (step.mandatory()) ladder.mandatory(step.id(), step.label(), () -> rung(step.text(), step.fix()));
        else ladder.optional(step.id(), step.label(), () -> rung(step.text(), step.fix()));
    }

    private Finding fetchToken() throws SQLException {
        login.token().current();
        return Finding.passed("The token service gave a token.");
    }

    /**
     * The driver negotiates the encryption inside its protocol and signs in with the same call; its failure tells how far it
     * came.
     */
    private Finding encrypt() throws SQLException, IOException {
        if (!login.encrypted()) return Finding.skipped("The encryption is switched off.");
        if (isAsleep()) return reach.shakeHands((SSLSocketFactory) SSLSocketFactory.getDefault());
        attempt();
        if (refusal != null && !serverSpoke(explanation.of(refusal).kind())) throw refusal;
        return Finding.passed("The connection is encrypted.");
    }

    private Finding signIn() throws SQLException {
        if (isAsleep()) return Finding.warned(type.sqlOnRequest().reason(), type.sqlOnRequest().fix());
        if (connection == null && refusal == null) attempt();
        if (refusal != null && !signedIn(explanation.of(refusal).kind())) throw refusal;
        if (refusal != null) return Finding.passed("The server accepted the user name and the password.");
        Row identity = Reading.first(connection, settings, login.texts().get("identity.sql"));
        server = new TestReport.Server(identity.text("product"), identity.text("version"));
        if (product().equals(wantedProduct())) return Finding.passed(identity.text("message"));
        String message = identity.text("message") + " The server is " + product() + ", not " + wantedProduct() + ".";
        return Finding.warned(FailureKind.CONFIG, message, "Choose " + product() + " as the product of this connection.");
    }

    private String version() {
        return server == null || server.version() == null ? "" : " " + server.version();
    }

    private String wantedProduct() {
        return type.product(settings.more().get("flavor"));
    }

    /** Of a type that serves several products the one that answered; else its own name, whatever the server says. */
    private String product() {
        boolean several = type.settings().path("properties").has("flavor");
        return several && server != null ? server.product() : type.name();
    }

    private Finding openDatabase() throws SQLException {
        if (isAsleep()) return Finding.skipped(type.sqlOnRequest().reason());
        if (refusal != null) throw refusal;
        return rung("target.sql", null);
    }

    private Finding readCatalog() {
        if (isAsleep()) return Finding.skipped(type.sqlOnRequest().reason());
        List<Row> rows = Reading.all(connection, settings, login.texts().get("visible.sql"));
        if (!rows.isEmpty()) return Reading.finding(rows, null);
        return Finding.warned(FailureKind.PERMISSION, "The catalog answers, but shows this login no table.",
                "Check the name of the database, and grant the login what it needs to see its tables.");
    }

    private Finding rung(String text, String fix) {
        if (isAsleep()) return Finding.skipped(type.sqlOnRequest().reason());
        return Reading.finding(Reading.all(connection, settings, login.texts().get(text)), fix);
    }

    /** Whether the source would have to be woken for SQL, and nobody asked for that. */
    private boolean isAsleep() {
        return type.sqlOnRequest() != null && !Boolean.TRUE.equals(settings.advanced().more().get(type.sqlOnRequest().setting()));
    }

    private void attempt() {
        try {
            connection = login.open();
            Login.limitSilence(connection, LONGEST_SILENCE_MILLIS);
        } catch (SQLException failed) {
            refusal = failed;
        }
    }

    private static boolean serverSpoke(FailureKind kind) {
        return signedIn(kind) || kind == FailureKind.AUTH || kind == FailureKind.TRANSIENT || kind == FailureKind.QUOTA;
    }

    private static boolean signedIn(FailureKind kind) {
        return kind == FailureKind.NOT_FOUND || kind == FailureKind.PERMISSION;
    }
}
