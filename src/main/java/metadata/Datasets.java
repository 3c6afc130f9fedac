package metadata;

import access.Caller;
import catalog.Table;
import catalog.TableName;
import changes.Change;
import changes.Differences;
import changes.Impact;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import paging.Cursor;
import paging.Page;
import paging.PageRequest;
import problems.Refusal;

/** What has been imported, as the caller may see it. */
@Component
public class Datasets {

    /** @param removedAt when an import found that it is gone; null while it is there */
    public record Dataset(UUID id, UUID connectionId, String connectionName, String schema, String name, String kind,
                          String comment, Long rowEstimate, int columnCount, int version,
                          Instant firstSeenAt, Instant lastSeenAt, Instant removedAt) { }

    /** A dataset with its current definition. */
    public record Detail(@JsonUnwrapped Dataset dataset, Table definition) { }

    /** @param changes since the version before; empty for the first one, and for one that came or went */
    public record Version(int version, String change, UUID importId, Instant createdAt, List<Change> changes,
                          Table definition) {
        /** Of the worst of its changes. */
        @JsonProperty("class")
        public Impact impact() {
            return change.equals("removed") ? Impact.BREAKING : Impact.worst(changes);
        }

        private Version since(Version before) {
            if (before == null || !change.equals("changed")) return this;
            return new Version(version, change, importId, createdAt, Differences.between(before.definition, definition),
                    definition);
        }
    }

    /** A null field filters nothing. @param removed whether those that are gone are listed too */
    public record Filter(UUID connectionId, String schema, String q, String column, boolean removed) { }

    private final JdbcClient database;
    private final Definitions definitions;

    Datasets(JdbcClient database, Definitions definitions) {
        this.database = database;
        this.definitions = definitions;
    }

    /** By schema, then name. */
    @Transactional(readOnly = true)
    public Page<Dataset> list(Filter filter, PageRequest page) {
        List<Dataset> items = filtered("SELECT d.*, c.name AS connection_name", """
                 AND (:key::text IS NULL OR (d.schema_name || chr(1) || d.name, d.id) > (:key COLLATE "C", :id::uuid))
                ORDER BY d.schema_name || chr(1) || d.name, d.id LIMIT :fetch""", filter)
                .param("key", page.afterKey()).param("id", page.afterId()).param("fetch", page.fetch())
                .query(Datasets::row).list();
        long total = filtered("SELECT count(*)", "", filter).query(Long.class).single();
        return Page.of(items, page, total, item -> new Cursor(item.schema + '\1' + item.name, item.id.toString()));
    }

    /** @throws Refusal 404 */
    @Transactional(readOnly = true)
    public Detail find(UUID id) {
        return database.sql(WITH_DEFINITION + """
                         JOIN app.dataset_versions v ON v.dataset_id = d.id AND v.version = d.version
                        WHERE d.account_id = :account AND d.id = :id""")
                .param("account", Caller.current().accountId()).param("id", id)
                .query(this::detail)
                .optional().orElseThrow(Refusal::notFound);
    }

    /** Where a foreign key leads; empty when that table was not imported, or is gone. */
    @Transactional(readOnly = true)
    public Optional<UUID> idOf(UUID connectionId, TableName name) {
        return database.sql("""
                        SELECT id FROM app.datasets
                         WHERE connection_id = :connection AND schema_name = :schema AND name = :name AND removed_at IS NULL""")
                .param("connection", connectionId).param("schema", name.schema()).param("name", name.name())
                .query(UUID.class).optional();
    }

    /** Newest first, each compared with the one before it. */
    @Transactional(readOnly = true)
    public Page<Version> versions(UUID id, PageRequest page) {
        find(id);
        List<Version> rows = database.sql("""
                        SELECT version, change, import_id, created_at, definition FROM app.dataset_versions
                         WHERE dataset_id = :id AND (:below::integer IS NULL OR version < :below)
                         ORDER BY version DESC LIMIT :fetch""")
                .param("id", id).param("below", versionOf(page)).param("fetch", page.fetch())
                .query(this::version).list();
        // one more is read than is shown, and that is the one to compare the last with
        List<Version> items = IntStream.range(0, rows.size())
                .mapToObj(i -> rows.get(i).since(i + 1 < rows.size() ? rows.get(i + 1) : null)).toList();
        long total = database.sql("SELECT count(*) FROM app.dataset_versions WHERE dataset_id = :id").param("id", id)
                .query(Long.class).single();
        return Page.of(items, page, total, item -> new Cursor(Integer.toString(item.version), ""));
    }

    private static Integer versionOf(PageRequest page) {
        try {
            return page.after() == null ? null : Integer.valueOf(page.afterKey());
        } catch (NumberFormatException notOurs) {
            throw Cursor.foreign();
        }
    }

    private Version version(ResultSet row, int n) throws SQLException {
        return new Version(row.getInt("version"), row.getString("change"), row.getObject("import_id", UUID.class),
                row.getTimestamp("created_at").toInstant(), List.of(), definitions.lasting(row.getString("definition")));
    }

    private static final String WITH_DEFINITION = """
            SELECT d.*, c.name AS connection_name, v.definition
              FROM app.datasets d JOIN app.connections c ON c.id = d.connection_id
            """;

    private JdbcClient.StatementSpec filtered(String select, String rest, Filter filter) {
        return database.sql(select + """
                         FROM app.datasets d JOIN app.connections c ON c.id = d.connection_id
                        WHERE d.account_id = :account
                          AND (:removed OR d.removed_at IS NULL)
                          AND (:connection::uuid IS NULL OR d.connection_id = :connection)
                          AND (:schema::text IS NULL OR d.schema_name = :schema)
                          AND (:q::text IS NULL OR strpos(lower(d.schema_name || '.' || d.name), lower(:q)) > 0)
                          AND (:column::text IS NULL OR d.column_names @> ARRAY[:column]::text[])
                        """ + rest)
                .param("account", Caller.current().accountId()).param("removed", filter.removed)
                .param("connection", filter.connectionId)
                .param("schema", filter.schema).param("q", filter.q).param("column", filter.column);
    }

    private Detail detail(ResultSet row, int n) throws SQLException {
        Dataset dataset = row(row, n);
        return new Detail(dataset,
                definitions.current(row.getString("definition"), dataset.rowEstimate(), row.getString("content")));
    }

    private static Dataset row(ResultSet row, int n) throws SQLException {
        long estimate = row.getLong("row_estimate");
        Long rows = row.wasNull() ? null : estimate;
        Timestamp removed = row.getTimestamp("removed_at");
        return new Dataset(row.getObject("id", UUID.class), row.getObject("connection_id", UUID.class),
                row.getString("connection_name"), row.getString("schema_name"), row.getString("name"), row.getString("kind"),
                row.getString("comment"), rows, row.getInt("column_count"), row.getInt("version"),
                row.getTimestamp("first_seen_at").toInstant(), row.getTimestamp("last_seen_at").toInstant(),
                removed == null ? null : removed.toInstant());
    }
}
