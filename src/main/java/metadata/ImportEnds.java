package metadata;

import catalog.Discovered.Unreadable;
import catalog.JsonText;
import catalog.TableName;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import problems.Problem;

/** How an import ends: when all its parts are done, when one of them fails, or when somebody cancels it. */
@Component
class ImportEnds {
    private final JdbcClient database;
    private final ImportRows rows;
    private final Removals removals;
    private final CacheUpkeep cache;
    private final JsonText json;

    ImportEnds(JdbcClient database, ImportRows rows, Removals removals, CacheUpkeep cache, ObjectMapper json) {
        this.database = database;
        this.rows = rows;
        this.removals = removals;
        this.cache = cache;
        this.json = new JsonText(json.copy().registerModule(new StorableText()));
    }

    /** What all parts have come to. @param hidden what could not be read and may hide tables */
    record Totals(long tables, long added, long changed, long unchanged, boolean anyFailed, List<Unreadable> hidden) {
        boolean mayHide(TableName name) {
            return hidden.stream().anyMatch(part -> part.mayHide(name));
        }

        boolean foundNothingNew() {
            return added == 0 && changed == 0;
        }
    }

    /** Does nothing while a part is not done, or when the import is over: each lane asks when it has no more to do. */
    @Transactional
    void finish(Import run) {
        Boolean cancelled = database.sql("SELECT cancel_requested FROM app.imports WHERE id = :id AND status = 'running' FOR UPDATE")
                .param("id", run.id()).query(Boolean.class).optional().orElse(null);
        if (cancelled == null || !allDone(run.id())) return;
        if (cancelled) end(run, "cancelled", 0, null);
        else complete(run, totals(run.id()));
    }

    private void complete(Import run, Totals totals) {
        Removals.Result result = removals.apply(run, totals);
        if (result.stop() != null) {
            end(run, "failed", 0, result.stop());
            return;
        }
        end(run, totals.anyFailed ? "partial" : "succeeded", result.removed(), null);
        cache.refresh(run, totals.foundNothingNew() && result.removed() == 0);
    }

    /** By an attempt that cannot go on. Does nothing when another attempt has taken over. @param problem null unless it failed */
    @Transactional
    void stop(ImportRun run, String status, Problem problem) {
        if (rows.lock(run)) end(run.run, status, 0, problem);
    }

    /** One that was cancelled while it waits, so that no worker looks after it. */
    @Transactional
    void cancelWaiting(Import run) {
        boolean idle = database.sql("""
                        SELECT cancel_requested AND CASE WHEN NOT planned THEN waiting_until IS NOT NULL
                               ELSE NOT EXISTS (SELECT 1 FROM app.import_parts WHERE import_id = :id AND status = 'running') END
                          FROM app.imports WHERE id = :id AND status = 'running' FOR UPDATE""")
                .param("id", run.id()).query(Boolean.class).optional().orElse(false);
        if (idle) end(run, "cancelled", 0, null);
    }

    private void end(Import run, String status, long removed, Problem problem) {
        boolean complete = status.equals("succeeded") || status.equals("partial");
        database.sql("""
                        UPDATE app.imports i
                           SET status = :status, phase = 'done', finished_at = now(), removed = :removed, problem = :problem::jsonb,
                               waiting_until = NULL, waiting_reason = NULL, waiting_since = NULL, waiting_tables = NULL,
                               tables_done = coalesce(t.tables_done, 0), columns_done = coalesce(t.columns_done, 0),
                               added = coalesce(t.added, 0), changed = coalesce(t.changed, 0),
                               unchanged = coalesce(t.unchanged, 0), failed = coalesce(t.failed, '[]'),
                               warnings = coalesce(t.warnings, '[]'),
                               tables_total = CASE WHEN :complete THEN t.tables_done ELSE i.tables_total END
                          FROM (SELECT 1) one LEFT JOIN app.import_totals t ON t.import_id = :id
                         WHERE i.id = :id""")
                .param("status", status).param("removed", removed).param("complete", complete)
                .param("problem", problem == null ? null : json.write(Import.Reason.of(problem)))
                .param("id", run.id()).update();
        database.sql("SELECT app.note_import(:connection, now())").param("connection", run.connectionId()).query().listOfRows();
        if (!complete) cache.stale(run.connectionId());
    }

    private boolean allDone(UUID importId) {
        return database.sql("""
                        SELECT planned AND NOT EXISTS (SELECT 1 FROM app.import_parts WHERE import_id = :id AND status <> 'done')
                          FROM app.imports WHERE id = :id""").param("id", importId).query(Boolean.class).single();
    }

    private Totals totals(UUID importId) {
        return database.sql("""
                        SELECT sum(tables_done) AS tables, sum(added) AS added, sum(changed) AS changed, sum(unchanged) AS unchanged,
                               bool_or(failed <> '[]') AS any_failed,
                               (SELECT coalesce(jsonb_agg(h.item), '[]')
                                  FROM app.import_parts q CROSS JOIN LATERAL jsonb_array_elements(q.hidden) AS h (item)
                                 WHERE q.import_id = :id) AS hidden
                          FROM app.import_parts WHERE import_id = :id""").param("id", importId)
                .query((row, n) -> new Totals(row.getLong("tables"), row.getLong("added"), row.getLong("changed"),
                        row.getLong("unchanged"), row.getBoolean("any_failed"),
                        json.read(row.getString("hidden"), new TypeReference<>() { }))).single();
    }
}
