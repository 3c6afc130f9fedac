package metadata;

import catalog.JsonText;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The rows of a run and its parts: state, counters, and the fencing tokens that tell the latest attempt from earlier ones. */
@Component
class ImportRows {
    /** The latest attempt at the part, in an import that goes on. */
    private static final String LATEST = """
            i.id = :id AND i.status = 'running'
                   AND :token = CASE WHEN :position < 0 THEN i.fencing_token
                                     ELSE (SELECT p.fencing_token FROM app.import_parts p
                                            WHERE p.import_id = i.id AND p.position = :position) END""";

    private final JdbcClient database;
    private final DatasetRows datasets;
    private final JsonText json;

    ImportRows(JdbcClient database, DatasetRows datasets, ObjectMapper json) {
        this.database = database;
        this.datasets = datasets;
        this.json = new JsonText(json.copy().registerModule(new StorableText()));
    }

    /** @return the attempt at planning; null when the import is over or was cancelled in the meantime */
    @Transactional
    ImportPart begin(UUID importId) {
        return database.sql("""
                        UPDATE app.imports
                           SET status = 'running', fencing_token = fencing_token + 1, started_at = coalesce(started_at, now()),
                               waiting_until = NULL
                         WHERE id = :id AND status IN ('queued', 'running')
                        RETURNING fencing_token""")
                .param("id", importId).query(Long.class).optional().map(ImportPart::planning).orElse(null);
    }

    /** @return the attempt at the first part of the lane that is not done; null when there is none, or the import is over */
    @Transactional
    ImportPart begin(UUID importId, int lane) {
        return database.sql("""
                        UPDATE app.import_parts
                           SET status = 'running', fencing_token = fencing_token + 1, waiting_until = NULL,
                               tables_done = 0, columns_done = 0, added = 0, changed = 0, unchanged = 0,
                               failed = '[]', hidden = '[]', warnings = '[]'
                         WHERE import_id = :id
                           AND position = (SELECT min(position) FROM app.import_parts
                                            WHERE import_id = :id AND lane = :lane AND status <> 'done')
                           AND EXISTS (SELECT 1 FROM app.imports WHERE id = :id AND status = 'running')
                        RETURNING position, lane, schemas, fencing_token""")
                .param("id", importId).param("lane", lane).query(ImportRows::part).optional().orElse(null);
    }

    private static ImportPart part(ResultSet row, int n) throws SQLException {
        Array schemas = row.getArray("schemas");
        return new ImportPart(row.getInt("position"), row.getInt("lane"),
                schemas == null ? null : List.of((String[]) schemas.getArray()), row.getLong("fencing_token"));
    }

    /** Cancelled, over, deleted with its connection, out of its user's sight, or taken over by another worker. */
    @Transactional(readOnly = true)
    boolean isOver(ImportRun run) {
        return !of(run, "SELECT EXISTS (SELECT 1 FROM app.imports i WHERE " + LATEST + " AND NOT i.cancel_requested)")
                .query(Boolean.class).single();
    }

    /** @throws StopImport when someone cancelled, or another worker has taken over: then nothing of the batch stays */
    @Transactional
    void write(ImportRun run, ImportBatch batch) {
        hold(run);
        datasets.write(run, batch);
        progress(run, "running");
    }

    /**
     * A checkpoint: the part is not read again.
     *
     * @throws StopImport as {@link #write} does
     */
    @Transactional
    void done(ImportRun run) {
        hold(run);
        progress(run, "done");
    }

    /**
     * The part, or the planning, waits: until it is begun again nobody works on it. In a transaction that holds the
     * {@link #lock}.
     *
     * @return when that is, by the database's clock
     */
    Instant putBack(ImportRun run, Duration pause) {
        boolean planning = run.part.position() == ImportPart.PLANNING;
        return of(run, planning ? """
                        UPDATE app.imports SET waiting_until = now() + :pause * interval '1 millisecond'
                         WHERE id = :id AND fencing_token = :token RETURNING waiting_until""" : """
                        UPDATE app.import_parts SET waiting_until = now() + :pause * interval '1 millisecond', status = 'waiting'
                         WHERE import_id = :id AND position = :position AND fencing_token = :token RETURNING waiting_until""")
                .param("pause", pause.toMillis()).query(Timestamp.class).single().toInstant();
    }

    /** The row lock puts attempts in order, and the token tells the latest; whoever ends the import waits for it. */
    private void hold(ImportRun run) {
        Boolean cancelled = database.sql("""
                        SELECT i.cancel_requested
                          FROM app.import_parts p JOIN app.imports i ON i.id = p.import_id
                         WHERE p.import_id = :id AND p.position = :position AND p.fencing_token = :token
                           AND p.status = 'running' AND i.status = 'running' FOR UPDATE OF p""")
                .param("id", run.importId).param("position", run.part.position()).param("token", run.part.fencingToken())
                .query(Boolean.class).optional().orElseThrow(StopImport::overtaken);
        if (cancelled) throw StopImport.cancelled();
    }

    private void progress(ImportRun run, String status) {
        database.sql("""
                        UPDATE app.import_parts
                           SET status = :status, tables_done = :tables, columns_done = :columns,
                               added = :added, changed = :changed, unchanged = :unchanged,
                               failed = :failed::jsonb, hidden = :hidden::jsonb, warnings = :warnings::jsonb
                         WHERE import_id = :id AND position = :position""")
                .param("status", status).param("tables", run.tables).param("columns", run.columns)
                .param("added", run.added).param("changed", run.changed).param("unchanged", run.unchanged)
                .param("failed", json.write(run.notRead.tables())).param("hidden", json.write(run.notRead.parts()))
                .param("warnings", json.write(run.warnings))
                .param("id", run.importId).param("position", run.part.position()).update();
    }

    /** @return whether this is the latest attempt, in an import that goes on; until the transaction ends, none is later */
    boolean lock(ImportRun run) {
        database.sql("SELECT 1 FROM app.import_parts WHERE import_id = :id ORDER BY position FOR UPDATE")
                .param("id", run.importId).query().listOfRows();
        return of(run, "SELECT 1 FROM app.imports i WHERE " + LATEST + " FOR UPDATE").query(Integer.class).optional().isPresent();
    }

    private JdbcClient.StatementSpec of(ImportRun run, String sql) {
        return database.sql(sql).param("id", run.importId).param("position", run.part.position())
                .param("token", run.part.fencingToken());
    }
}
