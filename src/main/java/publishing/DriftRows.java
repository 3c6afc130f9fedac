package publishing;

import access.Caller;
import catalog.JsonText;
import catalog.TableName;
import catalog.TargetTable.Note;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import metadata.Datasets;
import metadata.StorableText;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import paging.Cursor;
import paging.Page;
import paging.PageRequest;
import publishing.Published.Difference;

/** What is at which target, and what the last look found. */
@Component
class DriftRows {

    /**
     * @param version of the dataset, as it was published
     * @param remarks that were made when it was planned: they tell of how it is carried over, and not of a difference
     */
    record Placed(UUID id, UUID connectionId, UUID datasetId, TableName at, int version, List<Note> remarks) { }

    /** @param version of the dataset that is at the target, as far as can be told */
    record Found(UUID id, String state, int version, List<Difference> differences) { }

    private final JdbcClient database;
    private final JdbcTemplate batches;
    private final Datasets datasets;
    private final JsonText json;

    DriftRows(JdbcClient database, JdbcTemplate batches, Datasets datasets, ObjectMapper json) {
        this.database = database;
        this.batches = batches;
        this.datasets = datasets;
        this.json = new JsonText(json.copy().registerModule(new StorableText()));
    }

    /** As many as one call to a target asks for. @param after null for the first ones */
    @Transactional(readOnly = true)
    List<Placed> placed(UUID connectionId, UUID publicationId, UUID after) {
        return database.sql("""
                        SELECT p.*, (SELECT coalesce(jsonb_agg(n.note), '[]')
                                       FROM app.publication_tables t CROSS JOIN LATERAL jsonb_array_elements(t.notes) AS n (note)
                                      WHERE t.publication_id = p.publication_id AND t.dataset_id = p.dataset_id) AS remarks
                          FROM app.published_tables p
                         WHERE p.account_id = :account
                           AND (:connection::uuid IS NULL OR p.connection_id = :connection)
                           AND (:publication::uuid IS NULL OR p.publication_id = :publication)
                           AND (:after::uuid IS NULL OR p.id > :after)
                         ORDER BY p.id LIMIT :most""")
                .param("account", Caller.current().accountId()).param("connection", connectionId)
                .param("publication", publicationId)
                .param("after", after).param("most", Neighbours.BATCH)
                .query((row, n) -> new Placed(row.getObject("id", UUID.class), row.getObject("connection_id", UUID.class),
                        row.getObject("dataset_id", UUID.class),
                        new TableName(row.getString("target_schema"), row.getString("target_name")), row.getInt("version"),
                        json.read(row.getString("remarks"), new TypeReference<>() { }))).list();
    }

    @Transactional
    void keep(List<Found> found) {
        batches.batchUpdate("""
                UPDATE app.published_tables SET state = ?, version = ?, differences = ?::jsonb, checked_at = now()
                 WHERE id = ?""",
                found.stream().map(one -> new Object[] {one.state(), one.version(), json.write(one.differences()), one.id()})
                        .toList());
    }

    /**
     * The target did not answer: what was in sync may be so no longer. @param after those that were looked at before it failed
     */
    @Transactional
    void doubt(UUID connectionId, UUID publicationId, UUID after, Difference reason) {
        database.sql("""
                        UPDATE app.published_tables SET state = 'unknown', differences = :reason::jsonb, checked_at = now()
                         WHERE account_id = :account AND state IN ('in_sync', 'unknown')
                           AND (:connection::uuid IS NULL OR connection_id = :connection)
                           AND (:publication::uuid IS NULL OR publication_id = :publication)
                           AND (:after::uuid IS NULL OR id > :after)""")
                .param("reason", json.write(List.of(reason))).param("account", Caller.current().accountId())
                .param("connection", connectionId).param("publication", publicationId).param("after", after).update();
    }

    @Transactional(readOnly = true)
    Page<Published> ofDataset(UUID datasetId, PageRequest page) {
        datasets.find(datasetId);
        return page("p.dataset_id = :of", datasetId, page);
    }

    @Transactional(readOnly = true)
    Page<Published> ofPublication(UUID publicationId, PageRequest page) {
        return page("p.publication_id = :of", publicationId, page);
    }

    private Page<Published> page(String which, UUID of, PageRequest page) {
        List<Published> items = database.sql(SELECT + " WHERE p.account_id = :account AND " + which + """
                          AND (:key::text IS NULL OR (p.state = 'in_sync', p.id) > (:key::boolean, :id::uuid))
                        ORDER BY p.state = 'in_sync', p.id LIMIT :fetch""")
                .param("account", Caller.current().accountId()).param("of", of)
                .param("key", page.afterKey()).param("id", page.afterId()).param("fetch", page.fetch()).query(this::row).list();
        long total = database.sql("SELECT count(*) FROM app.published_tables p WHERE p.account_id = :account AND " + which)
                .param("account", Caller.current().accountId()).param("of", of).query(Long.class).single();
        return Page.of(items, page, total,
                item -> new Cursor(Boolean.toString(item.state().equals("in_sync")), item.id().toString()));
    }

    private static final String SELECT = """
            SELECT p.*, t.name AS connection_name, d.version AS current, d.schema_name, d.name, d.last_seen_at, d.removed_at,
                   s.id AS source_id, s.name AS source_name, v.created_at AS changed_at
              FROM app.published_tables p
              JOIN app.connections t ON t.id = p.connection_id
              JOIN app.datasets d ON d.id = p.dataset_id
              JOIN app.connections s ON s.id = d.connection_id
              JOIN app.dataset_versions v ON v.dataset_id = d.id AND v.version = d.version""";

    private Published row(ResultSet row, int n) throws SQLException {
        Published.Source source = new Published.Source(row.getObject("source_id", UUID.class), row.getString("source_name"),
                new TableName(row.getString("schema_name"), row.getString("name")), row.getInt("current"),
                PublicationReads.instant(row, "last_seen_at"), PublicationReads.instant(row, "changed_at"),
                PublicationReads.instant(row, "removed_at"));
        return new Published(row.getObject("id", UUID.class), row.getObject("dataset_id", UUID.class),
                row.getObject("connection_id", UUID.class), row.getString("connection_name"),
                row.getObject("publication_id", UUID.class),
                new TableName(row.getString("target_schema"), row.getString("target_name")), row.getInt("version"),
                PublicationReads.instant(row, "published_at"), source, row.getString("state"),
                json.read(row.getString("differences"), new TypeReference<>() { }), PublicationReads.instant(row, "checked_at"));
    }
}
