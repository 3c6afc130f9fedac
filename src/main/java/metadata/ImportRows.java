package metadata;

import catalog.Column;
import catalog.Table;
import catalog.TableName;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import metadata.Definitions.Definition;
import metadata.ImportRun.Outcome;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import problems.Problem;

/** The import's own row and the datasets that it writes; a constant number of statements a batch. */
@Component
class ImportRows {
    private final JdbcClient database;
    private final JdbcTemplate batches;
    private final ObjectMapper json;

    ImportRows(JdbcClient database, JdbcTemplate batches, ObjectMapper json) {
        this.database = database;
        this.batches = batches;
        this.json = json.copy().registerModule(new StorableText());
    }

    /** @return the attempt's fencing token; null when the import is over or was cancelled in the meantime */
    @Transactional
    Long begin(UUID importId) {
        return database.sql("""
                        UPDATE app.imports SET status = 'running', phase = 'reading', fencing_token = fencing_token + 1, started_at = coalesce(started_at, now()),
                               tables_done = 0, columns_done = 0, added = 0, changed = 0, unchanged = 0, removed = 0, failed = '[]', warnings = '[]'
                         WHERE id = :id AND status IN ('queued', 'running') RETURNING fencing_token""")
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
        return !database.sql("SELECT EXISTS (SELECT 1 FROM app.imports WHERE id = :id AND fencing_token = :token AND status = 'running' AND NOT cancel_requested)")
                .param("id", run.importId).param("token", run.fencingToken).query(Boolean.class).single();
    }

    /** @throws StopImport when someone cancelled, or another worker has taken over: then nothing of the batch stays */
    @Transactional
    void write(ImportRun run, ImportBatch batch) {
        hold(run);
        Map<TableName, Known> known = known(run, batch);
        List<Definition> added = new ArrayList<>();
        List<Definition> changed = new ArrayList<>();
        Map<UUID, Long> seen = new HashMap<>();
        for (Definition found : batch.tables().values()) {
            Known before = known.get(found.table().tableName());
            if (before == null) added.add(found);
            else if (before.removed || !java.util.Arrays.equals(before.fingerprint, found.fingerprint())) changed.add(found);
            else seen.put(before.id, found.table().rowEstimate());
            run.count(outcome(before, found));
            run.tables++;
            run.columns += found.table().columns().size();
        }
        batch.unreadable().forEach(name -> {
            if (known.containsKey(name)) seen.put(known.get(name).id, null);
        });
        insert(run, added);
        update(run, changed, known);
        touch(run, seen);
        progress(run);
    }

    /** The row lock puts attempts in order, and the token tells the latest. */
    void hold(ImportRun run) {
        Boolean cancelled = database.sql("SELECT cancel_requested FROM app.imports WHERE id = :id AND fencing_token = :token AND status = 'running' FOR UPDATE")
                .param("id", run.importId).param("token", run.fencingToken).query(Boolean.class).optional().orElseThrow(StopImport::overtaken);
        if (cancelled) throw StopImport.cancelled();
    }

    /** @param change what this very import has written already, before it was interrupted; null for nothing */
    private record Known(UUID id, byte[] fingerprint, int version, boolean removed, String change) { }

    private static Outcome outcome(Known before, Definition found) {
        if (before == null) return Outcome.ADDED;
        if (before.change != null) return before.change.equals("added") ? Outcome.ADDED : Outcome.CHANGED;
        if (before.removed) return Outcome.ADDED;
        return java.util.Arrays.equals(before.fingerprint, found.fingerprint()) ? Outcome.UNCHANGED : Outcome.CHANGED;
    }

    private Map<TableName, Known> known(ImportRun run, ImportBatch batch) {
        List<TableName> names = new ArrayList<>(batch.tables().keySet());
        names.addAll(batch.unreadable());
        Map<TableName, Known> known = new HashMap<>();
        database.sql("""
                        SELECT d.id, d.schema_name, d.name, d.fingerprint, d.version, d.removed_at IS NOT NULL AS removed, v.change
                          FROM unnest(:schemas::text[], :names::text[]) AS wanted (schema_name, name)
                          JOIN app.datasets d ON d.connection_id = :connection AND d.schema_name = wanted.schema_name AND d.name = wanted.name
                          LEFT JOIN app.dataset_versions v ON v.dataset_id = d.id AND v.version = d.version AND v.import_id = :import AND v.change <> 'removed'""")
                .param("schemas", names.stream().map(TableName::schema).toArray(String[]::new)).param("names", names.stream().map(TableName::name).toArray(String[]::new))
                .param("connection", run.connectionId).param("import", run.importId)
                .query(row -> {
                    known.put(new TableName(row.getString("schema_name"), row.getString("name")),
                            new Known(row.getObject("id", UUID.class), row.getBytes("fingerprint"), row.getInt("version"), row.getBoolean("removed"), row.getString("change")));
                });
        return known;
    }

