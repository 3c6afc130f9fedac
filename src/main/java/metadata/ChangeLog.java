package metadata;

import catalog.Table;
import changes.TableChange;
import connections.Connections;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import paging.Cursor;
import paging.Page;
import paging.PageRequest;
import problems.Refusal;

/**
 * What changed between two imports of a connection. The state after an import is what was known when it ended: imports of a
 * connection never overlap, so moments tell them apart, also when one was cancelled and resumed later.
 */
@Component
public class ChangeLog {

    /**
     * Two imports; a null import is the time before the first one.
     *
     * @param to null when there is no import at all
     */
    public record Window(UUID connectionId, Import from, Import to) {
        /** A moment as PostgreSQL reads it. */
        private static String end(Import run, String otherwise) {
            if (run == null) return otherwise;
            return run.finishedAt() == null ? "infinity" : run.finishedAt().toString();
        }

        private String start() {
            return end(from, "-infinity");
        }

        private String end() {
            return end(to, "-infinity");
        }
    }

    /** How many tables changed, by what became of them. */
    public record Counts(long added, long removed, long changed, long renamed) {
        public long total() {
            return added + removed + changed + renamed;
        }
    }

    private final JdbcClient database;
    private final Connections connections;
    private final Imports imports;
    private final Definitions definitions;

    ChangeLog(JdbcClient database, Connections connections, Imports imports, Definitions definitions) {
        this.database = database;
        this.connections = connections;
        this.imports = imports;
        this.definitions = definitions;
    }

    /**
     * @param from null for the completed import before {@code to}
     * @param to   null for the last one that was completed
     * @throws Refusal 404 for the connection, 422 for an import that is not one of it
     */
    @Transactional(readOnly = true)
    public Window window(UUID connectionId, UUID from, UUID to) {
        connections.find(connectionId);
        Import newer = to == null ? completedBefore(connectionId, null) : ofConnection(connectionId, to, "to");
        if (from != null) return new Window(connectionId, ofConnection(connectionId, from, "from"), newer);
        return new Window(connectionId, newer == null ? null : completedBefore(connectionId, newer), newer);
    }

    /** What this one import changed: since the one that ended before it, whatever became of that. */
    @Transactional(readOnly = true)
    public Window of(Import run) {
        UUID before = database.sql("""
                        SELECT id FROM app.imports
                         WHERE connection_id = :connection AND id <> :id
                           AND finished_at <= coalesce(:end::timestamptz, 'infinity')
                         ORDER BY finished_at DESC LIMIT 1""")
                .param("connection", run.connectionId()).param("id", run.id())
                .param("end", run.finishedAt() == null ? null : run.finishedAt().toString()).query(UUID.class).optional()
                        .orElse(null);
        return new Window(run.connectionId(), before == null ? null : imports.find(before), run);
    }

    /**
     * By schema and name of now. One page is read at a time, so that memory does not grow with the number of changes.
     *
     * @param total of {@link #counts}
     */
    @Transactional(readOnly = true)
    public Page<TableChange> list(Window window, long total, PageRequest page) {
        List<TableChange> items = in(window, ENTRIES + """
                SELECT e.id, old.definition AS before, new.definition AS after
                  FROM entries e
                  LEFT JOIN app.dataset_versions old ON old.dataset_id = e.old_id AND old.version = e.old_version
                                                       AND e.outcome <> 'added'
                  LEFT JOIN app.dataset_versions new ON new.dataset_id = e.id AND new.version = e.new_version
                                                       AND e.outcome <> 'removed'
                 WHERE :key::text IS NULL OR e.schema_name || chr(1) || e.name > :key COLLATE "C"
                 ORDER BY e.schema_name || chr(1) || e.name LIMIT :fetch""")
                .param("key", page.afterKey()).param("fetch", page.fetch())
                .query((row, n) -> change(row)).list();
        return Page.of(items, page, total, item -> new Cursor(item.schema() + '\1' + item.name(), ""));
    }

    @Transactional(readOnly = true)
    public Counts counts(Window window) {
        return in(window, ENTRIES + """
                SELECT count(*) FILTER (WHERE outcome = 'added') AS added, count(*) FILTER (WHERE outcome = 'removed') AS removed,
                       count(*) FILTER (WHERE outcome = 'changed') AS changed,
                       count(*) FILTER (WHERE outcome = 'renamed') AS renamed
                  FROM entries""")
                .query((row, n) -> new Counts(row.getLong("added"), row.getLong("removed"), row.getLong("changed"),
                        row.getLong("renamed")))
                .single();
    }

    private TableChange change(ResultSet row) throws SQLException {
        return TableChange.between(row.getObject("id", UUID.class), table(row.getString("before")),
                table(row.getString("after")));
    }

