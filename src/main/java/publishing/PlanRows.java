package publishing;

import access.Audit;
import access.Caller;
import access.Idempotency;
import catalog.JsonText;
import catalog.TargetTable.TargetStep;
import com.fasterxml.jackson.databind.ObjectMapper;
import connections.Connection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import metadata.StorableText;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** A plan as it is written, batch by batch. Nobody sees it before its end. */
@Component
class PlanRows {
    private final JdbcClient database;
    private final JdbcTemplate batches;
    private final JsonText json;
    private final Idempotency idempotency;
    private final Audit audit;

    PlanRows(JdbcClient database, JdbcTemplate batches, ObjectMapper json, Idempotency idempotency, Audit audit) {
        this.database = database;
        this.batches = batches;
        this.json = new JsonText(json.copy().registerModule(new StorableText()));
        this.idempotency = idempotency;
        this.audit = audit;
    }

    /** @return the id of a plan that is empty so far */
    @Transactional
    UUID begin(Connection target, PublishRequest request) {
        forgetOld(target.id());
        UUID id = UUID.randomUUID();
        database.sql("""
                        INSERT INTO app.publications (id, account_id, connection_id, acting_user_id, created_by, status, request,
                                                      connection_version)
                        VALUES (:id, :account, :connection, app.uid(), app.uid(), 'planning', :request::jsonb, :version)""")
                .param("id", id).param("account", target.accountId()).param("connection", target.id())
                .param("request", json.write(request)).param("version", target.version()).update();
        return id;
    }

    /** What a process that died left half planned, and plans that nobody applied while they were good. */
    private void forgetOld(UUID targetId) {
        database.sql("""
                        DELETE FROM app.publications
                         WHERE connection_id = :target
                           AND (status = 'planning' AND created_at < now() - interval '2 hours'
                                OR status = 'planned' AND created_at < now() - interval '30 days')""")
                .param("target", targetId).update();
    }

    @Transactional
    void add(UUID id, Connection target, List<Draft.Placed> tables) {
        batches.batchUpdate("""
                INSERT INTO app.publication_tables (publication_id, position, account_id, connection_id, source_id, dataset_id,
                                                    version, schema_name, name, target_schema, target_name, state, notes)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)""", tables.stream().map(t -> new Object[] {
                    id, t.position(), target.accountId(), target.id(), t.snapshot().connectionId(), t.snapshot().id(),
                    t.snapshot().version(), t.snapshot().definition().schema(), t.snapshot().definition().name(),
                    StorableText.of(t.at().schema()), StorableText.of(t.at().name()), t.state().name().toLowerCase(Locale.ROOT),
                    json.write(t.notes())}).toList());
        batches.batchUpdate("""
                INSERT INTO app.publication_steps (publication_id, position, account_id, connection_id, source_id, table_position,
                                                   late, kind, summary, statement, loses)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                tables.stream().flatMap(t -> t.steps().stream().map(s -> row(id, target, t, s))).toList());
    }

    private static Object[] row(UUID id, Connection target, Draft.Placed table, Draft.NumberedStep numbered) {
        TargetStep step = numbered.step();
        return new Object[] {id, numbered.position(), target.accountId(), target.id(), table.snapshot().connectionId(),
            table.position(), step.afterAll(), step.kind(), step.summary(), step.statement(), step.loses()};
    }

    /**
     * The plan is whole and can be seen.
     *
     * @return its id; that of another plan when a request with the same key was faster
     */
    @Transactional
    UUID finish(UUID id, Connection target, String idempotencyKey) {
        UUID kept = idempotency.once(Plans.operation(target.id()), idempotencyKey, () -> {
            count(id);
            audit.success("publication.plan", "connection", target.id(), Map.of("publication", id.toString()));
            return id;
        });
        if (!kept.equals(id)) discard(id);
        return kept;
    }

    private void count(UUID id) {
        database.sql("""
                        UPDATE app.publications p
                           SET status = 'planned', planned_at = now(), tables_total = t.total, tables_missing = t.missing,
                               tables_same = t.same, tables_drifted = t.drifted, tables_conflict = t.conflict,
                               notes_total = t.notes, steps_total = s.total, steps_losing = s.losing
                          FROM (SELECT count(*) AS total, count(*) FILTER (WHERE state = 'missing') AS missing,
                                       count(*) FILTER (WHERE state = 'same') AS same,
                                       count(*) FILTER (WHERE state = 'drifted') AS drifted,
                                       count(*) FILTER (WHERE state = 'conflict') AS conflict,
                                       coalesce(sum(jsonb_array_length(notes)), 0) AS notes
                                  FROM app.publication_tables WHERE publication_id = :id) t,
                               (SELECT count(*) AS total, count(*) FILTER (WHERE loses) AS losing
                                  FROM app.publication_steps WHERE publication_id = :id) s
                         WHERE p.id = :id""").param("id", id).update();
    }

    /** As if it had never been begun. */
    @Transactional
    void discard(UUID id) {
        database.sql("DELETE FROM app.publications WHERE id = :id AND status = 'planning' AND account_id = :account")
                .param("id", id).param("account", Caller.current().accountId()).update();
    }
}
