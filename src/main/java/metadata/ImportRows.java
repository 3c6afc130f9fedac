package metadata;

import catalog.JsonText;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import problems.Problem;

/** The row of a run: its state, its counters, and the fencing token that tells the latest attempt from earlier ones. */
@Component
class ImportRows {
    private final JdbcClient database;
    private final DatasetRows datasets;
    private final JsonText json;

    ImportRows(JdbcClient database, DatasetRows datasets, ObjectMapper json) {
        this.database = database;
        this.datasets = datasets;
        this.json = new JsonText(json.copy().registerModule(new StorableText()));
    }

    /** @return the attempt's fencing token; null when the import is over or was cancelled in the meantime */
    @Transactional
    Long begin(UUID importId) {
        return database.sql("""
                        UPDATE app.imports
                           SET status = 'running', phase = 'reading', fencing_token = fencing_token + 1,
                               started_at = coalesce(started_at, now()), tables_done = 0, columns_done = 0,
                               added = 0, changed = 0, unchanged = 0, removed = 0, failed = '[]', warnings = '[]'
                         WHERE id = :id AND status IN ('queued', 'running')
                        RETURNING fencing_token""")
                .param("id", importId).query(Long.class).optional().orElse(null);
    }

    @Transactional
    void expect(ImportRun run, Long tables) {
        if (tables == null) return;
        database.sql("UPDATE app.imports SET tables_total = :tables WHERE id = :id AND fencing_token = :token")
                .param("tables", tables).param("id", run.importId).param("token", run.fencingToken).update();
    }

    /** Cancelled, deleted with its connection, out of its user's sight, or taken over by another worker. */
    @Transactional(readOnly = true)
    boolean isOver(ImportRun run) {
        return !database.sql("""
                        SELECT EXISTS (SELECT 1 FROM app.imports
                                        WHERE id = :id AND fencing_token = :token AND status = 'running'
                                          AND NOT cancel_requested)""")
                .param("id", run.importId).param("token", run.fencingToken).query(Boolean.class).single();
    }

    /** @throws StopImport when someone cancelled, or another worker has taken over: then nothing of the batch stays */
    @Transactional
    void write(ImportRun run, ImportBatch batch) {
        hold(run);
        datasets.write(run, batch);
        progress(run);
    }

    /**
     * The row lock puts attempts in order, and the token tells the latest.
     *
     * @throws StopImport as {@link #write} does
     */
    void hold(ImportRun run) {
        Boolean cancelled = database.sql("""
                        SELECT cancel_requested FROM app.imports
                         WHERE id = :id AND fencing_token = :token AND status = 'running' FOR UPDATE""")
                .param("id", run.importId).param("token", run.fencingToken)
                .query(Boolean.class).optional().orElseThrow(StopImport::overtaken);
        if (cancelled) throw StopImport.cancelled();
    }

    private void progress(ImportRun run) {
        database.sql("""
                        UPDATE app.imports
                           SET phase = 'writing', tables_done = :tables, columns_done = :columns,
                               added = :added, changed = :changed, unchanged = :unchanged,
                               tables_total = CASE WHEN tables_total < :tables THEN :tables ELSE tables_total END,
                               failed = :failed::jsonb, warnings = :warnings::jsonb
                         WHERE id = :id""")
                .param("tables", run.tables).param("columns", run.columns)
                .param("added", run.added).param("changed", run.changed).param("unchanged", run.unchanged)
                .param("failed", json.write(run.failed)).param("warnings", json.write(run.warnings))
                .param("id", run.importId).update();
    }

    /** @param problem null unless it failed */
    @Transactional
    void end(ImportRun run, String status, Problem problem) {
        boolean complete = status.equals("succeeded") || status.equals("partial");
        int ended = database.sql("""
                        UPDATE app.imports
                           SET status = :status, phase = 'done', finished_at = now(), removed = :removed,
                               problem = :problem::jsonb, warnings = :warnings::jsonb,
                               tables_total = CASE WHEN :complete THEN tables_done ELSE tables_total END
                         WHERE id = :id AND fencing_token = :token AND status = 'running'""")
                .param("status", status).param("removed", run.removed).param("problem", reason(problem))
                .param("warnings", json.write(run.warnings)).param("complete", complete)
                .param("id", run.importId).param("token", run.fencingToken).update();
        if (ended == 0) return;
        database.sql("SELECT app.note_import(:connection, now())").param("connection", run.connectionId).query().listOfRows();
        database.sql("UPDATE app.connection_metadata_cache SET is_stale = true WHERE connection_id = :connection")
                .param("connection", run.connectionId).update();
    }

    private String reason(Problem problem) {
        if (problem == null) return null;
        return json.write(Import.Reason.of(problem));
    }
}
