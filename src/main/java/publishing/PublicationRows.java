package publishing;

import access.Audit;
import catalog.JsonText;
import catalog.TargetTable.TargetStep;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import metadata.Import;
import metadata.StorableText;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;

/** What a worker writes while a plan is applied. Each result is durable before the next step begins. */
@Component
class PublicationRows {
    private static final int LONGEST_MESSAGE = 2_000;
    /** An attempt that may go on: the latest one, at a publication that nobody has ended. */
    private static final String UNDER_WAY = "id = :id AND fencing_token = :token AND status = 'applying'";

    private static final Problem CHANGED = Problem.of(FailureKind.CONFIG, "plan_outdated",
            "The connection to the target was changed after this was planned.").fix("Plan again.");

    private final JdbcClient database;
    private final JsonText json;
    private final Audit audit;

    PublicationRows(JdbcClient database, ObjectMapper json, Audit audit) {
        this.database = database;
        this.json = new JsonText(json.copy().registerModule(new StorableText()));
        this.audit = audit;
    }

    /** In the transaction that begins or resumes: all that is not done is to be done, but what nobody confirmed. */
    void restart(UUID id, boolean allowLoss) {
        database.sql("""
                        UPDATE app.publication_steps SET status = 'pending', message = NULL, attempts = 0, finished_at = NULL
                         WHERE publication_id = :id AND status IN ('failed', 'skipped')""").param("id", id).update();
        if (!allowLoss) {
            database.sql("""
                            UPDATE app.publication_steps
                               SET status = 'skipped', finished_at = now(),
                                   message = 'It takes something away at the target, and nobody confirmed that.'
                             WHERE publication_id = :id AND status = 'pending' AND loses""").param("id", id).update();
        }
        count(id);
    }

    private void count(UUID id) {
        database.sql("""
                        UPDATE app.publications p SET steps_done = s.done, steps_failed = s.failed, steps_skipped = s.skipped
                          FROM (SELECT count(*) FILTER (WHERE status = 'done') AS done,
                                       count(*) FILTER (WHERE status = 'failed') AS failed,
                                       count(*) FILTER (WHERE status = 'skipped') AS skipped
                                  FROM app.publication_steps WHERE publication_id = :id) s
                         WHERE p.id = :id""").param("id", id).update();
    }

    /** @return empty when the publication is over, or out of the caller's sight */
    @Transactional
    Optional<PublishRun> begin(UUID id) {
        return database.sql("""
                        UPDATE app.publications SET fencing_token = fencing_token + 1
                         WHERE id = :id AND status = 'applying'
                        RETURNING connection_id, fencing_token""").param("id", id)
                .query((row, n) -> new PublishRun(id, row.getObject("connection_id", UUID.class), row.getLong("fencing_token")))
                .optional();
    }

    /** Cancelled, over, deleted with its connection, out of its user's sight, or taken over by another worker. */
    @Transactional(readOnly = true)
    boolean isOver(PublishRun run) {
        return !of(run, "SELECT EXISTS (SELECT 1 FROM app.publications WHERE " + UNDER_WAY + ")").query(Boolean.class).single();
    }

    /**
     * @return the first step that is not done, now counted as tried; empty when none is left
     * @throws StopPublication  when the attempt is over
     * @throws ProblemException when the connection leads elsewhere than it did when this was planned
     */
    @Transactional
    Optional<PublishRun.Step> next(PublishRun run) {
        hold(run);
        mustLeadToTheSame(run);
        return database.sql("""
                        UPDATE app.publication_steps SET attempts = attempts + 1, started_at = now()
                         WHERE publication_id = :id
                           AND position = (SELECT position FROM app.publication_steps
                                            WHERE publication_id = :id AND status = 'pending'
                                            ORDER BY late, position LIMIT 1)
                        RETURNING position, table_position, attempts, kind, summary, statement, loses, late""")
                .param("id", run.id)
                .query((row, n) -> new PublishRun.Step(row.getInt("position"), row.getInt("table_position"),
                row.getInt("attempts"),
                        new TargetStep(row.getString("kind"), row.getString("summary"), row.getString("statement"),
                                row.getBoolean("loses"), row.getBoolean("late"))))
                .optional();
    }

    /** The row lock puts attempts in order, and the token tells the latest. */
    private boolean isHeld(PublishRun run) {
        return of(run, "SELECT 1 FROM app.publications WHERE " + UNDER_WAY + " FOR UPDATE").query(Integer.class).optional()
                .isPresent();
    }

    private void mustLeadToTheSame(PublishRun run) {
        boolean same = database.sql("""
                        SELECT p.connection_version = c.version
                          FROM app.publications p JOIN app.connections c ON c.id = p.connection_id WHERE p.id = :id""")
                .param("id", run.id).query(Boolean.class).single();
        if (!same) throw CHANGED.asException();
    }

