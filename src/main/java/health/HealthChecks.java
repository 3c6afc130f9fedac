package health;

import access.Audit;
import access.Caller;
import access.MemberRemoved;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import connections.Connection;
import connections.ConnectionChanged;
import connections.Connections;
import connections.TestRuns.TestRun;
import connectors.TestReport.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import problems.FailureKind;
import problems.Refusal;
import types.ConnectionTypes;

/** Whether connections answer, over time: their schedules and the history of their checks. */
@Component
public class HealthChecks {
    static final int DEFAULT_INTERVAL_SECONDS = 300;
    private static final int MIN_INTERVAL_SECONDS = 10;
    private static final int MAX_INTERVAL_SECONDS = 86_400;
    /** In a row. After that the schedule pauses, before the source locks the account. */
    static final int AUTH_FAILURES_UNTIL_PAUSE = 3;
    private static final int KEPT_CHECKS = 2_000;

    public record Schedule(boolean enabled, int intervalSeconds, int authFailures) {
        static final Schedule NONE = new Schedule(false, DEFAULT_INTERVAL_SECONDS, 0);

        /** Whether it has paused itself. */
        public boolean isPaused() {
            return authFailures >= AUTH_FAILURES_UNTIL_PAUSE;
        }
    }

    /** Of a check that we did not let through: it says nothing of the source. */
    private static final String SKIPPED = "skipped";

    /** @param status success, degraded, failed, or skipped where the source was not asked */
    public record HealthCheck(Instant at, String status, long latencyMs, String message, FailureKind failureKind) {
        /** Whether the source was asked. */
        public boolean isWord() {
            return !SKIPPED.equals(status);
        }
    }

    /**
     * @param uptimePercent of the checks of the last 24 hours that asked the source; null when there are none
     * @param checks        newest first
     */
    public record Health(UUID connectionId, Schedule schedule, Double uptimePercent, List<HealthCheck> checks) { }

    private record CheckOf(UUID connectionId, HealthCheck check) { }

    private final JdbcClient database;
    private final Connections connections;
    private final ConnectionTypes types;
    private final SchedulerClient jobs;
    private final Audit audit;

    HealthChecks(JdbcClient database, Connections connections, ConnectionTypes types, @Lazy SchedulerClient jobs,
                 Audit audit) {
        this.database = database;
        this.connections = connections;
        this.types = types;
        this.jobs = jobs;
        this.audit = audit;
    }

    /** @param limit of the checks, at most 200 */
    @Transactional(readOnly = true)
    public Health of(UUID connectionId, int limit) {
        connections.find(connectionId);
        List<HealthCheck> checks = database.sql("""
                        SELECT at, status, latency_ms, message, failure_kind FROM app.health_checks
                         WHERE connection_id = :id ORDER BY at DESC LIMIT :limit""")
                .param("id", connectionId).param("limit", limit).query(HealthCheck.class).list();
        Double uptime = database.sql("""
                        SELECT 100.0 * avg((status <> 'failed')::int) FROM app.health_checks
                         WHERE connection_id = :id AND status <> 'skipped' AND at > now() - interval '24 hours'""")
                .param("id", connectionId).query(Double.class).optional().orElse(null);
        return new Health(connectionId, schedule(connectionId).orElse(Schedule.NONE), uptime, checks);
    }

    /**
     * The last checks of many connections at once, newest first: what a page of cards shows. The last one that asked the source
     * is among them, however many were skipped since: a broken source must not look healthy.
     */
    @Transactional(readOnly = true)
    public Map<UUID, List<HealthCheck>> latest(List<UUID> connectionIds, int each) {
        if (connectionIds.isEmpty()) return Map.of();
        return database.sql("""
                        SELECT c.connection_id, c.at, c.status, c.latency_ms, c.message, c.failure_kind
                          FROM unnest(:ids::uuid[]) AS wanted (id)
                         CROSS JOIN LATERAL ((SELECT * FROM app.health_checks h
                                               WHERE h.connection_id = wanted.id ORDER BY h.at DESC LIMIT :each)
                                             UNION
                                             (SELECT * FROM app.health_checks h
                                               WHERE h.connection_id = wanted.id AND h.status <> 'skipped'
                                               ORDER BY h.at DESC LIMIT 1)) c
                         ORDER BY c.at DESC""")
                .param("ids", connectionIds.stream().map(UUID::toString).toArray(String[]::new)).param("each", each)
                .query((row, n) -> new CheckOf(row.getObject("connection_id", UUID.class), check(row))).list().stream()
                .collect(Collectors.groupingBy(CheckOf::connectionId, Collectors.mapping(CheckOf::check, Collectors.toList())));
    }

    private static HealthCheck check(ResultSet row) throws SQLException {
        return new HealthCheck(row.getTimestamp("at").toInstant(), row.getString("status"), row.getLong("latency_ms"),
                row.getString("message"), kind(row.getString("failure_kind")));
    }

