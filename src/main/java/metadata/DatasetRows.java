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
    private final Definitions definitions;

    DatasetRows(JdbcClient database, JdbcTemplate batches, Definitions definitions) {
        this.database = database;
        this.batches = batches;
        this.definitions = definitions;
    }

    /** In the caller's transaction. Counts into the run. */
    void write(ImportRun run, ImportBatch batch) {
        Map<TableName, Known> known = known(run, batch);
        List<Definition> added = new ArrayList<>();
        List<Definition> changed = new ArrayList<>();
        List<Seen> seen = new ArrayList<>();
        for (Definition found : batch.tables().values()) {
            Known before = known.get(found.table().tableName());
            if (before == null) added.add(found);
            else if (before.removed || before.differs(found)) changed.add(found);
            else seen.add(Seen.again(before.id, found, batch.token(found.table().tableName())));
            count(run, outcome(before, found), found.table().columns().size());
        }
        batch.unreadable().stream().map(Unreadable::tableName).filter(known::containsKey)
                .forEach(name -> seen.add(Seen.inVain(known.get(name).id)));
        keep(run, batch, known, seen);
        insert(run, batch, added);
        update(run, batch, changed, known);
        touch(run, seen);
    }

    /** The tables that were not read. What was warned of them still holds. */
    private void keep(ImportRun run, ImportBatch batch, Map<TableName, Known> known, List<Seen> seen) {
        List<UUID> remarkable = new ArrayList<>();
        batch.unchanged().forEach((name, token) -> {
            Known before = known.get(name);
            if (before == null || before.removed) throw neverImported(name);
            seen.add(Seen.only(before.id, token));
            if (before.remarkable) remarkable.add(before.id);
            count(run, before.change == null ? Outcome.UNCHANGED : written(before.change), before.columns);
        });
        if (!remarkable.isEmpty()) current(remarkable).forEach(run.warnings::look);
    }

    private List<Table> current(List<UUID> ids) {
        return database.sql("""
                        SELECT v.definition, d.row_estimate, d.content
                          FROM app.datasets d JOIN app.dataset_versions v ON v.dataset_id = d.id AND v.version = d.version
                         WHERE d.id = ANY (:ids::uuid[]) ORDER BY d.schema_name, d.name""")
                .param("ids", ids.stream().map(UUID::toString).toArray(String[]::new))
                .query((row, n) -> definitions.current(row.getString("definition"), (Long) row.getObject("row_estimate"),
                        row.getString("content"))).list();
    }

    /** A defect of a family: only what a token was given for can be unchanged. */
    static IllegalStateException neverImported(TableName name) {
        return new IllegalStateException("The table " + name + " is said to be unchanged, but is not known.");
    }

    /**
     * A dataset whose definition stays.
     *
     * @param found what was read again, of which the contents are kept; null where nothing was read
     * @param token to be kept; null where a table was read and has none, or where nothing was read and the one before stays
     * @param unread whether it should have been read, and could not be
     */
    private record Seen(UUID id, Definition found, String token, boolean unread) {
        static Seen again(UUID id, Definition found, String token) {
            return new Seen(id, found, token, false);
        }

        static Seen only(UUID id, String token) {
            return new Seen(id, null, token, false);
        }

        static Seen inVain(UUID id) {
            return new Seen(id, null, null, true);
        }

        Long estimate() {
            return found == null ? null : found.table().rowEstimate();
        }

        boolean read() {
            return found != null;
        }

        String content() {
            return found == null ? null : found.content();
        }

        boolean remarkable() {
            return found != null && Warnings.isRemarkable(found.table());
        }
    }

    /** @param change what this very import has written already, before it was interrupted; null for nothing */
    private record Known(UUID id, byte[] fingerprint, int version, int columns, boolean remarkable, boolean removed, String change) {
        boolean differs(Definition found) {
            return !Arrays.equals(fingerprint, found.fingerprint());
        }
    }

    private static void count(ImportRun run, Outcome outcome, int columns) {
        run.count(outcome);
        run.tables++;
        run.columns += columns;
    }

    private static Outcome outcome(Known before, Definition found) {
        if (before == null) return Outcome.ADDED;
        if (before.change != null) return written(before.change);
        if (before.removed) return Outcome.ADDED;
        return before.differs(found) ? Outcome.CHANGED : Outcome.UNCHANGED;
    }

    private static Outcome written(String change) {
        return change.equals("added") ? Outcome.ADDED : Outcome.CHANGED;
    }

    private Map<TableName, Known> known(ImportRun run, ImportBatch batch) {
        List<TableName> names = new ArrayList<>(batch.tables().keySet());
        names.addAll(batch.unchanged().keySet());
        batch.unreadable().forEach(unreadable -> names.add(unreadable.tableName()));
        Map<TableName, Known> known = new HashMap<>();
        database.sql("""
                        SELECT d.id, d.schema_name, d.name, d.fingerprint, d.version, d.column_count, d.remarkable,
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
                                    row.getInt("column_count"), row.getBoolean("remarkable"), row.getBoolean("removed"), row.getString("change")));
                });
        return known;
    }

    private void insert(ImportRun run, ImportBatch batch, List<Definition> added) {
        List<Object[]> datasets = new ArrayList<>();
        List<Object[]> versions = new ArrayList<>();
        for (Definition definition : added) {
            UUID id = UUID.randomUUID();
            Table table = definition.table();
            datasets.add(new Object[] {id, run.accountId, run.connectionId, table.schema(), table.name(), table.kind().wireName(),
                table.comment(), table.rowEstimate(), table.columns().size(), columnNames(table),
                definition.fingerprint(), run.importId, batch.token(table.tableName()), definition.content(),
                Warnings.isRemarkable(table)});
            versions.add(version(run, id, 1, "added", definition));
        }
        batches.batchUpdate("""
                INSERT INTO app.datasets (id, account_id, connection_id, schema_name, name, kind,
                                          comment, row_estimate, column_count, column_names, version, fingerprint, last_import_id,
                                          source_token, content, remarkable)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?::jsonb, ?)""", datasets);
        insertVersions(versions);
    }

    private void update(ImportRun run, ImportBatch batch, List<Definition> changed, Map<TableName, Known> known) {
        List<Object[]> datasets = new ArrayList<>();
        List<Object[]> versions = new ArrayList<>();
        for (Definition definition : changed) {
            Table table = definition.table();
            Known before = known.get(table.tableName());
            datasets.add(new Object[] {table.kind().wireName(), table.comment(), table.rowEstimate(), table.columns().size(),
                columnNames(table), before.version + 1, definition.fingerprint(), run.importId, batch.token(table.tableName()),
                definition.content(), Warnings.isRemarkable(table), before.id});
            versions.add(version(run, before.id, before.version + 1, before.removed ? "added" : "changed", definition));
        }
        batches.batchUpdate("""
                UPDATE app.datasets
                   SET kind = ?, comment = ?, row_estimate = ?, column_count = ?, column_names = ?, version = ?, fingerprint = ?,
                       last_import_id = ?, source_token = ?, content = ?::jsonb, remarkable = ?, unread = false,
                       last_seen_at = now(), removed_at = NULL
                 WHERE id = ?""", datasets);
        insertVersions(versions);
    }

    private void insertVersions(List<Object[]> versions) {
        batches.batchUpdate("""
                INSERT INTO app.dataset_versions
                       (dataset_id, version, account_id, connection_id, import_id, change, fingerprint, definition)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?::jsonb)""", versions);
    }

    private void touch(ImportRun run, List<Seen> seen) {
        if (seen.isEmpty()) return;
        database.sql("""
                        UPDATE app.datasets d
                           SET last_import_id = :import, last_seen_at = now(), row_estimate = coalesce(s.estimate, d.row_estimate),
                               source_token = CASE WHEN s.read THEN s.token ELSE coalesce(s.token, d.source_token) END,
                               content = CASE WHEN s.read THEN s.content ELSE d.content END,
                               remarkable = CASE WHEN s.read THEN s.remarkable ELSE d.remarkable END, unread = s.unread
                          FROM unnest(:ids::uuid[], :estimates::bigint[], :tokens::text[], :contents::jsonb[], :remarkable::boolean[],
                                      :read::boolean[], :unread::boolean[])
                               AS s (id, estimate, token, content, remarkable, read, unread)
                         WHERE d.id = s.id AND (d.last_import_id <> :import OR d.unread <> s.unread)""")
                .param("import", run.importId)
                .param("ids", seen.stream().map(one -> one.id.toString()).toArray(String[]::new))
                .param("estimates", seen.stream().map(Seen::estimate).toArray(Long[]::new))
                .param("tokens", seen.stream().map(Seen::token).toArray(String[]::new))
                .param("contents", seen.stream().map(Seen::content).toArray(String[]::new))
                .param("remarkable", seen.stream().map(Seen::remarkable).toArray(Boolean[]::new))
                .param("read", seen.stream().map(Seen::read).toArray(Boolean[]::new))
                .param("unread", seen.stream().map(Seen::unread).toArray(Boolean[]::new)).update();
    }

    /** How many tables with how many columns together. */
    record Counted(long tables, long columns) { }

    /** Whole schemas, as the import before has seen them. */
    Counted touch(ImportRun run, UUID before, Collection<String> schemas) {
        return database.sql("""
                        WITH seen AS (
                             UPDATE app.datasets SET last_import_id = :import, last_seen_at = now()
                              WHERE connection_id = :connection AND schema_name = ANY (:schemas::text[])
                                AND last_import_id = :before AND removed_at IS NULL
                             RETURNING column_count)
                        SELECT count(*) AS tables, coalesce(sum(column_count), 0) AS columns FROM seen""")
                .param("import", run.importId).param("connection", run.connectionId).param("before", before)
                .param("schemas", schemas.toArray(String[]::new))
                .query(Counted.class).single();
    }

    private static Object[] version(ImportRun run, UUID dataset, int version, String change, Definition definition) {
        return new Object[] {dataset, version, run.accountId, run.connectionId, run.importId, change,
            definition.fingerprint(), definition.text()};
    }

    private static String[] columnNames(Table table) {
        return table.columns().stream().map(Column::name).toArray(String[]::new);
    }
}
