package routes;

import catalog.KnownTokens;
import catalog.Schema;
import catalog.Selection;
import catalog.Table;
import catalog.TableName;
import catalog.TableSummary;
import catalog.TargetTable;
import connections.Connection;
import connections.ConnectionInput;
import connections.Connections;
import connections.DraftTests;
import connections.TestRuns;
import connections.TestRuns.TestRun;
import connectors.Budgets.Own;
import connectors.Step;
import connectors.TestReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;
import problems.Refusal;

/** What REST, pages and jobs call. Each method is one call through the connection's guard to its source. */
@Component
public class Operations {
    private static final Logger LOG = LoggerFactory.getLogger(Operations.class);
    private static final Problem TOO_MUCH = Problem.of(FailureKind.INTERNAL, "too_much",
                    "What the source answered was too large or too deeply nested to be taken in.")
            .fix("Narrow down what is asked for.");
    /** Why a source is not opened at all: the first rung of every ladder. */
    private static final Set<FailureKind> OF_SETTINGS = Set.of(FailureKind.CONFIG, FailureKind.POLICY);
    /** Exchange variable that the writer of an import finds its run in. */
    public static final String RUN = "run";
    /** Exchange variable of the family's import route: a list of sentences about the source as a whole; it may be left out. */
    public static final String REMARKS = "remarks";
    /** Exchange variable that a family's import route may take: a {@link KnownTokens}. */
    public static final String KNOWN = "known";
    /** Code of the problem that an import reached its deadline because its calls waited for their turn. */
    public static final String HELD_UP = "held_up";

    private final Connections connections;
    private final ConnectionRoutes routes;
    private final TestRuns testRuns;
    private final DraftTests drafts;
    private final Failures failures;
    private final ProducerTemplate camel;
    private final Waiting waiting = new Waiting();

    Operations(Connections connections, ConnectionRoutes routes, TestRuns testRuns, DraftTests drafts,
               Failures failures, ProducerTemplate camel) {
        this.connections = connections;
        this.routes = routes;
        this.testRuns = testRuns;
        this.drafts = drafts;
        this.failures = failures;
        this.camel = camel;
    }

    /** Climbs the ladder of a stored connection and keeps the result. A failed test is an answer, not an exception. */
    public TestRun test(UUID connectionId) {
        Connection connection = connections.find(connectionId);
        TestRun run = climb(connection, Operation.TEST, connection.id());
        testRuns.keep(run, connection);
        return run;
    }

    /**
     * The same for a connection that is not stored; nothing of it stays but a line in the audit log.
     *
     * @throws ProblemException when the account tests too many of them
     */
    public TestRun testDraft(ConnectionInput input) {
        Connection draft = connections.draft(input);
        drafts.note(draft);
        try {
            return climb(draft, Operation.TEST, null);
        } finally {
            routes.evict(draft.id());
        }
    }

    /** The mandatory rungs and the cheapest read; kept by the caller. */
    public TestRun health(Connection connection) {
        return climb(connection, Operation.HEALTH, connection.id());
    }

    /** @throws ProblemException when the source fails */
    public List<Schema> schemas(UUID connectionId) {
        return schemas(connectionId, Operation.SCHEMAS);
    }

    /**
     * With change tokens where the connection's type has them: a query that reads much less than an import does.
     *
     * @throws ProblemException when the source fails
     */
    public List<Schema> schemasWithTokens(UUID connectionId) {
        return schemas(connectionId, Operation.PLAN);
    }

    @SuppressWarnings("unchecked")
    private List<Schema> schemas(UUID connectionId, Operation operation) {
        return (List<Schema>) call(usable(connectionId), operation, Map.of("tokens", operation == Operation.PLAN), Map.of());
    }

    /** @throws ProblemException when the source fails */
    @SuppressWarnings("unchecked")
    public List<TableSummary> tables(UUID connectionId, String schema) {
        return (List<TableSummary>) call(usable(connectionId), Operation.TABLES, Map.of("schema", schema), Map.of());
    }

    /** @throws ProblemException when the source fails */
    public Optional<Table> table(UUID connectionId, TableName name) {
        return Optional.ofNullable((Table) call(usable(connectionId), Operation.TABLE,
                Map.of("schema", name.schema(), "table", name.name()), Map.of()));
    }

    /**
     * Reads the selected tables in order and hands them to the writer.
     *
     * @param run   what the writer finds in the exchange variable {@link #RUN}; routes look at nothing of it
     * @param known of the tables as the import before has stored them
     * @throws ProblemException when the source fails; what the writer throws comes as it is
     */
    public void read(Connection connection, Selection selection, Object run, KnownTokens known) {
        call(connection, Operation.IMPORT, selection, Map.of(RUN, run, KNOWN, known));
    }

