package metadata;

import access.Audit;
import access.Caller;
import access.Idempotency;
import catalog.JsonText;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import connections.Connection;
import connections.Connections;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import paging.Cursor;
import paging.Page;
import paging.PageRequest;
import problems.Refusal;

/** The runs: started, watched, cancelled and resumed by people; their row and their job are written in one transaction. */
@Component
public class Imports {
    private final JdbcClient database;
    private final JsonText json;
    private final Connections connections;
    private final ImportQueue queue;
    private final ImportEnds ends;
    private final Idempotency idempotency;
    private final Audit audit;

    Imports(JdbcClient database, ObjectMapper json, Connections connections, ImportQueue queue, ImportEnds ends,
            Idempotency idempotency, Audit audit) {
        this.database = database;
        this.json = new JsonText(json);
        this.connections = connections;
        this.queue = queue;
        this.ends = ends;
        this.idempotency = idempotency;
        this.audit = audit;
    }

    /**
     * Acknowledged means durable: the run survives the death of this process.
     *
     * @param idempotencyKey null for none
     * @throws Refusal 403 for a viewer, 409 while another import of the connection is under way or the connection is off
     */
    @Transactional
    public Import start(UUID connectionId, ImportRequest request, String idempotencyKey) {
        Connection connection = connections.find(connectionId);
        Caller.current().mustCreate();
        request.check();
        if (!connection.isActive()) {
            throw Refusal.conflict("connection_inactive", null,
                    "This connection is switched off. Switch it on to import from it.");
        }
        return find(idempotency.once("import.start " + connectionId, idempotencyKey, () -> insert(connection, request)));
    }

    private UUID insert(Connection connection, ImportRequest request) {
        UUID id = UUID.randomUUID();
        try {
            database.sql("""
                            INSERT INTO app.imports (id, account_id, connection_id, acting_user_id, status, selection, options)
                            VALUES (:id, :account, :connection, :actor, 'queued', :selection::jsonb, :options::jsonb)""")
                    .param("id", id).param("account", connection.accountId()).param("connection", connection.id())
                    .param("actor", Caller.current().userId()).param("selection", json.write(request))
                    .param("options", json.write(request.options())).update();
        } catch (DuplicateKeyException underWay) {
            throw Refusal.conflict("import_running", null,
                    "An import of this connection is under way. Wait for its end, or cancel it.");
        }
        audit.success("import.start", "connection", connection.id(), Map.of("import", id.toString()));
        queue.offer(id);
        return id;
    }

    @Transactional(readOnly = true)
    public Import find(UUID id) {
        return database.sql(SELECT + " FROM " + WITH_TOTALS + " WHERE i.id = :id AND i.account_id = :account")
                .param("id", id).param("account", Caller.current().accountId())
                .query(this::row).optional().orElseThrow(Refusal::notFound);
    }

    /** Newest first. @param connectionId null for all; @param status null for any */
    @Transactional(readOnly = true)
    public Page<Import> list(UUID connectionId, String status, PageRequest page) {
        List<Import> items = filtered(SELECT + " FROM " + WITH_TOTALS, """
                  AND (:key::text IS NULL OR (i.created_at, i.id) < (:key::timestamptz, :id::uuid))
                ORDER BY i.created_at DESC, i.id DESC LIMIT :fetch""", connectionId, status)
                .param("key", page.afterKey()).param("id", page.afterId()).param("fetch", page.fetch())
                .query(this::row).list();
        long total = filtered("SELECT count(*) FROM app.imports i", "", connectionId, status).query(Long.class).single();
        return Page.of(items, page, total, item -> new Cursor(item.createdAt().toString(), item.id().toString()));
    }

    /** What is not done; what left tables out; and when all was done and yet it failed at the end, everything. */
    private void readAgain(UUID id) {
        int left = database.sql("""
                        UPDATE app.import_parts SET status = 'waiting', waiting_until = NULL
                         WHERE import_id = :id AND (status <> 'done' OR failed <> '[]')""").param("id", id).update();
        if (left > 0) return;
        database.sql("UPDATE app.import_parts SET status = 'waiting' WHERE import_id = :id").param("id", id).update();
    }

