package metadata;

import catalog.JsonText;
import catalog.Schema;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import connections.Connection;
import connectors.Causes;
import connectors.TurnedAway;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import problems.FailureKind;
import problems.ProblemException;
import routes.Operations;
import secrets.Hashes;
import types.ConnectionType;
import types.ConnectionTypes;

/**
 * What an import has to read. Schemas whose change token is the one of the import before are not read again; a large rest is
 * divided by schema into parts, which several workers take.
 */
@Component
class ImportPlans {
    /** Beside the schemas' tokens: our own way of reading, which changes with our versions. No schema is called that. */
    private static final String OURS = "";
    private static final int MOST_PARTS = 8;

    private final JdbcClient database;
    private final TransactionTemplate transaction;
    private final JsonText json;
    private final Operations operations;
    private final ConnectionTypes types;
    private final DatasetRows datasets;
    private final ImportQueue queue;
    private final int tablesPerPart;
    private final int lanes;

    ImportPlans(JdbcClient database, PlatformTransactionManager transactions, ObjectMapper json, @Lazy Operations operations,
                ConnectionTypes types, DatasetRows datasets, ImportQueue queue,
                @Value("${serai.imports.tables-per-part:2500}") int tablesPerPart, @Value("${serai.imports.lanes:2}") int lanes) {
        this.database = database;
        this.transaction = new TransactionTemplate(transactions);
        this.json = new JsonText(json);
        this.operations = operations;
        this.types = types;
        this.datasets = datasets;
        this.queue = queue;
        this.tablesPerPart = tablesPerPart;
        this.lanes = lanes;
    }

    /** The import before, when it has read all that this one is asked for, in the same way. */
    private record Before(UUID importId, Map<String, String> tokens) { }

    /**
     * Once for an import, whatever happens to it afterwards; one that is resumed keeps its parts, and only their jobs are new.
     *
     * @throws ProblemException when the source does not tell its schemas
     */
    void make(ImportRun run, Connection connection) {
        if (run.run.isPlanned()) return;
        List<Schema> schemas = schemas(run);
        write(run, connection, schemas);
    }

    /** @return null where they are of no use, or cannot be had at the moment without holding up the import */
    private List<Schema> schemas(ImportRun run) {
        if (!run.request.tables().isEmpty()) return null;
        try {
            List<Schema> all = operations.schemasWithTokens(run.connectionId);
            List<String> wanted = run.request.schemas();
            return all.stream().filter(schema -> wanted.isEmpty() || wanted.contains(schema.name())).toList();
        } catch (ProblemException failure) {
            if (isTooMuch(failure)) return null;
            throw failure;
        }
    }

    /** A budget that is used up is no reason to go on without: then the import waits. */
    private static boolean isTooMuch(ProblemException failure) {
        boolean isCounted = Causes.of(failure).stream().anyMatch(TurnedAway.class::isInstance);
        return failure.problem().kind() == FailureKind.QUOTA && !isCounted || "deadline".equals(failure.problem().code());
    }

    /** @param schemas null for one part with whatever is selected */
    void write(ImportRun run, Connection connection, List<Schema> schemas) {
        transaction.executeWithoutResult(t -> plan(run, connection, schemas));
    }

    private void plan(ImportRun run, Connection connection, List<Schema> schemas) {
        if (!takeOn(run, connection, expected(run, schemas), tokens(connection, schemas))) return;
        boolean resumed = database.sql("SELECT EXISTS (SELECT 1 FROM app.import_parts WHERE import_id = :id)")
                .param("id", run.importId).query(Boolean.class).single();
        if (!resumed) divide(run, schemas, same(run, connection, schemas));
        queue.offer(run.run, waitingLanes(run.importId));
    }

    /** @return false when another attempt has planned it, or it is over */
    private boolean takeOn(ImportRun run, Connection connection, Long expected, Map<String, String> tokens) {
        return database.sql("""
                        UPDATE app.imports
                           SET planned = true, tables_total = coalesce(:expected, tables_total), connection_version = :version,
                               change_tokens = coalesce(change_tokens, :tokens::jsonb)
                         WHERE id = :id AND fencing_token = :token AND status = 'running' AND NOT planned""")
                .param("expected", expected).param("version", connection.version())
                .param("tokens", tokens == null ? null : json.write(tokens))
                .param("id", run.importId).param("token", run.part.fencingToken()).update() == 1;
    }

    /** For the progress bar; the read itself does not depend on it. */
    private static Long expected(ImportRun run, List<Schema> schemas) {
        boolean counted = run.request.isEverything() && isCounted(schemas);
        return counted ? (Long) schemas.stream().mapToLong(Schema::tables).sum() : null;
    }

    private static boolean isCounted(List<Schema> schemas) {
        return schemas != null && schemas.stream().noneMatch(schema -> schema.tables() == null);
    }

    /** @return null where the type has none */
    private Map<String, String> tokens(Connection connection, List<Schema> schemas) {
        if (schemas == null) return null;
        Map<String, String> tokens = new TreeMap<>();
        for (Schema schema : schemas) {
            if (schema.changeToken() != null) tokens.put(schema.name(), schema.changeToken());
        }
        if (tokens.isEmpty()) return null;
        tokens.put(OURS, waysOf(types.get(connection.connectionType())));
        return tokens;
    }