    /**
     * The same with a guard of its own and for somebody who waits: at most one at a time, with a deadline of minutes.
     *
     * @throws Refusal 409 when the connection is switched off
     */
    public void preview(UUID connectionId, Selection selection, Object run, KnownTokens known) {
        call(usable(connectionId), Operation.PREVIEW, selection, Map.of(RUN, run, KNOWN, known));
    }

    /**
     * What its source says of the calls of an import, without being called.
     *
     * @param calls  that an import makes of so many tables, about; empty where nobody counts
     * @param bounds that the connection sets itself
     */
    public record Cost(OptionalLong calls, List<Own> bounds) { }

    /** @throws ProblemException when the settings cannot be opened */
    public Cost cost(UUID connectionId, long tables) {
        RunningSource running = routes.opened(connections.find(connectionId));
        return new Cost(running.source.calls(tables), running.budgets.bounds());
    }

    /**
     * Makes a thread that is inside one of these methods stop waiting for its source: the method fails with the problem
     * {@code interrupted}, whatever the source does. Does nothing to a thread that is not inside.
     */
    public void stopWaiting(Thread caller) {
        waiting.end(caller);
    }

    /** Ends whatever still runs on the connection, so that a source that hangs holds no thread; the next call opens it again. */
    public void interrupt(UUID connectionId) {
        routes.evict(connectionId);
    }

    /** @throws Refusal 409 when the connection is switched off */
    Connection usable(UUID connectionId) {
        Connection connection = connections.find(connectionId);
        if (!connection.isActive()) {
            throw Refusal.conflict("connection_inactive", null, "This connection is switched off. Switch it on to use it.");
        }
        return connection;
    }

    private TestRun climb(Connection connection, Operation operation, UUID connectionId) {
        Instant start = Instant.now();
        try {
            return TestRun.of(connectionId, start, (TestReport) call(connection, operation, null, Map.of()));
        } catch (ProblemException turnedAway) {
            return TestRun.of(connectionId, start, refused(turnedAway.problem(), failures.isOurDoing(turnedAway)));
        }
    }

    /** The guard, or opening the source, refused before the ladder began. */
    private static TestReport refused(Problem problem, boolean turnedAway) {
        boolean settings = problem.field() != null && OF_SETTINGS.contains(problem.kind());
        Step step = new Step(settings ? "config" : "guard", settings ? "Check the settings" : "Enter the connection's route",
                Step.Status.FAILED, true, 0, problem.message(), problem.fix(), problem.field(), problem.code(), problem.kind());
        return new TestReport(TestReport.Status.FAILED,
                problem.message(), problem.kind(), problem.retryable(), null, List.of(step), turnedAway);
    }

    /** One call through the connection's guard. @throws ProblemException when the source fails */
    Object call(Connection connection, Operation operation, Object body, Map<String, Object> variables) {
        RunningSource running = routes.enter(connection, operation);
        RunningSource.Lane lane = running.lanes.get(operation);
        long start = System.nanoTime();
        waiting.begin();
        try {
            Exchange answer = operation.urgency().call(() -> camel.request(GuardRoutes.CALL, exchange -> {
                exchange.setProperty(GuardRoutes.GUARD, running.routeId(operation));
                exchange.setProperty(GuardRoutes.OPERATION, operation);
                exchange.setProperty(GuardRoutes.RUNNING, running);
                variables.forEach(exchange::setVariable);
                exchange.getMessage().setBody(body);
            }));
            if (answer.getException() != null) throw explained(answer.getException(), running, operation, start);
            return answer.getMessage().getBody();
        } catch (StackOverflowError | OutOfMemoryError exhausted) {
            throw new ProblemException(TOO_MUCH, exhausted);
        } finally {
            waiting.end();
            lane.calls.incrementAndGet();
            lane.lastMillis = (System.nanoTime() - start) / 1_000_000;
            lane.lastCall = Instant.now();
            routes.leave(running, operation);
        }
    }

    private RuntimeException explained(Exception failure, RunningSource running, Operation operation, long start) {
        running.lanes.get(operation).failures.incrementAndGet();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Passing passing) return passing;
        }
        Problem problem = failures.explain(failure, running, operation, start);
        // the class alone: a driver's text may hold its URL
        LOG.info("Call to connection {} failed: {} {} ({})",
                running.connectionId, problem.kind(), problem.code(), failure.getClass().getName());
        return new ProblemException(problem, failure);
    }

    /** What a writer throws through the route to its own caller; it says nothing of the source. */
    public abstract static class Passing extends RuntimeException {
        /** @param cause null for none */
        protected Passing(String message, Throwable cause) {
            super(message, cause, false, false);
        }
    }
}