    private Table table(String definition) {
        return definition == null ? null : definitions.lasting(definition);
    }

    private JdbcClient.StatementSpec in(Window window, String sql) {
        return database.sql(sql).param("connection", window.connectionId).param("from", window.start()).param("to", window.end());
    }

    private Import completedBefore(UUID connectionId, Import run) {
        return database.sql("""
                        SELECT id FROM app.imports
                         WHERE connection_id = :connection AND status IN ('succeeded', 'partial')
                           AND finished_at < coalesce(:end::timestamptz, 'infinity')
                         ORDER BY finished_at DESC LIMIT 1""")
                .param("connection", connectionId)
                .param("end", run == null || run.finishedAt() == null ? null : run.finishedAt().toString())
                .query(UUID.class).optional().map(imports::find).orElse(null);
    }

    private Import ofConnection(UUID connectionId, UUID id, String parameter) {
        try {
            Import run = imports.find(id);
            if (run.connectionId().equals(connectionId)) return run;
        } catch (Refusal unknown) {
            // or of another account: the answer is the same
        }
        throw Refusal.invalid(parameter, "Please give the id of an import of this connection.");
    }

    /**
     * The tables that are another between two moments, each with its versions there. Pairs of a table that went and one that
     * came, with the same columns and nobody else's, are one that was renamed.
     */
    private static final String ENTRIES = """
            WITH touched AS (
              SELECT DISTINCT dataset_id FROM app.dataset_versions
               WHERE connection_id = :connection
                 AND created_at > least(:from::timestamptz, :to::timestamptz)
                 AND created_at <= greatest(:from::timestamptz, :to::timestamptz)),
            states AS MATERIALIZED (
              SELECT d.id, d.schema_name, d.name, old.version AS old_version, new.version AS new_version,
                     coalesce(old.change <> 'removed', false) AS was_there, coalesce(new.change <> 'removed', false) AS is_there,
                     old.fingerprint IS DISTINCT FROM new.fingerprint AS differs
                FROM touched t
                JOIN app.datasets d ON d.id = t.dataset_id
                LEFT JOIN LATERAL (SELECT v.version, v.change, v.fingerprint FROM app.dataset_versions v
                                    WHERE v.dataset_id = d.id AND v.created_at <= :from::timestamptz
                                    ORDER BY v.version DESC LIMIT 1) old ON true
                LEFT JOIN LATERAL (SELECT v.version, v.change, v.fingerprint FROM app.dataset_versions v
                                    WHERE v.dataset_id = d.id AND v.created_at <= :to::timestamptz
                                    ORDER BY v.version DESC LIMIT 1) new ON true),
            gone AS (
              SELECT s.schema_name, md5(v.definition ->> 'kind' || (v.definition -> 'columns')::text) AS columns,
                     min(s.id::text)::uuid AS id
                FROM states s JOIN app.dataset_versions v ON v.dataset_id = s.id AND v.version = s.old_version
               WHERE s.was_there AND NOT s.is_there AND jsonb_array_length(v.definition -> 'columns') >= 3
               GROUP BY 1, 2 HAVING count(*) = 1),
            come AS (
              SELECT s.schema_name, md5(v.definition ->> 'kind' || (v.definition -> 'columns')::text) AS columns,
                     min(s.id::text)::uuid AS id
                FROM states s JOIN app.dataset_versions v ON v.dataset_id = s.id AND v.version = s.new_version
               WHERE s.is_there AND NOT s.was_there AND jsonb_array_length(v.definition -> 'columns') >= 3
                 AND EXISTS (SELECT FROM states g WHERE g.was_there AND NOT g.is_there)
               GROUP BY 1, 2 HAVING count(*) = 1),
            renamed AS (
              SELECT gone.id AS old_id, come.id AS new_id FROM gone JOIN come USING (schema_name, columns)),
            entries AS (
              SELECT s.id, s.schema_name, s.name, s.new_version,
                     coalesce(r.old_id, s.id) AS old_id, coalesce(before.old_version, s.old_version) AS old_version,
                     CASE WHEN r.old_id IS NOT NULL THEN 'renamed' WHEN NOT s.was_there THEN 'added'
                          WHEN NOT s.is_there THEN 'removed' ELSE 'changed' END AS outcome
                FROM states s
                LEFT JOIN renamed r ON r.new_id = s.id
                LEFT JOIN states before ON before.id = r.old_id
               WHERE (s.was_there <> s.is_there OR s.was_there AND s.differs)
                 AND NOT EXISTS (SELECT FROM renamed x WHERE x.old_id = s.id))
            """;
}
