package publishing;

import access.Caller;
import catalog.JsonText;
import catalog.TableName;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import metadata.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import paging.Cursor;
import paging.Page;
import paging.PageRequest;
import problems.Refusal;
import publishing.Publication.PlannedStep;
import publishing.Publication.PlannedTable;

/** Plans, their tables and steps, as the caller may see them. Plans that are still being made are seen by nobody. */
@Component
public class PublicationReads {
    private final JdbcClient database;
    private final JsonText json;

    PublicationReads(JdbcClient database, ObjectMapper json) {
        this.database = database;
        this.json = new JsonText(json);
    }

    Publication find(UUID id) {
        return database.sql(SELECT + " WHERE p.id = :id AND p.account_id = :account AND p.status <> 'planning'")
                .param("id", id).param("account", Caller.current().accountId())
                .query(this::publication).optional().orElseThrow(Refusal::notFound);
    }

    /** Until the transaction ends nobody else decides about it. */
    void lock(UUID id) {
        database.sql("SELECT 1 FROM app.publications WHERE id = :id AND account_id = :account FOR UPDATE")
                .param("id", id).param("account", Caller.current().accountId()).query().listOfRows();
    }

    /** Newest first. @param connectionId of the target, null for all; @param status null for any */
    @Transactional(readOnly = true)
    public Page<Publication> list(UUID connectionId, String status, PageRequest page) {
        List<Publication> items = filtered(SELECT, """
                  AND (:key::text IS NULL OR (p.created_at, p.id) < (:key::timestamptz, :id::uuid))
                ORDER BY p.created_at DESC, p.id DESC LIMIT :fetch""", connectionId, status)
                .param("key", page.afterKey()).param("id", page.afterId()).param("fetch", page.fetch())
                .query(this::publication).list();
        long total = filtered("SELECT count(*) FROM app.publications p", "", connectionId, status).query(Long.class).single();
        return Page.of(items, page, total, item -> new Cursor(item.createdAt().toString(), item.id().toString()));
    }

    private JdbcClient.StatementSpec filtered(String select, String rest, UUID connectionId, String status) {
        return database.sql(select + """

                        WHERE p.account_id = :account AND p.status <> 'planning'
                          AND (:connection::uuid IS NULL OR p.connection_id = :connection)
                          AND (:status::text IS NULL OR p.status = :status)
                        """ + rest)
                .param("account", Caller.current().accountId()).param("connection", connectionId).param("status", status);
    }

    /** Whether every dataset of the plan is there for the caller, in the version that was planned. */
    boolean datasetsAreAsPlanned(Publication plan) {
        return database.sql("""
                        SELECT count(*) = :total
                          FROM app.publication_tables t JOIN app.datasets d ON d.id = t.dataset_id
                         WHERE t.publication_id = :id AND d.version = t.version AND d.removed_at IS NULL""")
                .param("total", plan.tables().total()).param("id", plan.id()).query(Boolean.class).single();
    }

    /** By source, schema and name. @param state at the target when it was planned, null for any */
    @Transactional(readOnly = true)
    public Page<PlannedTable> tables(UUID id, String state, PageRequest page) {
        find(id);
        List<PlannedTable> items = database.sql(TABLES + """
                          AND (:state::text IS NULL OR t.state = :state)
                          AND (:after::integer IS NULL OR t.position > :after)
                        ORDER BY t.position LIMIT :fetch""")
                .param("id", id).param("state", state).param("after", number(page)).param("fetch", page.fetch())
                .query(this::table).list();
        long total = database.sql("""
                        SELECT count(*) FROM app.publication_tables
                         WHERE publication_id = :id AND (:state::text IS NULL OR state = :state)""")
                .param("id", id).param("state", state).query(Long.class).single();
        return Page.of(items, page, total, item -> new Cursor(Integer.toString(item.position()), ""));
    }

    /** @throws Refusal 404 */
    @Transactional(readOnly = true)
    public PlannedTable table(UUID id, int position) {
        find(id);
        return database.sql(TABLES + " AND t.position = :position").param("id", id).param("position", position)
                .query(this::table).optional().orElseThrow(Refusal::notFound);
    }

    private static final String TABLES = """
            SELECT t.*, s.steps, s.status, d.state AS drift
              FROM app.publication_tables t
             CROSS JOIN LATERAL (
                   SELECT count(*) AS steps,
                          CASE WHEN count(*) = 0 THEN 'none'
                               WHEN bool_or(s.status = 'failed') THEN 'failed'
                               WHEN bool_or(s.status = 'pending') THEN 'pending'
                               WHEN bool_or(s.status = 'skipped') THEN 'skipped'
                               ELSE 'done' END AS status
                     FROM app.publication_steps s
                    WHERE s.publication_id = t.publication_id AND s.table_position = t.position) s
              LEFT JOIN app.published_tables d
                ON d.publication_id = t.publication_id AND d.dataset_id = t.dataset_id
               AND d.target_schema = t.target_schema AND d.target_name = t.target_name
             WHERE t.publication_id = :id""";