    private static String waysOf(ConnectionType type) {
        String ways = new TreeMap<>(type.texts()) + " " + new TreeMap<>(type.nativeTypes());
        return HexFormat.of().formatHex(Hashes.sha256(Hashes.utf8(ways)));
    }

    /** @return names of schemas that need not be read, and the import that has read them; empty when all must be */
    private Optional<Before> same(ImportRun run, Connection connection, List<Schema> schemas) {
        Map<String, String> now = tokens(connection, schemas);
        if (now == null || run.request.options().fullRead()) return Optional.empty();
        return before(run, connection).filter(before -> now.get(OURS).equals(before.tokens.get(OURS))).map(before -> {
            Map<String, String> kept = new TreeMap<>(before.tokens);
            kept.entrySet().retainAll(now.entrySet());
            kept.remove(OURS);
            return new Before(before.importId, kept);
        });
    }

    private Optional<Before> before(ImportRun run, Connection connection) {
        return database.sql("""
                        SELECT i.id, i.change_tokens
                          FROM (SELECT * FROM app.imports
                                 WHERE connection_id = :connection AND id <> :id AND started_at IS NOT NULL
                                 ORDER BY created_at DESC LIMIT 1) i
                          JOIN app.imports this ON this.id = :id
                         WHERE i.status = 'succeeded' AND i.connection_version = :version AND i.change_tokens IS NOT NULL
                           AND i.selection #- '{options,full_read}' = this.selection #- '{options,full_read}'""")
                .param("connection", run.connectionId).param("id", run.importId).param("version", connection.version())
                .query((row, n) -> new Before(row.getObject("id", UUID.class),
                        json.read(row.getString("change_tokens"), new TypeReference<>() { }))).optional();
    }

    private void divide(ImportRun run, List<Schema> schemas, Optional<Before> same) {
        if (same.isEmpty() || same.get().tokens.isEmpty()) {
            List<List<String>> parts = isCounted(schemas) ? parts(schemas) : List.of();
            if (parts.size() < 2) insert(run, 0, 0, null);
            else insertAll(run, parts, 0);
            return;
        }
        List<Schema> rest = schemas.stream().filter(schema -> !same.get().tokens.containsKey(schema.name())).toList();
        insertSame(run, same.get(), rest.isEmpty());
        insertAll(run, parts(rest), 1);
    }

    /**
     * Schemas that follow each other in order, about so many tables together. Their number has a limit, because each asks the
     * whole catalog for what is its own.
     */
    private List<List<String>> parts(List<Schema> schemas) {
        long all = schemas.stream().mapToLong(schema -> schema.tables() == null ? 0 : schema.tables()).sum();
        long enough = Math.max(tablesPerPart, (all + MOST_PARTS - 1) / MOST_PARTS);
        List<List<String>> parts = new ArrayList<>();
        List<String> part = new ArrayList<>();
        long tables = 0;
        for (Schema schema : schemas) {
            part.add(schema.name());
            tables += schema.tables() == null ? 0 : schema.tables();
            if (tables < enough) continue;
            parts.add(part);
            part = new ArrayList<>();
            tables = 0;
        }
        if (!part.isEmpty()) parts.add(part);
        return parts;
    }

    private void insertAll(ImportRun run, List<List<String>> parts, int first) {
        for (int i = 0; i < parts.size(); i++) insert(run, first + i, i % lanes, parts.get(i));
    }

    private void insert(ImportRun run, int position, int lane, List<String> schemas) {
        database.sql("""
                        INSERT INTO app.import_parts (import_id, position, account_id, connection_id, lane, schemas, status)
                        VALUES (:id, :position, :account, :connection, :lane, :schemas::text[], 'waiting')""")
                .param("id", run.importId).param("position", position).param("account", run.accountId)
                .param("connection", run.connectionId).param("lane", lane)
                .param("schemas", schemas == null ? null : schemas.toArray(String[]::new)).update();
    }

    /**
     * A part that is done from the start: its tables were seen, by their schema's token. @param all nothing else is to be
     * read
     */
    private void insertSame(ImportRun run, Before before, boolean all) {
        insert(run, 0, 0, List.copyOf(before.tokens.keySet()));
        DatasetRows.Counted seen = datasets.touch(run, before.importId, before.tokens.keySet());
        database.sql("""
                        UPDATE app.import_parts
                           SET status = 'done', tables_done = :tables, columns_done = :columns, unchanged = :tables,
                               warnings = CASE WHEN :all THEN (SELECT warnings FROM app.imports WHERE id = :before) ELSE '[]' END
                         WHERE import_id = :id AND position = 0""")
                .param("tables", seen.tables()).param("columns", seen.columns()).param("all", all)
                .param("before", before.importId).param("id", run.importId).update();
    }

    private List<Integer> waitingLanes(UUID importId) {
        return database.sql("SELECT DISTINCT lane FROM app.import_parts WHERE import_id = :id AND status <> 'done' ORDER BY lane")
                .param("id", importId).query(Integer.class).list();
    }
}
