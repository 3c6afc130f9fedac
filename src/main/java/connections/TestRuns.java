package connections;

import access.Audit;
import access.Caller;
import com.fasterxml.jackson.annotation.JsonIgnore;
import connectors.Step;
import connectors.TestReport;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import paging.Cursor;
import paging.Page;
import paging.PageRequest;
import problems.FailureKind;

/** How tests went: kept with their steps, and the last one's outcome on the connection. */
@Component
public class TestRuns {

    /**
     * A test result as the REST contract shows it.
     *
     * @param connectionId null for a draft
     * @param turnedAway   whether it ended because we did not call: that says nothing of the source, good or bad
     */
    public record TestRun(UUID id, UUID connectionId, TestReport.Status status, Instant startedAt, long durationMs,
                          String message, FailureKind failureKind, boolean retryable, TestReport.Server server,
                          List<Step> steps, @JsonIgnore boolean turnedAway) {

        public static TestRun of(UUID connectionId, Instant startedAt, TestReport report) {
            long millis = Instant.now().toEpochMilli() - startedAt.toEpochMilli();
            return new TestRun(UUID.randomUUID(), connectionId, report.status(), startedAt, millis, report.message(),
                    report.failureKind(), report.retryable(), report.server(), report.steps(), report.turnedAway());
        }

        /**
         * Whether a limit of ours kept us from calling. What cannot be carried out for another reason, such as an open circuit,
         * is a failure: a broken source must never look healthy.
         */
        @JsonIgnore
        public boolean isHeldBack() {
            return turnedAway && failureKind == FailureKind.QUOTA;
        }
    }

    private final JdbcClient database;
    private final Audit audit;

    TestRuns(JdbcClient database, Audit audit) {
        this.database = database;
        this.audit = audit;
    }

    /** Result, steps, status and audit in one transaction. Where a limit kept us from calling, the connection's status stays. */
    @Transactional
    public void keep(TestRun run, Connection connection) {
        database.sql("""
                        INSERT INTO app.test_runs (id, account_id, connection_id, actor_id, status, started_at, duration_ms,
                                                   message, failure_kind, retryable, server_product, server_version)
                        VALUES (:id, :account, :connection, :actor, :status, :started, :ms,
                                :message, :kind, :retryable, :product, :version)""")
                .param("id", run.id()).param("account", connection.accountId())
                .param("connection", connection.id()).param("actor", Caller.current().userId())
                .param("status", run.status().wireName()).param("started", Timestamp.from(run.startedAt()))
                .param("ms", run.durationMs()).param("message", run.message())
                .param("kind", run.failureKind() == null ? null : run.failureKind().name()).param("retryable", run.retryable())
                .param("product", run.server() == null ? null : run.server().product())
                .param("version", run.server() == null ? null : run.server().version()).update();
        for (int i = 0; i < run.steps().size(); i++) keepStep(run, connection, i);
        if (!run.isHeldBack()) keepStatus(run, connection);
        if (run.status() == TestReport.Status.FAILED) {
            audit.failure("connection.test", "connection", connection.id(), Map.of("kind", String.valueOf(run.failureKind())));
        } else {
            audit.success("connection.test", "connection", connection.id(), Map.of("status", run.status().wireName()));
        }
    }

    private void keepStatus(TestRun run, Connection connection) {
        String error = run.status() == TestReport.Status.SUCCESS ? null : run.message();
        database.sql("SELECT app.note_test(:connection, :status, :message, :at)")
                .param("connection", connection.id()).param("status", run.status().wireName())
                .param("message", error).param("at", Timestamp.from(run.startedAt())).query().listOfRows();
    }

    /** Newest first. */
    @Transactional(readOnly = true)
    public Page<TestRun> list(UUID connectionId, PageRequest page) {
        List<TestRun> runs = database.sql("""
                        SELECT * FROM app.test_runs
                         WHERE connection_id = :connection
                           AND (:key::text IS NULL OR (started_at, id) < (:key::timestamptz, :id::uuid))
                         ORDER BY started_at DESC, id DESC LIMIT :fetch""")
                .param("connection", connectionId).param("key", page.afterKey()).param("id", page.afterId())
                .param("fetch", page.fetch()).query((row, n) -> run(row, List.of())).list();
        long total = database.sql("SELECT count(*) FROM app.test_runs WHERE connection_id = :connection")
                .param("connection", connectionId).query(Long.class).single();
        Map<UUID, List<Step>> steps = steps(runs);
        return Page.of(runs, page, total, run -> new Cursor(run.startedAt().toString(), run.id().toString()))
                .map(run -> withSteps(run, steps.getOrDefault(run.id(), List.of())));
    }

    private record StepOfRun(UUID runId, Step step) { }

    private Map<UUID, List<Step>> steps(List<TestRun> runs) {
        if (runs.isEmpty()) return Map.of();
        return database.sql("SELECT * FROM app.test_steps WHERE run_id IN (:runs) ORDER BY run_id, position")
                .param("runs", runs.stream().map(TestRun::id).toList())
                .query((row, n) -> new StepOfRun(row.getObject("run_id", UUID.class), step(row))).list().stream()
                .collect(Collectors.groupingBy(StepOfRun::runId, Collectors.mapping(StepOfRun::step, Collectors.toList())));
    }

    private void keepStep(TestRun run, Connection connection, int position) {
        Step step = run.steps().get(position);
        database.sql("""
                        INSERT INTO app.test_steps (run_id, account_id, connection_id, position, step_id, label, status,
                                                    mandatory, duration_ms, message, fix, field, code)
                        VALUES (:run, :account, :connection, :position, :step, :label, :status,
                                :mandatory, :ms, :message, :fix, :field, :code)""")
                .param("run", run.id()).param("account", connection.accountId()).param("connection", connection.id())
                .param("position", position).param("step", step.id()).param("label", step.label())
                .param("status", step.status().wireName()).param("mandatory", step.mandatory())
                .param("ms", step.durationMs()).param("message", step.message())
                .param("fix", step.fix()).param("field", step.field()).param("code", step.code()).update();
    }

    private static TestRun withSteps(TestRun run, List<Step> steps) {
        return new TestRun(run.id(), run.connectionId(), run.status(), run.startedAt(), run.durationMs(), run.message(),
                run.failureKind(), run.retryable(), run.server(), steps, run.turnedAway());
    }

    private static TestRun run(ResultSet row, List<Step> steps) throws SQLException {
        String kind = row.getString("failure_kind");
        String product = row.getString("server_product");
        return new TestRun(row.getObject("id", UUID.class), row.getObject("connection_id", UUID.class),
                TestReport.Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                row.getTimestamp("started_at").toInstant(), row.getLong("duration_ms"), row.getString("message"),
                kind == null ? null : FailureKind.valueOf(kind), row.getBoolean("retryable"),
                product == null ? null : new TestReport.Server(product, row.getString("server_version")), steps, false);
    }

    private static Step step(ResultSet row) throws SQLException {
        return new Step(row.getString("step_id"), row.getString("label"),
                Step.Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)), row.getBoolean("mandatory"),
                row.getLong("duration_ms"), row.getString("message"), row.getString("fix"), row.getString("field"),
                row.getString("code"), null);
    }
}