    /** What was asked for when the plan was made. */
    PublishRequest request(UUID id) {
        return json.read(database.sql("SELECT request FROM app.publications WHERE id = :id").param("id", id)
                .query(String.class).single(), PublishRequest.class);
    }

    /** In the order in which they are done. @param table position of a table, null for all; @param status null for any */
    @Transactional(readOnly = true)
    public Page<PlannedStep> steps(UUID id, Integer table, String status, PageRequest page) {
        find(id);
        String after = page.afterKey();
        List<PlannedStep> items = steps("SELECT s.*, t.target_schema, t.target_name", """
                  AND (:after::integer IS NULL OR (s.late, s.position) > (:late, :after))
                ORDER BY s.late, s.position LIMIT :fetch""", id, table, status)
                .param("after", number(page)).param("late", after != null && "late".equals(page.afterId()))
                .param("fetch", page.fetch())
                .query(this::step).list();
        long total = steps("SELECT count(*)", "", id, table, status).query(Long.class).single();
        return Page.of(items, page, total,
                item -> new Cursor(Integer.toString(item.position()), item.isLate() ? "late" : "early"));
    }

    private JdbcClient.StatementSpec steps(String select, String rest, UUID id, Integer table, String status) {
        return database.sql(select + """

                         FROM app.publication_steps s
                         JOIN app.publication_tables t ON t.publication_id = s.publication_id AND t.position = s.table_position
                        WHERE s.publication_id = :id
                          AND (:table::integer IS NULL OR s.table_position = :table)
                          AND (:status::text IS NULL OR s.status = :status)
                        """ + rest).param("id", id).param("table", table).param("status", status);
    }

    private static Integer number(PageRequest page) {
        try {
            return page.after() == null ? null : Integer.valueOf(page.afterKey());
        } catch (NumberFormatException notOurs) {
            throw Cursor.foreign();
        }
    }

    private static final String SELECT = """
            SELECT p.*, c.name AS connection_name
              FROM app.publications p JOIN app.connections c ON c.id = p.connection_id""";

    private Publication publication(ResultSet row, int n) throws SQLException {
        String problem = row.getString("problem");
        return new Publication(row.getObject("id", UUID.class), row.getObject("connection_id", UUID.class),
                row.getString("connection_name"), row.getString("status"),
                json.read(row.getString("request"), PublishRequest.class).options(), row.getBoolean("allow_loss"),
                new Publication.Tables(row.getInt("tables_total"), row.getInt("tables_missing"), row.getInt("tables_same"),
                        row.getInt("tables_drifted"), row.getInt("tables_conflict")),
                new Publication.Steps(row.getInt("steps_total"), row.getInt("steps_losing"), row.getInt("steps_done"),
                        row.getInt("steps_failed"), row.getInt("steps_skipped")),
                row.getInt("notes_total"), problem == null ? null : json.read(problem, Import.Reason.class),
                row.getObject("created_by", UUID.class), instant(row, "created_at"), instant(row, "planned_at"),
                instant(row, "started_at"), instant(row, "finished_at"), row.getObject("account_id", UUID.class),
                row.getObject("acting_user_id", UUID.class), row.getLong("connection_version"), row.getLong("version"));
    }

    private PlannedTable table(ResultSet row, int n) throws SQLException {
        return new PlannedTable(row.getInt("position"), row.getObject("dataset_id", UUID.class),
                row.getObject("source_id", UUID.class),
                new TableName(row.getString("schema_name"), row.getString("name")), row.getInt("version"), target(row),
                row.getString("state"), json.read(row.getString("notes"), new TypeReference<>() { }), row.getInt("steps"),
                row.getString("status"), row.getString("drift"));
    }

    private PlannedStep step(ResultSet row, int n) throws SQLException {
        return new PlannedStep(row.getInt("position"), row.getInt("table_position"), target(row), row.getString("kind"),
                row.getString("summary"), row.getString("statement"), row.getBoolean("loses"), row.getString("status"),
                row.getString("message"), row.getInt("attempts"), instant(row, "started_at"), instant(row, "finished_at"),
                row.getBoolean("late"));
    }

    private static TableName target(ResultSet row) throws SQLException {
        return new TableName(row.getString("target_schema"), row.getString("target_name"));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
