package metadata;

import catalog.Column;
import catalog.Discovered.Unreadable;
import catalog.Table;
import catalog.TableName;
import java.util.ArrayList;
import java.util.Arrays;
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

/** Writes what is new of a batch: a constant number of statements, whatever its size. */
@Component
class DatasetRows {
    private final JdbcClient database;
    private final JdbcTemplate batches;

    DatasetRows(JdbcClient database, JdbcTemplate batches) {
        this.database = database;
        this.batches = batches;
    }

    /** In the caller's transaction. Counts into the run. */
    void write(ImportRun run, ImportBatch batch) {
        Map<TableName, Known> known = known(run, batch);
        List<Definition> added = new ArrayList<>();
        List<Definition> changed = new ArrayList<>();
        Map<UUID, Long> seen = new HashMap<>();
        for (Definition found : batch.tables().values()) {
            Known before = known.get(found.table().tableName());
            if (before == null) added.add(found);
            else if (before.removed || before.differs(found)) changed.add(found);
            else seen.put(before.id, found.table().rowEstimate());
            count(run, before, found);
        }
        batch.unreadable().stream().map(Unreadable::tableName).filter(known::containsKey)
                .forEach(name -> seen.put(known.get(name).id, null));
        insert(run, added);
        update(run, changed, known);
        touch(run, seen);
    }

    /** @param change what this very import has written already, before it was interrupted; null for nothing */
    private record Known(UUID id, byte[] fingerprint, int version, boolean removed, String change) {
        boolean differs(Definition found) {
            return !Arrays.equals(fingerprint, found.fingerprint());
        }
    }

    private static void count(ImportRun run, Known before, Definition found) {
        run.count(outcome(before, found));
        run.tables++;
        run.columns += found.table().columns().size();
    }

    private static Outcome outcome(Known before, Definition found) {
        if (before == null) return Outcome.ADDED;
        if (before.change != null) return before.change.equals("added") ? Outcome.ADDED : Outcome.CHANGED;
        if (before.removed) return Outcome.ADDED;
        return before.differs(found) ? Outcome.CHANGED : Outcome.UNCHANGED;
    }

    private Map<TableName, Known> known(ImportRun run, ImportBatch batch) {
        List<TableName> names = new ArrayList<>(batch.tables().keySet());
        batch.unreadable().forEach(unreadable -> names.add(unreadable.tableName()));
        Map<TableName, Known> known = new HashMap<>();
        database.sql("""
                        SELECT d.id, d.schema_name, d.name, d.fingerprint, d.version,
                               d.removed_at IS NOT NULL AS removed, v.change
                          FROM unnest(:schemas::text[], :names::text[]) AS wanted (schema_name, name)
                          JOIN app.datasets d
                            ON d.connection_id = :connection AND d.schema_name = wanted.schema_name AND d.name = wanted.name
                          LEFT JOIN app.dataset_versions v
                            ON v.dataset_id = d.id AND v.version = d.version
                               AND v.import_id = :import AND v.change <> 'removed'""")
                .param("schemas", names.stream().map(TableName::schema).toArray(String[]::new))
                .param("names", names.stream().map(TableName::name).toArray(String[]::new))
                .param("connection", run.connectionId).param("import", run.importId)
                .query(row -> {
                    known.put(new TableName(row.getString("schema_name"), row.getString("name")),
                            new Known(row.getObject("id", UUID.class), row.getBytes("fingerprint"), row.getInt("version"),
                                    row.getBoolean("removed"), row.getString("change")));
                });
        return known;
    }

    private void insert(ImportRun run, List<Definition> added) {
        List<Object[]> datasets = new ArrayList<>();
        List<Object[]> versions = new ArrayList<>();
        for (Definition definition : added) {
            UUID id = UUID.randomUUID();
            Table table = definition.table();
            datasets.add(new Object[] {id, run.accountId, run.connectionId, table.schema(), table.name(), table.kind().wireName(),
                table.comment(), table.rowEstimate(), table.columns().size(), columnNames(table),
                definition.fingerprint(), run.importId});
            versions.add(version(run, id, 1, "added", definition));
        }
        batches.batchUpdate("""
                INSERT INTO app.datasets (id, account_id, connection_id, schema_name, name, kind,
                                          comment, row_estimate, column_count, column_names, version, fingerprint, last_import_id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)""", datasets);
        insertVersions(versions);
    }

    private void update(ImportRun run, List<Definition> changed, Map<TableName, Known> known) {
        List<Object[]> datasets = new ArrayList<>();
        List<Object[]> versions = new ArrayList<>();
        for (Definition definition : changed) {
            Table table = definition.table();
            Known before = known.get(table.tableName());
            datasets.add(new Object[] {table.kind().wireName(), table.comment(), table.rowEstimate(), table.columns().size(),
                columnNames(table), before.version + 1, definition.fingerprint(), run.importId, before.id});
            versions.add(version(run, before.id, before.version + 1, before.removed ? "added" : "changed", definition));
        }
        batches.batchUpdate("""
                UPDATE app.datasets
                   SET kind = ?, comment = ?, row_estimate = ?, column_count = ?, column_names = ?, version = ?, fingerprint = ?,
                       last_import_id = ?, last_seen_at = now(), removed_at = NULL
                 WHERE id = ?""", datasets);
        insertVersions(versions);
    }

    private void insertVersions(List<Object[]> versions) {
        batches.batchUpdate("""
                INSERT INTO app.dataset_versions
                       (dataset_id, version, account_id, connection_id, import_id, change, fingerprint, definition)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?::jsonb)""", versions);
    }

    /** @param seen id to the source's estimate of rows; null keeps the one before */
    private void touch(ImportRun run, Map<UUID, Long> seen) {
        if (seen.isEmpty()) return;
        List<Map.Entry<UUID, Long>> entries = new ArrayList<>(seen.entrySet());
        database.sql("""
                        UPDATE app.datasets d
                           SET last_import_id = :import, last_seen_at = now(), row_estimate = coalesce(s.estimate, d.row_estimate)
                          FROM unnest(:ids::uuid[], :estimates::bigint[]) AS s (id, estimate)
                         WHERE d.id = s.id AND d.last_import_id <> :import""")
                .param("import", run.importId)
                .param("ids", entries.stream().map(entry -> entry.getKey().toString()).toArray(String[]::new))
                .param("estimates", entries.stream().map(Map.Entry::getValue).toArray(Long[]::new)).update();
    }

    /** How many tables with how many columns together. */
    record Seen(long tables, long columns) { }

    /** Whole schemas, as the import before has seen them. */
    Seen touch(ImportRun run, UUID before, Collection<String> schemas) {
        return database.sql("""
                        WITH seen AS (
                             UPDATE app.datasets SET last_import_id = :import, last_seen_at = now()
                              WHERE connection_id = :connection AND schema_name = ANY (:schemas::text[])
                                AND last_import_id = :before AND removed_at IS NULL
                             RETURNING column_count)
                        SELECT count(*) AS tables, coalesce(sum(column_count), 0) AS columns FROM seen""")
                .param("import", run.importId).param("connection", run.connectionId).param("before", before)
                .param("schemas", schemas.toArray(String[]::new))
                .query(Seen.class).single();
    }

    private static Object[] version(ImportRun run, UUID dataset, int version, String change, Definition definition) {
        return new Object[] {dataset, version, run.accountId, run.connectionId, run.importId, change,
            definition.fingerprint(), definition.text()};
    }

    private static String[] columnNames(Table table) {
        return table.columns().stream().map(Column::name).toArray(String[]::new);
    }
}
