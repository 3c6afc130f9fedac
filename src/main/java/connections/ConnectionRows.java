package connections;

import access.Caller;
import catalog.JsonText;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import paging.Cursor;
import paging.Page;
import paging.PageRequest;
import problems.Refusal;
import types.ConnectionType;

/** The table of connections. Row-level security decides what of it the caller gets. */
@Component
class ConnectionRows {
    private static final TypeReference<Map<String, Instant>> TIMES = new TypeReference<>() { };
    private static final String TIME_KEY = "coalesce(to_char(%s AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US'), '')";
    /** Sort word to SQL: the only text that a request can choose here. All keys are texts, so that one cursor fits all. */
    private static final Map<String, String> SORTS = Map.of(
            "name", "lower(name)", "type", "connection_type", "status", "test_status",
            "created_at", TIME_KEY.formatted("created_at"), "updated_at", TIME_KEY.formatted("updated_at"),
            "last_tested_at", TIME_KEY.formatted("last_tested_at"));

    private final JdbcClient database;
    private final JsonText json;

    ConnectionRows(JdbcClient database, ObjectMapper json) {
        this.database = database;
        this.json = new JsonText(json);
    }

    Optional<Connection> find(UUID id, UUID accountId) {
        return database.sql("SELECT * FROM app.connections WHERE id = :id AND account_id = :account")
                .param("id", id).param("account", accountId).query(this::row).optional();
    }

    private record Listed(Connection connection, String key) { }

    Page<Connection> list(UUID accountId, Connections.Filter filter, PageRequest page) {
        String sort = filter.sort() == null ? "name" : filter.sort();
        boolean descending = sort.startsWith("-");
        String key = SORTS.get(descending ? sort.substring(1) : sort);
        if (key == null) throw noSuchSort();
        String rest = after(key, descending) + orderBy(key, descending) + " LIMIT :fetch";
        var items = filtered("SELECT *, " + key + " AS sort_key", rest, accountId, filter)
                .param("key", page.afterKey()).param("id", page.afterId()).param("fetch", page.fetch())
                .query((row, n) -> new Listed(row(row, n), row.getString("sort_key"))).list();
        long total = filtered("SELECT count(*)", "", accountId, filter).query(Long.class).single();
        return Page.of(items, page, total, listed -> new Cursor(listed.key, listed.connection.id().toString()))
                .map(Listed::connection);
    }

    private static Refusal noSuchSort() {
        String words = String.join(", ", SORTS.keySet().stream().sorted().toList());
        return Refusal.invalid("sort", "Please sort by one of: " + words + "; '-' before it turns the order.");
    }

    private static String after(String key, boolean descending) {
        String side = descending ? "<" : ">";
        return " AND (:key::text IS NULL OR (" + key + " COLLATE \"C\", id) " + side + " (:key, :id::uuid))";
    }

    private static String orderBy(String key, boolean descending) {
        String direction = descending ? " DESC" : "";
        return " ORDER BY " + key + " COLLATE \"C\"" + direction + ", id" + direction;
    }

    private JdbcClient.StatementSpec filtered(String select, String rest, UUID accountId, Connections.Filter filter) {
        return database.sql(select + """
                         FROM app.connections
                        WHERE account_id = :account
                          AND (:workspace::uuid IS NULL OR workspace_id = :workspace)
                          AND (:type::text IS NULL OR connection_type = :type)
                          AND (:status::text IS NULL OR test_status = :status)
                          AND (:visibility::text IS NULL OR visibility = :visibility)
                          AND (:owner::uuid IS NULL OR owner_id = :owner)
                          AND (:active::boolean IS NULL OR is_active = :active)
                          AND (:q::text IS NULL OR strpos(lower(name || ' ' || description), lower(:q)) > 0)
                        """ + rest)
                .param("account", accountId).param("workspace", filter.workspaceId()).param("type", filter.type())
                .param("status", filter.status()).param("visibility", filter.visibility())
                .param("owner", filter.ownerId()).param("active", filter.active()).param("q", filter.q());
    }

    void insert(Connection c) {
        database.sql("""
                        INSERT INTO app.connections (id, account_id, workspace_id, name, description, connection_type,
                                                     configuration, secrets_updated_at, is_active, import_settings,
                                                     owner_id, visibility, created_by)
                        VALUES (:id, :account, :workspace, :name, :description, :type,
                                :configuration::jsonb, :times::jsonb, :active, :imports::jsonb,
                                :owner, :visibility, :creator)""")
                .param("id", c.id()).param("account", c.accountId()).param("workspace", c.workspaceId())
                .param("name", c.name()).param("description", c.description()).param("type", c.connectionType())
                .param("configuration", c.configuration().toString()).param("times", json.write(c.secretsUpdatedAt()))
                .param("active", c.isActive()).param("imports", c.importSettings().toString())
                .param("owner", c.ownerId()).param("visibility", c.visibility().wireName())
                .param("creator", c.createdBy()).update();
    }

