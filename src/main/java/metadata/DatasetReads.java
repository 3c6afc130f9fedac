package metadata;

import access.Caller;
import catalog.JsonText;
import catalog.KnownTokens;
import catalog.Table;
import catalog.TableKind;
import catalog.TableName;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** What a preview compares with, and what a reader may know of the imports before. */
@Component
class DatasetReads {
    private static final int PAGE = 1_000;
    private static final int RECENT = 5;

    /** @param imports how many it is the middle of; 0 when there are none */
    record Pace(int imports, double msPerTable) { }

    private final JdbcClient database;
    private final TransactionTemplate transaction;
    private final Definitions definitions;
    private final JsonText json;

    DatasetReads(JdbcClient database, PlatformTransactionManager transactions, Definitions definitions, ObjectMapper json) {
        this.database = database;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setReadOnly(true);
        this.definitions = definitions;
        this.json = new JsonText(json);
    }

    /** @param after null for the first page */
    @Transactional(readOnly = true)
    List<KnownTables.Known> after(UUID connectionId, TableName after) {
        return database.sql("""
                        SELECT d.id, d.schema_name, d.name, d.kind, d.fingerprint, d.version, d.column_count, d.row_estimate, d.content,
                               v.definition
                          FROM app.datasets d
                          LEFT JOIN app.dataset_versions v
                            ON d.remarkable AND v.dataset_id = d.id AND v.version = d.version
                         WHERE d.connection_id = :connection AND d.removed_at IS NULL
                           AND (:schema::text IS NULL OR (d.schema_name, d.name) > (:schema COLLATE "C", :name COLLATE "C"))
                         ORDER BY d.schema_name, d.name LIMIT :page""")
                .param("connection", connectionId).param("schema", after == null ? null : after.schema())
                .param("name", after == null ? null : after.name()).param("page", PAGE)
                .query(this::known).list();
    }

    private KnownTables.Known known(ResultSet row, int n) throws SQLException {
        String definition = row.getString("definition");
        Table remarkable = definition == null ? null
                : definitions.current(definition, (Long) row.getObject("row_estimate"), row.getString("content"));
        return new KnownTables.Known(row.getObject("id", UUID.class), new TableName(row.getString("schema_name"), row.getString("name")),
                TableKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)), row.getBytes("fingerprint"),
                row.getInt("version"), row.getInt("column_count"), remarkable);
    }

    /**
     * What the readers of sources may rely on: tokens of tables that the connection's last imports have seen, with the same
     * settings of the connection and the same options; and which tables the import that reads has stored itself.
     *
     * @param importId that reads; null for a preview
     * @param version  of the connection
     */
    KnownTokens tokens(UUID connectionId, UUID importId, long version, ImportRequest.Options options) {
        String same = json.write(options);
        return new TokenPages(Caller.current(), PAGE, from -> transaction.execute(t ->
                knownFrom(connectionId, importId, version, options.fullRead(), same, from)));
    }

    private NavigableMap<TableName, TokenPages.Known> knownFrom(UUID connectionId, UUID importId, long version, boolean anew,
                                                                String options, TableName from) {
        NavigableMap<TableName, TokenPages.Known> known = new TreeMap<>();
        database.sql("""
                        SELECT schema_name, name, token, seen
                          FROM (SELECT d.schema_name, d.name, CASE WHEN NOT :anew THEN d.source_token END AS token,
                                       d.last_import_id = :import AND NOT d.unread AS seen
                                  FROM app.datasets d JOIN app.imports i ON i.id = d.last_import_id
                                 WHERE d.connection_id = :connection AND d.removed_at IS NULL AND i.connection_version = :version
                                   AND (i.selection -> 'options') - '{full_read,max_removed_percent}'::text[]
                                     = :options::jsonb - '{full_read,max_removed_percent}'::text[]
                                   AND (d.schema_name, d.name) >= (:schema COLLATE "C", :name COLLATE "C")) found
                         WHERE token IS NOT NULL OR seen
                         ORDER BY schema_name, name LIMIT :page""")
                .param("connection", connectionId).param("import", importId).param("version", version).param("anew", anew)
                .param("options", options).param("schema", from.schema()).param("name", from.name()).param("page", PAGE)
                .query(row -> {
                    known.put(new TableName(row.getString("schema_name"), row.getString("name")),
                            new TokenPages.Known(row.getString("token"), row.getBoolean("seen")));
                });
        return known;
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