    /** The row has the final numbers; while the import goes on they are those of its parts. */
    private static final String WITH_TOTALS = """
            app.imports i
              LEFT JOIN LATERAL (SELECT * FROM app.import_totals t
                                  WHERE t.import_id = i.id AND i.status IN ('queued', 'running')) t ON true
              LEFT JOIN app.waiting_imports w ON w.import_id = i.id
            """;
    private static final String SELECT = """
            SELECT i.id, i.account_id, i.connection_id, i.acting_user_id, i.status, i.selection, i.removed, i.problem, i.planned,
                   i.created_at, i.started_at, i.finished_at, w.until AS waiting_until, w.reason AS waiting_reason,
                   CASE WHEN i.status = 'running' THEN CASE WHEN t.tables_done > 0 THEN 'writing' ELSE 'reading' END
                        WHEN i.status <> 'queued' THEN 'done' END AS phase,
                   CASE WHEN i.tables_total < t.tables_done THEN t.tables_done ELSE i.tables_total END AS tables_total,
                   coalesce(t.tables_done, i.tables_done) AS tables_done, coalesce(t.columns_done, i.columns_done) AS columns_done,
                   coalesce(t.added, i.added) AS added, coalesce(t.changed, i.changed) AS changed,
                   coalesce(t.unchanged, i.unchanged) AS unchanged, coalesce(t.failed, i.failed) AS failed,
                   coalesce(t.warnings, i.warnings) AS warnings
            """;

    private JdbcClient.StatementSpec filtered(String select, String rest, UUID connectionId, String status) {
        return database.sql(select + """

                        WHERE i.account_id = :account
                          AND (:connection::uuid IS NULL OR i.connection_id = :connection)
                          AND (:status::text IS NULL OR i.status = :status)
                        """ + rest)
                .param("account", Caller.current().accountId()).param("connection", connectionId).param("status", status);
    }

    /** Takes effect within seconds, at once while it is still queued or waits. */
    @Transactional
    public Import cancel(UUID id) {
        Import run = find(id);
        Caller.current().mustCreate();
        if (run.isOver()) throw Refusal.conflict("import_over", null, "This import is over already.");
        database.sql("""
                        UPDATE app.imports
                           SET cancel_requested = true,
                               status = CASE WHEN status = 'queued' THEN 'cancelled' ELSE status END,
                               finished_at = CASE WHEN status = 'queued' THEN now() END
                         WHERE id = :id AND status IN ('queued', 'running')""").param("id", id).update();
        ends.cancelWaiting(run);
        audit.success("import.cancel", "connection", run.connectionId(), Map.of("import", id.toString()));
        return find(id);
    }

    /** Goes on: what was written stays, and is recognised when it is read again. */
    @Transactional
    public Import resume(UUID id) {
        Import run = find(id);
        Caller.current().mustCreate();
        if (!run.isOver() || run.status().equals("succeeded")) {
            throw Refusal.conflict("import_not_stopped", null,
                    "Only an import that failed, was cancelled or left tables out can be resumed.");
        }
        try {
            database.sql("""
                            UPDATE app.imports
                               SET status = 'queued', phase = NULL, cancel_requested = false, finished_at = NULL,
                                   problem = NULL, planned = false, acting_user_id = app.uid()
                             WHERE id = :id""").param("id", id).update();
        } catch (DuplicateKeyException underWay) {
            throw Refusal.conflict("import_running", null,
                    "Another import of this connection is under way. Wait for its end, or cancel it.");
        }
        readAgain(id);
        audit.success("import.resume", "connection", run.connectionId(), Map.of("import", id.toString()));
        queue.offer(id);
        return find(id);
    }

    private Import row(ResultSet row, int n) throws SQLException {
        String problem = row.getString("problem");
        return new Import(row.getObject("id", UUID.class), row.getObject("connection_id", UUID.class), row.getString("status"),
                row.getString("phase"), row.getObject("tables_total", Long.class), row.getLong("tables_done"),
                row.getLong("columns_done"), row.getLong("added"), row.getLong("changed"), row.getLong("unchanged"),
                row.getLong("removed"), json.read(row.getString("failed"), new TypeReference<>() { }),
                json.read(row.getString("warnings"), new TypeReference<>() { }),
                problem == null ? null : json.read(problem, Import.Reason.class),
                instant(row, "waiting_until"), row.getString("waiting_reason"), instant(row, "created_at"),
                instant(row, "started_at"), instant(row, "finished_at"), row.getObject("account_id", UUID.class),
                row.getObject("acting_user_id", UUID.class), json.read(row.getString("selection"), ImportRequest.class),
                row.getBoolean("planned"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
