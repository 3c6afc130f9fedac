package access;

import catalog.JsonText;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import secrets.Hashes;
import secrets.Keyring;
import secrets.SecretKey;

/**
 * Who did what, in the transaction that did it: no audit row, no change. The rows of an account form a chain of keyed
 * hashes, so that a row which was altered or cut out is found.
 */
@Component
public class Audit {

    public record Entry(long seq, Instant at, UUID actorId, String action, String targetType, UUID targetId, String outcome,
                        String requestId, String sourceAddress, Map<String, Object> diff) { }

    /**
     * @param brokenSeq the first row that does not fit; null when all do
     * @param head      hash of the chain's end. Whoever can write everything can set the end back, but not what the log
     *                  says of it
     */
    public record Verification(boolean intact, long rows, Long brokenSeq, String head) { }

    private record Head(long seq, byte[] hash) {
        private Verification broken(long rows, long at) {
            return new Verification(false, rows, at, hex());
        }

        private String hex() {
            return HexFormat.of().formatHex(hash);
        }
    }

    private record Link(Entry entry, byte[] previous, byte[] hash) { }

    private static final Logger LOG = LoggerFactory.getLogger(Audit.class);
    /** Every so many rows the log notes the end of the chain, where a cut tail shows. */
    private static final int CHECKPOINT = 100;
    private static final byte[] ORIGIN = new byte[32];
    private static final JsonText CANONICAL =
            new JsonText(JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build());
    private static final TypeReference<TreeMap<String, Object>> DIFF = new TypeReference<>() { };

    private final JdbcClient database;
    private final Keyring keyring;

    Audit(JdbcClient database, Keyring keyring) {
        this.database = database;
        this.keyring = keyring;
    }