    /** @param intervalSeconds 10 to 86400; null keeps */
    @Transactional
    public Schedule reschedule(UUID connectionId, boolean enabled, Integer intervalSeconds) {
        Connection connection = connections.find(connectionId);
        if (!connections.mayEdit(connection)) {
            throw Refusal.forbidden("Only its owner or an admin of the account may change the schedule of this connection.");
        }
        int interval = intervalSeconds != null ? intervalSeconds : schedule(connectionId).orElse(Schedule.NONE).intervalSeconds();
        if (interval < MIN_INTERVAL_SECONDS || interval > MAX_INTERVAL_SECONDS) {
            throw Refusal.invalid("/interval_seconds",
                    "Please give " + MIN_INTERVAL_SECONDS + " to " + MAX_INTERVAL_SECONDS + " seconds.");
        }
        write(connection, enabled, interval);
        audit.success("health.schedule", "connection", connectionId,
                Map.of("enabled", Boolean.toString(enabled), "interval_seconds", Integer.toString(interval)));
        return new Schedule(enabled, interval, 0);
    }

    /** A new connection is watched from the start; a repaired one is watched again. */
    @EventListener
    public void onChange(ConnectionChanged change) {
        switch (change.kind()) {
            case CREATED -> begin(connections.find(change.id()));
            case EDITED -> database.sql("UPDATE app.health_schedules SET auth_failures = 0 WHERE connection_id = :id")
                    .param("id", change.id()).update();
            case DELETED -> unlessRunning(() ->
                    jobs.cancel(HealthJob.instance(change.id(), change.accountId(), Caller.current().userId())));
        }
    }

    private void begin(Connection connection) {
        Duration every = types.get(connection.connectionType()).limits().healthEvery();
        write(connection, true, every == null ? DEFAULT_INTERVAL_SECONDS : (int) every.toSeconds());
    }

    /** Else checks would end without a word: they run with the rights of whoever wrote the schedule. */
    @EventListener
    public void onRemoval(MemberRemoved removal) {
        database.sql("""
                        SELECT connection_id, enabled, interval_seconds FROM app.health_schedules
                         WHERE account_id = :account AND acting_user_id = :user""")
                .param("account", Caller.current().accountId()).param("user", removal.userId())
                .query(Inherited.class).list().forEach(left -> write(connections.find(left.connectionId), left.enabled, left.intervalSeconds));
    }

    private record Inherited(UUID connectionId, boolean enabled, int intervalSeconds) { }

    Optional<Schedule> schedule(UUID connectionId) {
        return database.sql("SELECT enabled, interval_seconds, auth_failures FROM app.health_schedules WHERE connection_id = :id")
                .param("id", connectionId).query(Schedule.class).optional();
    }

    @Transactional(readOnly = true)
    public Optional<Schedule> scheduleForJob(UUID connectionId) {
        return schedule(connectionId);
    }

    /** A source that says that it has had enough calls is up; and one that a limit of ours kept us from asking has said nothing. */
    private static String status(TestRun run) {
        if (run.isHeldBack()) return SKIPPED;
        boolean isBusy = run.status() == Status.FAILED && run.failureKind() == FailureKind.QUOTA;
        return (isBusy ? Status.DEGRADED : run.status()).wireName();
    }

    @Transactional
    public void keep(Connection connection, TestRun run) {
        database.sql("""
                        INSERT INTO app.health_checks (account_id, connection_id, at, status, latency_ms, message, failure_kind)
                        VALUES (:account, :connection, :at, :status, :latency, :message, :kind)""")
                .param("account", connection.accountId()).param("connection", connection.id())
                .param("at", Timestamp.from(run.startedAt())).param("status", status(run))
                .param("latency", run.durationMs()).param("message", run.message())
                .param("kind", run.failureKind() == null ? null : run.failureKind().name()).update();
        database.sql("""
                        DELETE FROM app.health_checks WHERE connection_id = :connection AND at <
                               (SELECT at FROM app.health_checks WHERE connection_id = :connection
                                 ORDER BY at DESC OFFSET :kept LIMIT 1)""")
                .param("connection", connection.id()).param("kept", KEPT_CHECKS).update();
        if (run.turnedAway()) return;
        String failures = run.failureKind() == FailureKind.AUTH ? "auth_failures + 1" : "0";
        database.sql("UPDATE app.health_schedules SET auth_failures = " + failures + " WHERE connection_id = :connection")
                .param("connection", connection.id()).update();
    }

    private void write(Connection connection, boolean enabled, int intervalSeconds) {
        database.sql("""
                        INSERT INTO app.health_schedules (connection_id, account_id, acting_user_id, enabled, interval_seconds)
                        VALUES (:id, :account, app.uid(), :enabled, :interval)
                        ON CONFLICT (connection_id) DO UPDATE
                           SET enabled = excluded.enabled, interval_seconds = excluded.interval_seconds,
                               acting_user_id = excluded.acting_user_id, auth_failures = 0, updated_at = now()""")
                .param("id", connection.id()).param("account", connection.accountId())
                .param("enabled", enabled).param("interval", intervalSeconds).update();
        var instance = HealthJob.instance(connection.id(), connection.accountId(), Caller.current().userId());
        Instant first = Rounds.next(intervalSeconds);
        unlessRunning(() -> {
            if (!jobs.scheduleIfNotExists(instance, first)) jobs.reschedule(instance, first, instance.getData());
        });
    }

    /** A round that is under way looks at its end whether there is to be another, and when. */
    private static void unlessRunning(Runnable change) {
        try {
            change.run();
        } catch (TaskInstanceCurrentlyExecutingException underWay) {
            // so be it
        }
    }

    private static FailureKind kind(String name) {
        return name == null ? null : FailureKind.valueOf(name);
    }
}
