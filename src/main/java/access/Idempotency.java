package access;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import problems.Refusal;

/** A repeated POST with the same {@code Idempotency-Key} answers what the first one made. */
@Component
public class Idempotency {
    private static final int LONGEST = 200;
    private final JdbcClient database;

    Idempotency(JdbcClient database) {
        this.database = database;
    }

    /**
     * @param key    null for none: then the work is simply done
     * @param create makes the thing and returns its id, in this transaction
     * @return the id of the thing that was made now or before
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public UUID once(String operation, String key, Supplier<UUID> create) {
        if (key == null) return create.get();
        if (key.isBlank() || key.length() > LONGEST) {
            throw Refusal.malformed("An Idempotency-Key has 1 to " + LONGEST + " characters.");
        }
        lock(operation, key);
        return find(operation, key).orElseGet(() -> remember(operation, key, create.get()));
    }

    /** What an earlier request made, for work that is too long for one transaction. @param key null for none */
    @Transactional(readOnly = true)
    public Optional<UUID> made(String operation, String key) {
        return key == null ? Optional.empty() : find(operation, key);
    }

    /** Two requests with one key at the same time: the second waits for the first. */
    private void lock(String operation, String key) {
        database.sql("SELECT pg_advisory_xact_lock(hashtextextended(:what, 0))")
                .param("what", Caller.current().userId() + operation + key).query().listOfRows();
    }

    private Optional<UUID> find(String operation, String key) {
        return database.sql("""
                        SELECT resource_id FROM app.idempotency_keys
                         WHERE account_id = :account AND user_id = app.uid() AND operation = :operation AND key = :key""")
                .param("account", Caller.current().accountId()).param("operation", operation).param("key", key)
                .query(UUID.class).optional();
    }

    private UUID remember(String operation, String key, UUID resource) {
        database.sql("""
                        INSERT INTO app.idempotency_keys (account_id, user_id, operation, key, resource_id)
                        VALUES (:account, app.uid(), :operation, :key, :resource)""")
                .param("account", Caller.current().accountId()).param("operation", operation)
                .param("key", key).param("resource", resource).update();
        return resource;
    }
}
