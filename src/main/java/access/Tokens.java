package access;

import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import problems.Refusal;
import secrets.Hashes;

/** API tokens: shown once, kept as a hash, looked up anew on each request. */
@Component
public class Tokens {

    public record Token(UUID id, String name, UUID accountId, Instant createdAt, Instant expiresAt, Instant lastUsedAt) { }

    /** @param text shown this one time */
    public record NewToken(UUID id, String name, String text, Instant expiresAt) {
        @Override
        public String toString() {
            return "token " + id;
        }
    }

    /** Whose token it is. @param accountId the only account that it is good for; null for all of the user's */
    record Holder(UUID userId, UUID accountId) { }

    private static final SecureRandom RANDOM = new SecureRandom();
    private final JdbcClient database;
    private final Accounts accounts;
    private final Audit audit;

    Tokens(JdbcClient database, Accounts accounts, Audit audit) {
        this.database = database;
        this.accounts = accounts;
        this.audit = audit;
    }

    public static String fresh() {
        byte[] id = new byte[6];
        byte[] secret = new byte[32];
        RANDOM.nextBytes(id);
        RANDOM.nextBytes(secret);
        return "serai_" + HexFormat.of().formatHex(id) + "_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    static byte[] hash(String token) {
        return Hashes.sha256(Hashes.utf8(token));
    }

    @Transactional
    Optional<Holder> find(String token) {
        return database.sql("SELECT user_id, account_id FROM app.token(:hash)").param("hash", hash(token))
                .query(Holder.class).optional();
    }

    /** The caller's own. */
    @Transactional(readOnly = true)
    public List<Token> mine() {
        return database.sql("""
                        SELECT id, name, account_id, created_at, expires_at, last_used_at FROM app.api_tokens
                         WHERE user_id = app.uid() ORDER BY created_at, id""")
                .query(Token.class).list();
    }

    /** A token of the caller's own, good in every account of the caller. @param expiresAt null for never */
    @Transactional
    public NewToken create(String name, Instant expiresAt) {
        return insert(Caller.current().userId(), null, name, expiresAt);
    }

    /** A token for a member, good in the active account only. */
    @Transactional
    public NewToken createFor(UUID userId, String name, Instant expiresAt) {
        Caller.current().mustBeAdmin();
        accounts.member(userId);
        return insert(userId, Caller.current().accountId(), name, expiresAt);
    }

    /** @throws Refusal 404 unless it is the caller's own */
    @Transactional
    public void revoke(UUID id) {
        int gone = database.sql("DELETE FROM app.api_tokens WHERE id = :id AND user_id = app.uid()").param("id", id).update();
        if (gone == 0) throw Refusal.notFound();
        audit.success("token.revoke", "token", id, Map.of());
    }

    private NewToken insert(UUID userId, UUID accountId, String name, Instant expiresAt) {
        String text = fresh();
        UUID id = UUID.randomUUID();
        database.sql("""
                        INSERT INTO app.api_tokens (id, user_id, account_id, name, token_hash, created_by, expires_at)
                        VALUES (:id, :user, :account, :name, :hash, app.uid(), :expires)""")
                .param("id", id).param("user", userId).param("account", accountId).param("name", name).param("hash", hash(text))
                .param("expires", expiresAt == null ? null : Timestamp.from(expiresAt)).update();
        audit.success("token.create", "token", id, Map.of("user", userId.toString()));
        return new NewToken(id, name, text, expiresAt);
    }
}
