package metadata;

import catalog.Selection;
import catalog.TableKind;
import catalog.TableName;
import catalog.TableSummary;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** About how many tables a selection means, by what is known of the source without asking it: imported before, or listed once. */
@Component
class TableCounts {
    private final JdbcClient database;

    TableCounts(JdbcClient database) {
        this.database = database;
    }

    /** @return empty where nobody has looked into the source yet */
    @Transactional(readOnly = true)
    OptionalLong of(UUID connectionId, Selection selection) {
        if (!selection.tables().isEmpty()) return OptionalLong.of(selection.tables().stream().filter(selection::covers).count());
        long known = known(connectionId, selection).size();
        boolean patterns = !selection.include().isEmpty() || !selection.exclude().isEmpty();
        long most = Math.max(known, patterns ? 0 : listed(connectionId, selection));
        return most > 0 ? OptionalLong.of(most) : OptionalLong.empty();
    }

    /** Those whose names are known. */
    @Transactional(readOnly = true)
    List<TableName> known(UUID connectionId, Selection selection) {
        try (Stream<TableSummary> tables = database.sql("""
                        SELECT schema_name, name, min(kind) AS kind
                          FROM (SELECT schema_name, name, kind FROM app.datasets
                                 WHERE connection_id = :connection AND removed_at IS NULL
                                UNION ALL
                                SELECT t ->> 'schema', t ->> 'name', t ->> 'kind'
                                  FROM app.connection_metadata_cache c
                                 CROSS JOIN LATERAL jsonb_array_elements(c.metadata) t
                                 WHERE c.connection_id = :connection AND c.metadata_type = 'table') tables
                         GROUP BY schema_name, name""")
                .param("connection", connectionId)
                .query((row, n) -> new TableSummary(row.getString("schema_name"), row.getString("name"),
                        TableKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)), null, null)).stream()) {
            return tables.filter(selection).map(TableSummary::tableName).toList();
        }
    }

    /** As the list of schemas counts them. */
    private long listed(UUID connectionId, Selection selection) {
        return database.sql("""
                        SELECT coalesce(sum((s ->> 'tables')::bigint), 0)
                          FROM app.connection_metadata_cache c
                         CROSS JOIN LATERAL jsonb_array_elements(c.metadata) s
                         WHERE c.connection_id = :connection AND c.metadata_type = 'schema'
                           AND (:everything OR s ->> 'name' = ANY (:schemas::text[]))""")
                .param("connection", connectionId).param("everything", selection.schemas().isEmpty())
                .param("schemas", selection.schemas().toArray(String[]::new)).query(Long.class).single();
    }
}
