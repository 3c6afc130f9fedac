package metadata;

import access.Caller;
import catalog.JsonText;
import catalog.Schema;
import catalog.Table;
import catalog.TableName;
import catalog.TableSummary;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import connections.Connection;
import connections.ConnectionChanged;
import connections.Connections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import problems.Refusal;
import routes.Operations;

/** Looks into a source through the metadata cache: a fresh entry saves the call, an import or an edit makes entries stale. */
@Component
public class Browsing {
    private final JdbcClient database;
    private final JsonText json;
    private final Connections connections;
    private final Operations operations;
    private final TransactionTemplate transaction;

    Browsing(JdbcClient database, ObjectMapper json, Connections connections, Operations operations,
             PlatformTransactionManager transactions) {
        this.database = database;
        this.json = new JsonText(json.copy().registerModule(new StorableText()));
        this.connections = connections;
        this.operations = operations;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * @param refresh asks the source whatever the cache says
     * @throws problems.ProblemException when the source fails
     */
    public List<Schema> schemas(UUID connectionId, boolean refresh) {
        return cached(connectionId, "schema", "", refresh, new TypeReference<>() { }, () -> operations.schemas(connectionId));
    }

    public List<TableSummary> tables(UUID connectionId, String schema, boolean refresh) {
        return cached(connectionId, "table", key(schema), refresh, new TypeReference<>() { },
                () -> operations.tables(connectionId, schema));
    }

    /** @throws Refusal 404 when the source has no such table, or does not show it */
    public Table table(UUID connectionId, TableName name, boolean refresh) {
        Supplier<Table> ask = () -> operations.table(connectionId, name)
                .orElseThrow(() -> Refusal.of(404, "table_not_found",
                        "The source shows no table of this name to the connection's login."));
        return cached(connectionId, "column", key(name.schema(), name.name()), refresh, new TypeReference<>() { }, ask);
    }

    @EventListener
    public void onChange(ConnectionChanged change) {
        if (change.kind() != ConnectionChanged.Kind.EDITED) return;
        database.sql("DELETE FROM app.connection_metadata_cache WHERE connection_id = :id").param("id", change.id()).update();
    }

    private <T> T cached(UUID connectionId, String type, String key, boolean refresh, TypeReference<T> form, Supplier<T> ask) {
        Connection connection = connections.find(connectionId);
        if (!refresh) {
            Optional<String> entry = transaction.execute(t -> database.sql("""
                            SELECT metadata FROM app.connection_metadata_cache
                             WHERE connection_id = :connection AND metadata_type = :type AND key = :key
                               AND NOT is_stale AND expires_at > now()""")
                    .param("connection", connectionId).param("type", type).param("key", key).query(String.class).optional());
            if (entry.isPresent()) return json.read(entry.get(), form);
        }
        T answer = ask.get();
        transaction.executeWithoutResult(t -> keep(connection, type, key, answer));
        return answer;
    }

    private void keep(Connection connection, String type, String key, Object answer) {
        database.sql("""
                        INSERT INTO app.connection_metadata_cache
                               (account_id, connection_id, metadata_type, key, metadata, expires_at)
                        VALUES (:account, :connection, :type, :key, :metadata::jsonb, now() + :lifetime::interval)
                        ON CONFLICT (connection_id, metadata_type, key) DO UPDATE
                          SET metadata = excluded.metadata, cached_at = now(), expires_at = excluded.expires_at,
                              is_stale = false""")
                .param("account", Caller.current().accountId()).param("connection", connection.id())
                .param("type", type).param("key", key)
                .param("metadata", json.write(answer)).param("lifetime", CacheUpkeep.LIFETIME).update();
    }

    /** Unambiguous for any names. */
    private String key(String... names) {
        return json.write(names);
    }
}
