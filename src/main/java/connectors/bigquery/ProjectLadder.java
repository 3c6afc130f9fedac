package connectors.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import connectors.Ladder;
import connectors.Ladder.Finding;
import connectors.Reach;
import connectors.TestReport;
import connectors.http.HttpAnswer;
import connectors.http.HttpBase;
import connectors.http.HttpExplanation;
import connectors.http.HttpLadder;
import connectors.http.Pages;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import problems.FailureKind;
import problems.ProblemException;

/** The rungs from the settings to a query that might be run. */
public final class ProjectLadder {
    /** Google's token service bears a little more. */
    private static final Duration TOLERABLE = Duration.ofMinutes(1);
    private static final TestReport.Server SERVER = new TestReport.Server("BigQuery", "v2");

    private final BigQuerySettings settings;
    private final HttpExplanation explanation;
    private final HttpBase base;
    private final Supplier<Reach> reach;
    private final SSLContext trusted;
    private final Identity identity;
    private final Project project;
    private final Queries queries;
    private final InstantSource clock;

    ProjectLadder(BigQuerySettings settings, HttpExplanation explanation, HttpBase base, Supplier<Reach> reach,
                  SSLContext trusted, Identity identity, Project project, Queries queries, InstantSource clock) {
        this.settings = settings;
        this.explanation = explanation;
        this.base = base;
        this.reach = reach;
        this.trusted = trusted;
        this.identity = identity;
        this.project = project;
        this.queries = queries;
        this.clock = clock;
    }

    public TestReport test() {
        return climb().optional("capabilities", "Try a query without running it", this::dryRun)
                .optional("quota", "Check what may still be asked",
                        () -> Finding.skipped("Google publishes no numbers; a project that is asked too often says so."))
                .report(SERVER, this::success);
    }

    /** Without what is optional: two calls. */
    public TestReport health() {
        return climb().report(SERVER, this::success);
    }

    private String success() {
        return "Connected to the project " + settings.projectId() + ".";
    }

    private Ladder climb() {
        Climb climb = new Climb();
        return HttpLadder.begin(explanation, base, reach.get(), trusted, "Have the operator set an endpoint with https.")
                .mandatory("authenticate", "Sign in", climb::authenticate)
                .mandatory("target", "Open the project", climb::target)
                .mandatory("read_metadata", "Read a table's name", climb::readMetadata);
    }

    private Finding dryRun() throws IOException {
        try {
            queries.dryRun();
            return Finding.passed("Queries may be run in " + settings.billingProjectId() + "; this one was not.");
        } catch (ProblemException refused) {
            if (settings.advanced().asksSql() || refused.problem().kind() != FailureKind.PERMISSION) throw refused;
            return Finding.skipped("This account may not run queries, which is needed only for \"Ask by SQL\".");
        }
    }

    /** What one climb finds out. */
    private final class Climb {
        private HttpAnswer first;

        /** The project is asked already here: whether a token is taken only shows when it is used. */
        private Finding authenticate() throws IOException {
            String name = identity.prove();
            Instant asked = clock.instant();
            first = project.firstDataset();
            if (first.status() == 401) explanation.demand(first);
            Optional<Duration> skew = skew(first, asked);
            if (skew.isEmpty() || skew.get().abs().compareTo(TOLERABLE) <= 0) return Finding.passed("Signed in as " + name + ".");
            return Finding.warned(FailureKind.CONFIG, "The clock of this machine is " + inWords(skew.get()) + " of Google's.",
                    "Set the clock: Google refuses to sign in an account whose clock is minutes away.");
        }

        private Finding target() throws IOException {
            first = first.isSuccess() ? first : project.firstDataset();
            project.demand(first);
            return Finding.passed("The project is there, and its datasets can be listed.");
        }

        private Finding readMetadata() throws IOException {
            JsonNode shown = project.demand(first).path("datasets").path(0);
            if (isCovered(shown)) return firstTable(ProjectMetastore.name(shown));
            for (Pages pages = project.datasets(); pages.hasNext(); ) {
                JsonNode dataset = pages.next();
                if (isCovered(dataset)) return firstTable(ProjectMetastore.name(dataset));
            }
            return none(!shown.isMissingNode());
        }

        private boolean isCovered(JsonNode dataset) {
            return !dataset.isMissingNode() && settings.covers(ProjectMetastore.name(dataset), dataset.path("location").asText());
        }

        /** @param any whether there are datasets */
        private Finding none(boolean any) {
            if (!any) return Finding.warned(FailureKind.PERMISSION, "The project shows this account no dataset.",
                    "Grant the role BigQuery Metadata Viewer on the project or on its datasets.");
            return Finding.warned(FailureKind.CONFIG, "None of the project's datasets is one that these settings take in.",
                    "Check the location, and which datasets are taken in and left out.");
        }

        private Finding firstTable(String dataset) throws IOException {
            String table = project.firstTable(dataset).path("tableReference").path("tableId").asText();
            return Finding.passed(table.isEmpty() ? "Tables can be listed; the dataset " + dataset + " has none."
                    : "Tables can be listed, such as " + dataset + "." + table + ".");
        }
    }

    /** @return by how much Google's clock is ahead of ours; empty where the answer has no date */
    private static Optional<Duration> skew(HttpAnswer answer, Instant asked) {
        try {
            String date = answer.header("date");
            if (date == null) return Optional.empty();
            Instant theirs = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            return Optional.of(Duration.between(asked, theirs));
        } catch (DateTimeException wrong) {
            return Optional.empty();
        }
    }

    private static String inWords(Duration skew) {
        return skew.abs().toSeconds() + " s " + (skew.isNegative() ? "ahead" : "behind");
    }
}