    private void hold(PublishRun run) {
        if (!isHeld(run)) throw new StopPublication();
    }

    /** Also when somebody cancelled meanwhile: it is done all the same. Not when another worker has taken over. */
    @Transactional
    void done(PublishRun run, PublishRun.Step step, String message) {
        String now = of(run, "SELECT status FROM app.publications WHERE id = :id AND fencing_token = :token FOR UPDATE")
                .query(String.class).optional().orElseThrow(StopPublication::new);
        end(run, step.position(), "done", message);
        database.sql("UPDATE app.publications SET steps_done = steps_done + 1 WHERE id = :id").param("id", run.id).update();
        if (step.step().loses()) {
            audit.success("publication.loss", "connection", run.connectionId,
                    Map.of("publication", run.id.toString(), "step", step.step().summary()));
        }
        if (!now.equals("applying")) keepPublished(run.id);
    }

    /** The steps of the same table that were to follow are left out. */
    @Transactional
    void failed(PublishRun run, PublishRun.Step step, String message) {
        hold(run);
        end(run, step.position(), "failed", message);
        int skipped = database.sql("""
                        UPDATE app.publication_steps
                           SET status = 'skipped', finished_at = now(),
                               message = 'Left out, because an earlier step of this table failed.'
                         WHERE publication_id = :id AND table_position = :table AND status = 'pending'""")
                .param("id", run.id).param("table", step.tablePosition()).update();
        database.sql("""
                        UPDATE app.publications SET steps_failed = steps_failed + 1, steps_skipped = steps_skipped + :skipped
                         WHERE id = :id""").param("skipped", skipped).param("id", run.id).update();
    }

    private void end(PublishRun run, int position, String status, String message) {
        String storable = StorableText.of(message == null ? "" : message);
        String kept = storable.length() <= LONGEST_MESSAGE ? storable
                : StorableText.of(storable.substring(0, LONGEST_MESSAGE)) + "…";
        database.sql("""
                        UPDATE app.publication_steps SET status = :status, message = :message, finished_at = now()
                         WHERE publication_id = :id AND position = :position""")
                .param("status", status).param("message", kept).param("id", run.id).param("position", position).update();
    }

    /** No step is left to do. */
    @Transactional
    void finish(PublishRun run) {
        hold(run);
        Boolean whole = database.sql("""
                        SELECT steps_failed = 0 AND steps_skipped = 0 AND tables_conflict = 0 AND steps_done = steps_total
                          FROM app.publications WHERE id = :id""").param("id", run.id).query(Boolean.class).single();
        end(run, whole ? "applied" : "partial", null);
    }

    /** By an attempt that cannot go on. Does nothing when it is over already. */
    @Transactional
    void stop(PublishRun run, Problem problem) {
        if (isHeld(run)) end(run, "failed", problem);
    }

    private void end(PublishRun run, String status, Problem problem) {
        keepPublished(run.id);
        database.sql("""
                        UPDATE app.publications
                           SET status = :status, problem = :problem::jsonb, finished_at = now(), version = version + 1
                         WHERE id = :id""").param("status", status)
                .param("problem", problem == null ? null : json.write(Import.Reason.of(problem))).param("id", run.id).update();
        audit.success("publication.end", "connection", run.connectionId,
                Map.of("publication", run.id.toString(), "status", status));
    }

    /** What is at the target now: what was there as wanted, and what at least one step was done for. */
    @Transactional
    void keepPublished(UUID id) {
        database.sql("""
                        INSERT INTO app.published_tables (account_id, connection_id, source_id, dataset_id, publication_id,
                                                          target_schema, target_name, version)
                        SELECT t.account_id, t.connection_id, t.source_id, t.dataset_id, t.publication_id,
                               t.target_schema, t.target_name, t.version
                          FROM app.publication_tables t JOIN app.publications p ON p.id = t.publication_id
                         WHERE t.publication_id = :id AND p.started_at IS NOT NULL AND t.state <> 'conflict'
                           AND (t.state <> 'missing'
                                OR EXISTS (SELECT 1 FROM app.publication_steps s
                                            WHERE s.publication_id = t.publication_id AND s.table_position = t.position
                                              AND s.status = 'done'))
                        ON CONFLICT (connection_id, dataset_id, target_schema, target_name) DO UPDATE
                           SET publication_id = excluded.publication_id, version = excluded.version, published_at = now(),
                               state = 'unknown', differences = '[]', checked_at = NULL""").param("id", id).update();
    }

    private JdbcClient.StatementSpec of(PublishRun run, String sql) {
        return database.sql(sql).param("id", run.id).param("token", run.fencingToken);
    }
}
