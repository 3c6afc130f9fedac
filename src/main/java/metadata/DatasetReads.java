package metadata;

import catalog.TableKind;
import catalog.TableName;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What a preview compares with. */
@Component
class DatasetReads {
    private static final int PAGE = 1_000;
    private static final int RECENT = 5;

    /** @param imports how many it is the middle of; 0 when there are none */
    record Pace(int imports, double msPerTable) { }

    private final JdbcClient database;

    DatasetReads(JdbcClient database) {
        this.database = database;
    }

    /** @param after null for the first page */
    @Transactional(readOnly = true)
    List<KnownTables.Known> after(UUID connectionId, TableName after) {
        return database.sql("""
                        SELECT id, schema_name, name, kind, fingerprint, version FROM app.datasets
                         WHERE connection_id = :connection AND removed_at IS NULL
                           AND (:schema::text IS NULL OR (schema_name, name) > (:schema COLLATE "C", :name COLLATE "C"))
                         ORDER BY schema_name, name LIMIT :page""")
                .param("connection", connectionId).param("schema", after == null ? null : after.schema())
                .param("name", after == null ? null : after.name()).param("page", PAGE)
                .query((row, n) -> new KnownTables.Known(row.getObject("id", UUID.class),
                        new TableName(row.getString("schema_name"), row.getString("name")),
                        TableKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)), row.getBytes("fingerprint"),
                        row.getInt("version")))
                .list();
    }

    @Transactional(readOnly = true)
    String definition(UUID dataset, int version) {
        return database.sql("SELECT definition FROM app.dataset_versions WHERE dataset_id = :id AND version = :version")
                .param("id", dataset).param("version", version).query(String.class).single();
    }

    /** The middle one of the last imports that were completed: one that stood still for a night does not count. */
    @Transactional(readOnly = true)
    Pace pace(UUID connectionId) {
        return database.sql("""
                        SELECT count(*) AS imports, coalesce(percentile_cont(0.5) WITHIN GROUP (ORDER BY pace), 0) AS pace
                          FROM (SELECT extract(epoch FROM finished_at - started_at) * 1000 / tables_done AS pace
                                  FROM app.imports
                                 WHERE connection_id = :connection AND status IN ('succeeded', 'partial') AND tables_done > 0
                                 ORDER BY finished_at DESC LIMIT :recent) last""")
                .param("connection", connectionId).param("recent", RECENT)
                .query((row, n) -> new Pace(row.getInt("imports"), row.getDouble("pace"))).single();
    }
}
