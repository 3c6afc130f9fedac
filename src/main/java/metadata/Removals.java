package metadata;

import catalog.Selection;
import catalog.TableKind;
import catalog.TableSummary;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import problems.Problem;

/** At the end of an import: what was known, was asked for and was not seen is gone, unless that is too much to be true. */
@Component
class Removals {

    private record Candidate(UUID id, TableSummary table) { }

    private final JdbcClient database;

    Removals(JdbcClient database) {
        this.database = database;
    }

    /** @param stop why nothing was removed although much was missing; null when all is well */
    record Result(long removed, Problem stop) { }

    /** In the transaction that ends the import, which holds its row. */
    Result apply(Import run, ImportEnds.Totals totals) {
        List<UUID> missing = missing(run, totals);
        if (missing.isEmpty()) return new Result(0, null);
        Problem stop = MassRemoval.check(missing.size(), totals.unchanged() + totals.changed(), totals.tables(),
                run.request().options().maxRemovedPercent());
        if (stop != null) return new Result(0, stop);
        remove(run, missing);
        return new Result(missing.size(), null);
    }

    /**
     * Tables outside the selection were not looked for, and those in what could not be read were not seen: neither is
     * missing.
     */
    private List<UUID> missing(Import run, ImportEnds.Totals totals) {
        Selection selection = run.request().selection();
        try (Stream<Candidate> unseen = unseen(run)) {
            return unseen.filter(candidate -> selection.test(candidate.table) && !totals.mayHide(candidate.table.tableName()))
                    .map(Candidate::id).toList();
        }
    }

    private Stream<Candidate> unseen(Import run) {
        return database.sql("""
                        SELECT id, schema_name, name, kind FROM app.datasets
                         WHERE connection_id = :connection AND removed_at IS NULL AND last_import_id <> :import""")
                .param("connection", run.connectionId()).param("import", run.id())
                .query((row, n) -> new Candidate(row.getObject("id", UUID.class),
                        new TableSummary(row.getString("schema_name"), row.getString("name"),
                                TableKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)), null, null)))
                .stream();
    }

    private void remove(Import run, List<UUID> missing) {
        String[] ids = missing.stream().map(UUID::toString).toArray(String[]::new);
        database.sql("""
                        INSERT INTO app.dataset_versions
                               (dataset_id, version, account_id, connection_id, import_id, change, fingerprint, definition)
                        SELECT d.id, d.version + 1, d.account_id, d.connection_id, :import, 'removed', d.fingerprint, v.definition
                          FROM app.datasets d JOIN app.dataset_versions v ON v.dataset_id = d.id AND v.version = d.version
                         WHERE d.id = ANY (:ids::uuid[])""").param("import", run.id()).param("ids", ids).update();
        database.sql("UPDATE app.datasets SET removed_at = now(), version = version + 1 WHERE id = ANY (:ids::uuid[])")
                .param("ids", ids).update();
    }
}
