package consent;

import access.Audit;
import access.Caller;
import connections.Connection;
import connections.ConnectionInput;
import connections.Connections;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import problems.Problem;
import secrets.Envelope;
import secrets.Hashes;
import secrets.Secret;

/** Sign-ins that were begun and have not come back. Shared by all replicas; each is taken out once. */
@Component
class PendingConsents {
    static final Duration LASTS = Duration.ofMinutes(10);
    private static final int RANDOM_BYTES = 32;

    /** @param state known to the browser alone; @param challenge the hash of the verifier, which is known to us alone */
    record Begun(String state, String challenge, Instant end) { }

    record Pending(UUID connectionId, UUID accountId, long version, Secret verifier, String redirectUri, byte[] session,
                   Instant end) {
        /** Whether it is this session that began it, in time. */
        boolean isOf(String sessionId) {
            return Arrays.equals(session, hash(sessionId)) && Instant.now().isBefore(end);
        }
    }

    private final JdbcClient database;
    private final Envelope envelope;
    private final Connections connections;
    private final Audit audit;
    private final SecureRandom random = new SecureRandom();

    PendingConsents(JdbcClient database, Envelope envelope, Connections connections, Audit audit) {
        this.database = database;
        this.envelope = envelope;
        this.connections = connections;
        this.audit = audit;
    }

    /** The person's last one for this connection counts, and those that nobody came back from go. */
    @Transactional
    Begun begin(Connection connection, String sessionId, String redirectUri) {
        String state = fresh();
        String verifier = fresh();
        Instant end = Instant.now().plus(LASTS);
        database.sql("""
                        DELETE FROM app.pending_consents
                         WHERE user_id = :user AND (connection_id = :connection OR expires_at < now())""")
                .param("user", Caller.current().userId()).param("connection", connection.id()).update();
        byte[] hash = hash(state);
        database.sql("""
                        INSERT INTO app.pending_consents (state_hash, account_id, connection_id, user_id, session_hash, version,
                                                          verifier, redirect_uri, expires_at)
                        VALUES (:state, :account, :connection, :user, :session, :version, :verifier, :redirect, :end)""")
                .param("state", hash).param("account", connection.accountId()).param("connection", connection.id())
                .param("user", Caller.current().userId()).param("session", hash(sessionId))
                .param("version", connection.version())
                .param("verifier", envelope.seal(verifier, place(hash, connection.accountId(), connection.id())))
                .param("redirect", redirectUri).param("end", Timestamp.from(end)).update();
        audit.success("connection.authorize", "connection", connection.id(), Map.of("step", "begun"));
        return new Begun(state, base64(Hashes.sha256(Hashes.utf8(verifier))), end);
    }

    /** Whoever comes back with the state ends it, also when it then turns out not to be theirs: it is known to others. */
    @Transactional
    Optional<Pending> take(String state) {
        return database.sql("DELETE FROM app.pending_consents WHERE state_hash = :state AND user_id = :user RETURNING *")
                .param("state", hash(state)).param("user", Caller.current().userId()).query((row, n) -> pending(row)).optional();
    }

    /** As an ordinary edit of the version that was begun with. */
    @Transactional
    Connection store(Connection before, ConnectionInput edit) {
        Connection after = connections.update(before.id(), edit, before.version());
        audit.success("connection.authorize", "connection", before.id(), Map.of("step", "completed"));
        return after;
    }

    @Transactional
    void fail(Connection connection, Problem problem) {
        audit.failure("connection.authorize", "connection", connection.id(), Map.of("kind", problem.kind().name()));
    }

    private Pending pending(ResultSet row) throws SQLException {
        UUID account = row.getObject("account_id", UUID.class);
        UUID connection = row.getObject("connection_id", UUID.class);
        Secret verifier = envelope.open(row.getString("verifier"), place(row.getBytes("state_hash"), account, connection));
        return new Pending(connection, account, row.getLong("version"), verifier, row.getString("redirect_uri"),
                row.getBytes("session_hash"), row.getTimestamp("expires_at").toInstant());
    }

    /** Bound to its row: copied to another, it does not open. */
    private static Envelope.Place place(byte[] stateHash, UUID account, UUID connection) {
        return new Envelope.Place(account, connection, "/pending_consents/" + HexFormat.of().formatHex(stateHash));
    }

    private String fresh() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return base64(bytes);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] hash(String text) {
        return Hashes.sha256(Hashes.utf8(text));
    }
}
