package connections;

import connectors.TokenKeeper;
import connectors.TokenKeeper.Token;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import secrets.Envelope;
import secrets.Hashes;
import secrets.Secret;

/**
 * What token services have given, kept sealed in the database, so that all replicas share it. A row is locked while its
 * service is asked: one at a time, and the others find the answer.
 */
@Component
class ServiceTokens {
    /** Tokens that nobody has used for so long go: their connection was deleted, or a draft was never saved. */
    private static final String FORGOTTEN = "30 days";

    private final JdbcClient database;
    private final TransactionTemplate alone;
    private final Envelope envelope;

    ServiceTokens(JdbcClient database, PlatformTransactionManager transactions, Envelope envelope) {
        this.database = database;
        this.alone = new TransactionTemplate(transactions);
        this.alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.envelope = envelope;
    }

    /**
     * For one set of credentials. It acts as whoever calls.
     *
     * @param credentials a keyed hash of what the service is asked with, and where
     */
    TokenKeeper of(UUID accountId, String credentials) {
        return new Kept(accountId, credentials);
    }

    private final class Kept implements TokenKeeper {
        private final UUID accountId;
        private final String credentials;
        private volatile Token inMemory;

        Kept(UUID accountId, String credentials) {
            this.accountId = accountId;
            this.credentials = credentials;
        }

        @Override
        public Token current(Secret refused, UnaryOperator<Token> ask) {
            Token held = inMemory;
            if (TokenKeeper.isGood(held, refused, Instant.now())) return held;
            inMemory = alone.execute(t -> shared(refused, ask));
            return inMemory;
        }

        /** With the row locked, so that of all replicas one asks. */
        private Token shared(Secret refused, UnaryOperator<Token> ask) {
            database.sql("INSERT INTO app.service_tokens (account_id, credentials) VALUES (:account, :credentials) ON CONFLICT DO NOTHING")
                    .param("account", accountId).param("credentials", credentials).update();
            Token stored = database.sql("SELECT * FROM app.service_tokens WHERE account_id = :account AND credentials = :credentials FOR UPDATE")
                    .param("account", accountId).param("credentials", credentials).query((row, n) -> row(row)).single();
            if (TokenKeeper.isGood(stored, refused, Instant.now())) return stored;
            Token given = ask.apply(stored.access() == null ? null : stored);
            keep(given);
            return given;
        }

        private Token row(ResultSet row) throws SQLException {
            Timestamp end = row.getTimestamp("ends_at");
            return new Token(opened("access_token", row), end == null ? Instant.EPOCH : end.toInstant(),
                    opened("refresh_token", row), row.getString("server"));
        }

        private Secret opened(String column, ResultSet row) throws SQLException {
            String sealed = row.getString(column);
            return sealed == null ? null : envelope.open(sealed, place(column));
        }

        private void keep(Token given) {
            database.sql("""
                            UPDATE app.service_tokens
                               SET access_token = :access, refresh_token = :refresh, server = :server, ends_at = :end, used_at = now()
                             WHERE account_id = :account AND credentials = :credentials""")
                    .param("access", sealed("access_token", given.access())).param("refresh", sealed("refresh_token", given.refresh()))
                    .param("server", given.server()).param("end", Timestamp.from(given.end()))
                    .param("account", accountId).param("credentials", credentials).update();
            database.sql("DELETE FROM app.service_tokens WHERE account_id = :account AND used_at < now() - CAST(:age AS interval)")
                    .param("account", accountId).param("age", FORGOTTEN).update();
        }

        private String sealed(String column, Secret secret) {
            return secret == null ? null : envelope.seal(secret.reveal(), place(column));
        }

        /** Bound to its row: a sealed text that is copied to another does not open there. */
        private Envelope.Place place(String column) {
            return new Envelope.Place(accountId, UUID.nameUUIDFromBytes(Hashes.utf8(credentials)), "/service_tokens/" + column);
        }
    }
}
