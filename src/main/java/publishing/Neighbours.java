package publishing;

import access.Caller;
import catalog.ForeignKey;
import catalog.TableName;
import catalog.Wanted;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import metadata.Snapshots;
import metadata.Snapshots.Snapshot;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import routes.TargetOperations;

/**
 * Tables that foreign keys lead to and that are not asked about themselves: a target is told of them in the same call, because
 * it keeps only those keys whose other end it knows.
 */
@Component
class Neighbours {
    /** Tables in one call, so that as many neighbours go with them. */
    static final int BATCH = TargetOperations.MOST_WANTED / 2;

    /** @param at where it was published to; null when it was not */
    private record Neighbour(UUID id, TableName at) { }

    private record Key(UUID connectionId, TableName table) { }

    private final JdbcClient database;
    private final Snapshots snapshots;

    Neighbours(JdbcClient database, Snapshots snapshots) {
        this.database = database;
        this.snapshots = snapshots;
    }

    /**
     * @param planned the name that a dataset is to have at the target; null for one that is not part of the plan, which counts
     *                only
     *                when it was published there before
     * @return {@value #BATCH} at most
     */
    @Transactional(readOnly = true)
    List<Wanted> of(UUID targetId, List<Snapshot> batch, Function<Snapshot, TableName> planned) {
        Set<Key> asked = batch.stream().map(one -> new Key(one.connectionId(), one.definition().tableName()))
                .collect(Collectors.toSet());
        List<Key> keys = batch.stream().flatMap(one -> one.definition().foreignKeys().stream().map(key -> key(one, key)))
                .distinct()
                .filter(key -> !asked.contains(key)).limit(BATCH).toList();
        if (keys.isEmpty()) return List.of();
        Map<UUID, Neighbour> found = find(targetId, keys).stream()
                .collect(Collectors.toMap(Neighbour::id, Function.identity(), (one, same) -> one, LinkedHashMap::new));
        return snapshots.of(List.copyOf(found.keySet())).stream().map(one -> wanted(one, planned.apply(one), found.get(one.id())
                .at))
                .filter(one -> one.at() != null).toList();
    }

    private static Wanted wanted(Snapshot neighbour, TableName planned, TableName published) {
        return Draft.wanted(neighbour, planned != null ? planned : published);
    }

    private static Key key(Snapshot one, ForeignKey key) {
        return new Key(one.connectionId(), new TableName(key.references().schema(), key.references().table()));
    }

    private List<Neighbour> find(UUID targetId, List<Key> keys) {
        return database.sql("""
                        SELECT d.id, p.target_schema, p.target_name
                          FROM unnest(:connections::uuid[], :schemas::text[], :names::text[])
                               AS k (connection_id, schema_name, name)
                          JOIN app.datasets d USING (connection_id, schema_name, name)
                          LEFT JOIN LATERAL (SELECT * FROM app.published_tables t
                                              WHERE t.connection_id = :target AND t.dataset_id = d.id
                                              ORDER BY t.published_at DESC LIMIT 1) p ON true
                         WHERE d.account_id = :account AND d.removed_at IS NULL""")
                .param("connections", texts(keys, key -> key.connectionId.toString()))
                .param("schemas", texts(keys, key -> key.table.schema())).param("names", texts(keys, key -> key.table.name()))
                .param("target", targetId).param("account", Caller.current().accountId())
                .query((row, n) -> new Neighbour(row.getObject("id", UUID.class), row.getString("target_name") == null ? null
                        : new TableName(row.getString("target_schema"), row.getString("target_name")))).list();
    }

    private static String[] texts(List<Key> keys, Function<Key, String> part) {
        return keys.stream().map(part).toArray(String[]::new);
    }
}
