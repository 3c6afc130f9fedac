package metadata;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What an import does to the metadata cache of its connection, in the transaction that ends it. */
@Component
class CacheUpkeep {
    static final String LIFETIME = "10 minutes";

    private final JdbcClient database;

    CacheUpkeep(JdbcClient database) {
        this.database = database;
    }

    /** Nothing of it is trusted until the source has been asked again. */
    void stale(UUID connectionId) {
        database.sql("UPDATE app.connection_metadata_cache SET is_stale = true WHERE connection_id = :connection AND NOT is_stale")
                .param("connection", connectionId).update();
    }

    /**
     * After an import that was completed. One of everything knows all tables: its lists replace what is cached, or, when nothing
     * has changed, what is cached is as good as new.
     */
    void refresh(Import run, boolean nothingNew) {
        if (!run.request().isEverything()) stale(run.connectionId());
        else if (nothingNew) prolong(run.connectionId());
        else fill(run);
    }

    private void prolong(UUID connectionId) {
        database.sql("""
                        UPDATE app.connection_metadata_cache SET expires_at = now() + :lifetime::interval
                         WHERE connection_id = :connection AND NOT is_stale""")
                .param("connection", connectionId).param("lifetime", LIFETIME).update();
    }

    /** Keys and shape are those of {@link Browsing}. */
    private void fill(Import run) {
        database.sql("DELETE FROM app.connection_metadata_cache WHERE connection_id = :connection")
                .param("connection", run.connectionId()).update();
        database.sql("""
                        INSERT INTO app.connection_metadata_cache
                               (account_id, connection_id, metadata_type, key, metadata, expires_at)
                        SELECT account_id, connection_id, 'table', json_build_array(schema_name)::text,
                               jsonb_agg(jsonb_build_object('schema', schema_name, 'name', name, 'kind', kind, 'comment', comment,
                                                            'row_estimate', row_estimate) ORDER BY name),
                               now() + :lifetime::interval
                          FROM app.datasets
                         WHERE connection_id = :connection AND removed_at IS NULL
                         GROUP BY account_id, connection_id, schema_name""")
                .param("connection", run.connectionId()).param("lifetime", LIFETIME).update();
    }
}
