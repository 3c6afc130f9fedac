package metadata;

import budgets.Rules;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import problems.FailureKind;
import problems.Problem;

/**
 * An import whose source may not be asked any more for now is put back, and goes on when that time has come: by a job that any
 * replica takes. Meanwhile it holds no thread, no connection and no source.
 */
@Component
class ImportWaits {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    /** Whoever gets no further by waiting waits longer, up to this. */
    private static final Duration LONGEST_IN_VAIN = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    private final JdbcClient database;
    private final ImportRows rows;
    private final ImportEnds ends;
    private final ImportQueue queue;
    private final Duration givesUp;

    ImportWaits(JdbcClient database, ImportRows rows, ImportEnds ends, ImportQueue queue, Rules rules) {
        this.database = database;
        this.rows = rows;
        this.ends = ends;
        this.queue = queue;
        this.givesUp = rules.importGivesUp();
    }

    /** Whether waiting helps: calls are limited, or the guard leaves the source alone for that, and it is known for how long. */
    @Transactional(readOnly = true)
    boolean help(ImportRun run, Problem problem) {
        if (problem.retryAfter() == null) return false;
        return problem.kind() == FailureKind.QUOTA || "circuit_open".equals(problem.code()) && hasWaited(run);
    }

    private boolean hasWaited(ImportRun run) {
        return database.sql("SELECT waiting_since IS NOT NULL FROM app.imports WHERE id = :id").param("id", run.importId)
                .query(Boolean.class).optional().orElse(false);
    }

    /** Does nothing when another attempt has taken over. Where waiting has been in vain for too long, the import fails. */
    @Transactional
    void putBack(ImportRun run, Problem problem) {
        if (!rows.lock(run)) return;
        Waited waited = wait(run, problem.message());
        if (waited.cancelled) ends.stop(run, "cancelled", null);
        else if (waited.inVain.compareTo(givesUp) > 0) ends.stop(run, "failed", inVain(problem));
        else queue.offer(run.run, run.part.lane(), rows.putBack(run, pause(problem.retryAfter(), waited.inVain)));
    }

    private record Waited(boolean cancelled, Duration inVain) { }

    /** @return since when it waits without having stored another table */
    private Waited wait(ImportRun run, String reason) {
        return database.sql("""
                        UPDATE app.imports i
                           SET waiting_reason = :reason,
                               waiting_since = CASE WHEN seen.tables > coalesce(i.waiting_tables, -1) THEN now()
                                                    ELSE i.waiting_since END,
                               waiting_tables = greatest(seen.tables, i.waiting_tables)
                          FROM (SELECT count(*) AS tables FROM app.datasets
                                 WHERE connection_id = :connection AND last_import_id = :id AND NOT unread) seen
                         WHERE i.id = :id
                        RETURNING i.cancel_requested, extract(epoch FROM now() - i.waiting_since) AS in_vain""")
                .param("reason", StorableText.of(reason)).param("connection", run.connectionId).param("id", run.importId)
                .query((row, n) -> new Waited(row.getBoolean("cancel_requested"), Duration.ofSeconds(row.getLong("in_vain"))))
                .single();
    }

    private static Duration pause(Duration asked, Duration inVain) {
        Duration longer = inVain.dividedBy(2).compareTo(LONGEST_IN_VAIN) > 0 ? LONGEST_IN_VAIN : inVain.dividedBy(2);
        Duration pause = asked.compareTo(longer) > 0 ? asked : longer;
        if (pause.compareTo(SHORTEST) < 0) pause = SHORTEST;
        if (pause.compareTo(LONGEST) > 0) pause = LONGEST;
        // those who wait for the same moment do not all come in it
        return pause.plusMillis(ThreadLocalRandom.current().nextLong(Math.min(pause.toMillis() / 10, 5_000) + 1));
    }

    private Problem inVain(Problem problem) {
        return new Problem(problem.kind(), problem.code(), problem.field(),
                problem.message() + " The import has waited for " + givesUp.toDays() + " days and got no further.",
                "Raise the limit, or import fewer tables, and resume the import.", null);
    }
}