    private void insert(ImportRun run, List<Definition> added) {
        List<Object[]> datasets = new ArrayList<>();
        List<Object[]> versions = new ArrayList<>();
        for (Definition definition : added) {
            UUID id = UUID.randomUUID();
            Table table = definition.table();
            datasets.add(new Object[] {id, run.accountId, run.connectionId, table.schema(), table.name(), table.kind().wireName(), table.comment(), table.rowEstimate(),
                table.columns().size(), columnNames(table), definition.fingerprint(), run.importId});
            versions.add(version(run, id, 1, "added", definition));
        }
        batches.batchUpdate("""
                INSERT INTO app.datasets (id, account_id, connection_id, schema_name, name, kind, comment, row_estimate, column_count, column_names, version, fingerprint, last_import_id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)""", datasets);
        insertVersions(versions);
    }

    private void update(ImportRun run, List<Definition> changed, Map<TableName, Known> known) {
        List<Object[]> datasets = new ArrayList<>();
        List<Object[]> versions = new ArrayList<>();
        for (Definition definition : changed) {
            Table table = definition.table();
            Known before = known.get(table.tableName());
            datasets.add(new Object[] {table.kind().wireName(), table.comment(), table.rowEstimate(), table.columns().size(), columnNames(table), before.version + 1,
                definition.fingerprint(), run.importId, before.id});
            versions.add(version(run, before.id, before.version + 1, before.removed ? "added" : "changed", definition));
        }
        batches.batchUpdate("""
                UPDATE app.datasets SET kind = ?, comment = ?, row_estimate = ?, column_count = ?, column_names = ?, version = ?, fingerprint = ?,
                       last_import_id = ?, last_seen_at = now(), removed_at = NULL WHERE id = ?""", datasets);
        insertVersions(versions);
    }

    private void insertVersions(List<Object[]> versions) {
        batches.batchUpdate("""
                INSERT INTO app.dataset_versions (dataset_id, version, account_id, connection_id, import_id, change, fingerprint, definition)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?::jsonb)""", versions);
    }

    /** @param seen id to the source's estimate of rows; null keeps the one before */
    private void touch(ImportRun run, Map<UUID, Long> seen) {
        if (seen.isEmpty()) return;
        List<Map.Entry<UUID, Long>> entries = new ArrayList<>(seen.entrySet());
        database.sql("""
                        UPDATE app.datasets d SET last_import_id = :import, last_seen_at = now(), row_estimate = coalesce(s.estimate, d.row_estimate)
                          FROM unnest(:ids::uuid[], :estimates::bigint[]) AS s (id, estimate) WHERE d.id = s.id""")
                .param("import", run.importId).param("ids", entries.stream().map(entry -> entry.getKey().toString()).toArray(String[]::new))
                .param("estimates", entries.stream().map(Map.Entry::getValue).toArray(Long[]::new)).update();
    }

    private void progress(ImportRun run) {
        database.sql("""
                        UPDATE app.imports SET phase = 'writing', tables_done = :tables, columns_done = :columns, added = :added, changed = :changed, unchanged = :unchanged,
                               tables_total = CASE WHEN tables_total < :tables THEN :tables ELSE tables_total END, failed = :failed::jsonb, warnings = :warnings::jsonb
                         WHERE id = :id""")
                .param("tables", run.tables).param("columns", run.columns).param("added", run.added).param("changed", run.changed).param("unchanged", run.unchanged)
                .param("failed", write(run.failed)).param("warnings", write(run.warnings)).param("id", run.importId).update();
    }

    /** @param problem null unless it failed */
    @Transactional
    void end(ImportRun run, String status, Problem problem) {
        String reason = problem == null ? null : write(new Import.Reason(problem.kind().name(), problem.code(), problem.message(), problem.fix()));
        int ended = database.sql("""
                        UPDATE app.imports SET status = :status, phase = 'done', finished_at = now(), removed = :removed, problem = :problem::jsonb, warnings = :warnings::jsonb,
                               tables_total = CASE WHEN :complete THEN tables_done ELSE tables_total END
                         WHERE id = :id AND fencing_token = :token AND status = 'running'""")
                .param("status", status).param("removed", run.removed).param("problem", reason).param("warnings", write(run.warnings))
                .param("complete", status.equals("succeeded") || status.equals("partial")).param("id", run.importId).param("token", run.fencingToken).update();
        if (ended == 0) return;
        database.sql("SELECT app.note_import(:connection, now())").param("connection", run.connectionId).query().listOfRows();
        database.sql("UPDATE app.connection_metadata_cache SET is_stale = true WHERE connection_id = :connection").param("connection", run.connectionId).update();
    }

    private static Object[] version(ImportRun run, UUID dataset, int version, String change, Definition definition) {
        return new Object[] {dataset, version, run.accountId, run.connectionId, run.importId, change, definition.fingerprint(), definition.text()};
    }

    private static String[] columnNames(Table table) {
        Collection<Column> columns = table.columns();
        return columns.stream().map(Column::name).toArray(String[]::new);
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException never) {
            throw new IllegalStateException(never);
        }
    }
}
