package metadata;

import access.Caller;
import catalog.Selection;
import catalog.Table;
import catalog.TableKind;
import catalog.TableName;
import catalog.TableSummary;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Many datasets at once, as they are now: for those who carry definitions on to somewhere else. */
@Component
public class Snapshots {

    /**
     * @param connectionType of the connection it was imported from, whose native types its columns have
     * @param version        of the definition
     * @param isGone         whether an import found that it is no longer in its source
     */
    public record Snapshot(UUID id, UUID connectionId, String connectionName, String connectionType, int version, boolean isGone,
                           Table definition) { }

    private record Named(UUID id, TableSummary table) { }

    private final JdbcClient database;
    private final Definitions definitions;

    Snapshots(JdbcClient database, Definitions definitions) {
        this.database = database;
        this.definitions = definitions;
    }

    /** In the order of the ids; without those that the caller does not see. @param ids a few hundred at most */
    @Transactional(readOnly = true)
    public List<Snapshot> of(List<UUID> ids) {
        return database.sql("""
                        SELECT d.id, d.connection_id, c.name AS connection_name, c.connection_type, d.version,
                               d.removed_at IS NOT NULL AS is_gone, v.definition
                          FROM unnest(:ids::uuid[]) WITH ORDINALITY AS wanted (id, n)
                          JOIN app.datasets d ON d.id = wanted.id
                          JOIN app.connections c ON c.id = d.connection_id
                          JOIN app.dataset_versions v ON v.dataset_id = d.id AND v.version = d.version
                         WHERE d.account_id = :account
                         ORDER BY wanted.n""")
                .param("ids", ids.stream().map(UUID::toString).toArray(String[]::new))
                .param("account", Caller.current().accountId())
                .query((row, n) -> new Snapshot(row.getObject("id", UUID.class), row.getObject("connection_id", UUID.class),
                        row.getString("connection_name"), row.getString("connection_type"), row.getInt("version"),
                        row.getBoolean("is_gone"), definitions.lasting(row.getString("definition")))).list();
    }

    /**
     * The selected datasets of a connection that are still in their source, by schema and name.
     *
     * @param most no more than these are told
     */
    @Transactional(readOnly = true)
    public List<UUID> selected(UUID connectionId, Selection selection, int most) {
        return database.sql("""
                        SELECT id, schema_name, name, kind FROM app.datasets
                         WHERE account_id = :account AND connection_id = :connection AND removed_at IS NULL
                         ORDER BY schema_name, name""")
                .param("account", Caller.current().accountId()).param("connection", connectionId)
                .query((row, n) -> new Named(row.getObject("id", UUID.class), new TableSummary(row.getString("schema_name"),
                        row.getString("name"), kind(row.getString("kind")), null, null)))
                .list().stream().filter(named -> selection.test(named.table)).limit(most).map(Named::id).toList();
    }

    /** Of many datasets, by schema and name: those that the caller sees. */
    @Transactional(readOnly = true)
    public List<UUID> seen(List<UUID> ids) {
        return database.sql("""
                        SELECT id FROM app.datasets
                         WHERE account_id = :account AND id = ANY (:ids::uuid[])
                         ORDER BY connection_id, schema_name, name""")
                .param("account", Caller.current().accountId())
                .param("ids", ids.stream().map(UUID::toString).toArray(String[]::new)).query(UUID.class).list();
    }

    private static TableKind kind(String wireName) {
        return TableKind.valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