    /** @return 0 when the stored version is another one by now */
    int update(Connection c, long expectedVersion) {
        return database.sql("""
                        UPDATE app.connections
                           SET workspace_id = :workspace, name = :name, description = :description,
                               configuration = :configuration::jsonb, secrets_updated_at = :times::jsonb,
                               is_active = :active, import_settings = :imports::jsonb, visibility = :visibility,
                               updated_at = now(), version = version + 1
                         WHERE id = :id AND version = :version""")
                .param("workspace", c.workspaceId()).param("name", c.name()).param("description", c.description())
                .param("configuration", c.configuration().toString()).param("times", json.write(c.secretsUpdatedAt()))
                .param("active", c.isActive()).param("imports", c.importSettings().toString())
                .param("visibility", c.visibility().wireName())
                .param("id", c.id()).param("version", expectedVersion).update();
    }

    void move(UUID id, UUID workspaceId) {
        database.sql("""
                        UPDATE app.connections
                           SET workspace_id = :workspace, updated_at = now(), version = version + 1
                         WHERE id = :id""")
                .param("workspace", workspaceId).param("id", id).update();
    }

    void delete(UUID id) {
        database.sql("DELETE FROM app.connections WHERE id = :id").param("id", id).update();
    }

    static Connection fresh(UUID id, Caller caller, ConnectionType type, ConnectionInput input, Configurations.Stored stored) {
        Instant now = Instant.now();
        return new Connection(id, caller.accountId(), input.workspaceId(), input.name(),
                input.description() == null ? "" : input.description(), type.id(), stored.configuration(),
                stored.secretsUpdatedAt(), input.isActive() == null || input.isActive(), null, "untested", null,
                input.importSettings() == null ? JsonNodeFactory.instance.objectNode() : input.importSettings(), null,
                caller.userId(), input.visibility() == null ? Visibility.PRIVATE : input.visibility(), caller.userId(),
                now, now, 1);
    }

    static Connection copied(Connection c, UUID id, String name, UUID owner, Configurations.Stored stored) {
        Instant now = Instant.now();
        return new Connection(id, c.accountId(), c.workspaceId(), name, c.description(), c.connectionType(),
                stored.configuration(), stored.secretsUpdatedAt(), c.isActive(), null, "untested", null,
                c.importSettings(), null, owner, Visibility.PRIVATE, owner, now, now, 1);
    }

    static Connection changed(Connection c, ConnectionInput input, Configurations.Stored stored) {
        return new Connection(c.id(), c.accountId(), input.hasWorkspace() ? input.workspaceId() : c.workspaceId(),
                or(input.name(), c.name()), or(input.description(), c.description()), c.connectionType(),
                stored.configuration(), stored.secretsUpdatedAt(), or(input.isActive(), c.isActive()), c.lastTestedAt(),
                c.testStatus(), c.testErrorMessage(), or(input.importSettings(), c.importSettings()), c.lastImportAt(),
                c.ownerId(), or(input.visibility(), c.visibility()), c.createdBy(), c.createdAt(), Instant.now(),
                c.version() + 1);
    }

    private static <T> T or(T given, T before) {
        return given == null ? before : given;
    }

    private Connection row(ResultSet row, int n) throws SQLException {
        return new Connection(row.getObject("id", UUID.class), row.getObject("account_id", UUID.class),
                row.getObject("workspace_id", UUID.class), row.getString("name"), row.getString("description"),
                row.getString("connection_type"), read(row.getString("configuration")),
                json.read(row.getString("secrets_updated_at"), TIMES), row.getBoolean("is_active"),
                instant(row, "last_tested_at"), row.getString("test_status"), row.getString("test_error_message"),
                read(row.getString("import_settings")), instant(row, "last_import_at"),
                row.getObject("owner_id", UUID.class), Visibility.of(row.getString("visibility")),
                row.getObject("created_by", UUID.class), instant(row, "created_at"), instant(row, "updated_at"),
                row.getLong("version"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    private ObjectNode read(String text) {
        return json.read(text, ObjectNode.class);
    }
}