    /** @param diff field to value; a secret appears as {@code "changed"}, never as itself */
    @Transactional(propagation = Propagation.MANDATORY)
    public void success(String action, String targetType, UUID targetId, Map<String, ?> diff) {
        write(action, targetType, targetId, "success", diff);
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void failure(String action, String targetType, UUID targetId, Map<String, ?> diff) {
        write(action, targetType, targetId, "failure", diff);
    }

    /** In a transaction of its own: the one that was refused is rolled back. */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void denied(String action, String targetType, UUID targetId) {
        write(action, targetType, targetId, "denied", Map.of());
    }

    /** Newest first. @param before rows with a smaller number only; null from the newest on */
    @Transactional(readOnly = true)
    public List<Entry> list(Long before, int limit) {
        return database.sql(ROWS + " AND (:before::bigint IS NULL OR seq < :before) ORDER BY seq DESC LIMIT :limit")
                .param("account", Caller.current().accountId()).param("before", before).param("limit", limit)
                .query(Audit::link).list().stream().map(Link::entry).toList();
    }

    @Transactional(readOnly = true)
    public long count() {
        return database.sql("SELECT count(*) FROM app.audit WHERE account_id = :account")
                .param("account", Caller.current().accountId()).query(Long.class).single();
    }

    /** Walks the whole chain of the active account, as it stood at one moment. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Verification verify() {
        UUID account = Caller.current().accountId();
        Head head = head(account);
        try (var rows = database.sql(ROWS + " ORDER BY seq").param("account", account).query(Audit::link).stream()) {
            byte[] previous = ORIGIN;
            long expected = 0;
            for (var links = rows.iterator(); links.hasNext(); ) {
                Link link = links.next();
                expected++;
                if (link.entry.seq != expected || !fits(link, previous, account)) return head.broken(expected, expected);
                previous = link.hash;
            }
            if (head.seq != expected || !Arrays.equals(head.hash, previous)) return head.broken(expected, expected + 1);
            return new Verification(true, expected, null, head.hex());
        }
    }

    private boolean fits(Link link, byte[] previous, UUID account) {
        if (!Arrays.equals(link.previous, previous)) return false;
        for (SecretKey key : keyring.all()) {
            if (Arrays.equals(link.hash, hash(key, previous, account, link.entry))) return true;
        }
        return false;
    }

    private void write(String action, String targetType, UUID targetId, String outcome, Map<String, ?> diff) {
        Caller caller = Caller.current();
        if (caller.accountId() == null) return;
        Head head = lockedHead(caller.accountId());
        // microseconds: what PostgreSQL keeps, and so what can be verified
        Entry entry = new Entry(head.seq + 1, Instant.now().truncatedTo(ChronoUnit.MICROS), caller.userId(), action,
                targetType, targetId, outcome, caller.requestId(), caller.source(), new TreeMap<>(diff));
        byte[] hash = hash(keyring.active(), head.hash, caller.accountId(), entry);
        database.sql("""
                        INSERT INTO app.audit (account_id, seq, at, actor_id, action, target_type, target_id,
                                               outcome, request_id, source_address, diff, prev_hash, hash)
                        VALUES (:account, :seq, :at, :actor, :action, :type, :target,
                                :outcome, :request, :source, :diff::jsonb, :previous, :hash)""")
                .param("account", caller.accountId()).param("seq", entry.seq).param("at", Timestamp.from(entry.at))
                .param("actor", entry.actorId).param("action", action).param("type", targetType)
                .param("target", targetId).param("outcome", outcome).param("request", entry.requestId)
                .param("source", entry.sourceAddress).param("diff", CANONICAL.write(entry.diff))
                .param("previous", head.hash).param("hash", hash).update();
        database.sql("UPDATE app.audit_heads SET seq = :seq, hash = :hash WHERE account_id = :account")
                .param("seq", entry.seq).param("hash", hash).param("account", caller.accountId()).update();
        if (entry.seq % CHECKPOINT == 0) {
            String hex = HexFormat.of().formatHex(hash);
            LOG.info("Audit checkpoint: account {} row {} hash {}", caller.accountId(), entry.seq, hex);
        }
    }

    private Head lockedHead(UUID account) {
        database.sql("INSERT INTO app.audit_heads VALUES (:account, 0, :origin) ON CONFLICT DO NOTHING")
                .param("account", account).param("origin", ORIGIN).update();
        return database.sql("SELECT seq, hash FROM app.audit_heads WHERE account_id = :account FOR UPDATE")
                .param("account", account).query((row, n) -> new Head(row.getLong(1), row.getBytes(2))).single();
    }

    private Head head(UUID account) {
        return database.sql("SELECT seq, hash FROM app.audit_heads WHERE account_id = :account").param("account", account)
                .query((row, n) -> new Head(row.getLong(1), row.getBytes(2))).optional().orElse(new Head(0, ORIGIN));
    }

    private static byte[] hash(SecretKey key, byte[] previous, UUID account, Entry e) {
        String row = String.join("\n", account.toString(), Long.toString(e.seq), e.at.toString(), e.actorId.toString(),
                e.action, e.targetType, String.valueOf(e.targetId), e.outcome, String.valueOf(e.requestId),
                String.valueOf(e.sourceAddress), CANONICAL.write(e.diff));
        return Hashes.hmac(key.derive("audit"), previous, Hashes.utf8(row));
    }

    private static final String ROWS = """
            SELECT seq, at, actor_id, action, target_type, target_id, outcome, request_id, source_address, diff, prev_hash, hash
              FROM app.audit WHERE account_id = :account""";

    private static Link link(ResultSet row, int n) throws SQLException {
        Entry entry = new Entry(row.getLong("seq"), row.getTimestamp("at").toInstant(), row.getObject("actor_id", UUID.class),
                row.getString("action"), row.getString("target_type"), row.getObject("target_id", UUID.class),
                row.getString("outcome"), row.getString("request_id"), row.getString("source_address"),
                CANONICAL.read(row.getString("diff"), DIFF));
        return new Link(entry, row.getBytes("prev_hash"), row.getBytes("hash"));
    }
}
