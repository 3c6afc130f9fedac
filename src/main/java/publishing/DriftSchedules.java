package publishing;

import access.Audit;
import access.Caller;
import access.MemberRemoved;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import connections.Connection;
import connections.ConnectionChanged;
import connections.Connections;
import health.Rounds;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import problems.Refusal;

/** How often a target is looked at, whether what was published to it is still as it should be. */
@Component
public class DriftSchedules {
    static final int DAILY_SECONDS = 86_400;
    private static final int MIN_SECONDS = 300;
    private static final int MAX_SECONDS = 30 * DAILY_SECONDS;

    /** @param enabled false, too, while nothing was published */
    public record Schedule(boolean enabled, int intervalSeconds) {
        static final Schedule NONE = new Schedule(false, DAILY_SECONDS);
    }

    private final JdbcClient database;
    private final Connections connections;
    private final SchedulerClient jobs;
    private final Audit audit;

    DriftSchedules(JdbcClient database, Connections connections, @Lazy SchedulerClient jobs, Audit audit) {
        this.database = database;
        this.connections = connections;
        this.jobs = jobs;
        this.audit = audit;
    }

    /** @throws Refusal 404 */
    @Transactional(readOnly = true)
    public Schedule of(UUID connectionId) {
        connections.find(connectionId);
        return find(connectionId).orElse(Schedule.NONE);
    }

    /**
     * @param intervalSeconds 300 to 2,592,000; null keeps
     * @throws Refusal 403 for those who may not edit the connection
     */
    @Transactional
    public Schedule reschedule(UUID connectionId, boolean enabled, Integer intervalSeconds) {
        Connection target = connections.find(connectionId);
        if (!connections.mayEdit(target)) {
            throw Refusal.forbidden("Only its owner or an admin of the account may change the schedule of this connection.");
        }
        int interval = intervalSeconds != null ? intervalSeconds : find(connectionId).orElse(Schedule.NONE).intervalSeconds();
        if (interval < MIN_SECONDS || interval > MAX_SECONDS) {
            throw Refusal.invalid("/interval_seconds", "Please give " + MIN_SECONDS + " to " + MAX_SECONDS + " seconds.");
        }
        write(target.id(), target.accountId(), enabled, interval);
        audit.success("drift.schedule", "connection", connectionId,
                Map.of("enabled", Boolean.toString(enabled), "interval_seconds", Integer.toString(interval)));
        return new Schedule(enabled, interval);
    }

    /** In the transaction that first publishes to a target. */
    void begin(UUID connectionId, UUID accountId) {
        if (find(connectionId).isEmpty()) write(connectionId, accountId, true, DAILY_SECONDS);
    }

    @EventListener
    public void onChange(ConnectionChanged change) {
        if (change.kind() != ConnectionChanged.Kind.DELETED) return;
        var instance = DriftJob.instance(change.id(), change.accountId(), Caller.current().userId());
        if (jobs.getScheduledExecution(instance).isPresent()) unlessRunning(() -> jobs.cancel(instance));
    }

    /** Else looks would end without a word: they are done with the rights of whoever wrote the schedule. */
    @EventListener
    public void onRemoval(MemberRemoved removal) {
        UUID account = Caller.current().accountId();
        database.sql("""
                        SELECT connection_id, enabled, interval_seconds FROM app.drift_schedules
                         WHERE account_id = :account AND acting_user_id = :user""")
                .param("account", account).param("user", removal.userId()).query(Inherited.class).list()
                .forEach(left -> write(left.connectionId, account, left.enabled, left.intervalSeconds));
    }

    private record Inherited(UUID connectionId, boolean enabled, int intervalSeconds) { }

    @Transactional(readOnly = true)
    public Optional<Schedule> scheduleForJob(UUID connectionId) {
        return find(connectionId);
    }

    private Optional<Schedule> find(UUID connectionId) {
        return database.sql("SELECT enabled, interval_seconds FROM app.drift_schedules WHERE connection_id = :id")
                .param("id", connectionId).query((row, n) -> new Schedule(row.getBoolean("enabled"),
                row.getInt("interval_seconds")))
                .optional();
    }

    private void write(UUID connectionId, UUID accountId, boolean enabled, int intervalSeconds) {
        database.sql("""
                        INSERT INTO app.drift_schedules (connection_id, account_id, acting_user_id, enabled, interval_seconds)
                        VALUES (:id, :account, app.uid(), :enabled, :interval)
                        ON CONFLICT (connection_id) DO UPDATE
                           SET enabled = excluded.enabled, interval_seconds = excluded.interval_seconds,
                               acting_user_id = excluded.acting_user_id, updated_at = now()""")
                .param("id", connectionId).param("account", accountId).param("enabled", enabled)
                .param("interval", intervalSeconds)
                .update();
        var instance = DriftJob.instance(connectionId, accountId, Caller.current().userId());
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
}
