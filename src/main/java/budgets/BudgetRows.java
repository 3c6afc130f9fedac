package budgets;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Ledgers as they are kept. In the caller's transaction, which is short: no call is made while a row is locked. */
@Component
class BudgetRows {
    /** What nobody has used for so long goes. */
    private static final String FORGOTTEN = "30 days";
    /** Where no saved connection leads to: tests of drafts. */
    private static final String FORGOTTEN_DRAFTS = "1 day";

    /**
     * Where calls go.
     *
     * @param connection null for one that is not saved
     * @param version    of the connection that leads there
     */
    record Place(UUID account, UUID connection, long version, String organisation, String product) { }

    /** @param now of the database, which all replicas share */
    record Loaded(Ledger ledger, OwnCalls own, boolean isLinked, Instant now) { }

    private final JdbcClient database;
    private final Rules rules;

    BudgetRows(JdbcClient database, Rules rules) {
        this.database = database;
        this.rules = rules;
    }

    /** Locks the row until the transaction ends, and makes it first where there is none. */
    Loaded lock(Place place) {
        Loaded found = find(place);
        if (found != null && (found.isLinked || place.connection == null)) return found;
        if (found == null) begin(place);
        link(place);
        return find(place);
    }

    private Loaded find(Place place) {
        return database.sql("""
                        SELECT b.*, c.minute AS own_minute, c.hour AS own_hour, c.day AS own_day,
                               c.connection_id IS NOT NULL AS linked, clock_timestamp() AS now
                          FROM app.budgets b
                          LEFT JOIN app.budget_connections c
                            ON c.account_id = b.account_id AND c.organisation = b.organisation AND c.connection_id = :connection
                         WHERE b.account_id = :account AND b.organisation = :organisation
                           FOR UPDATE OF b""")
                .param("connection", place.connection).param("account", place.account).param("organisation", place.organisation)
                .query((row, n) -> new Loaded(ledger(row), own(row), row.getBoolean("linked"), instant(row, "now")))
                .optional().orElse(null);
    }

    private void begin(Place place) {
        database.sql("""
                        DELETE FROM app.budgets b
                         WHERE b.account_id = :account AND b.used_at < now() - CASE WHEN EXISTS (
                               SELECT 1 FROM app.budget_connections c
                                WHERE c.account_id = b.account_id AND c.organisation = b.organisation)
                               THEN CAST(:linked AS interval) ELSE CAST(:draft AS interval) END""")
                .param("account", place.account).param("linked", FORGOTTEN).param("draft", FORGOTTEN_DRAFTS).update();
        database.sql("""
                        INSERT INTO app.budgets (account_id, organisation, product) VALUES (:account, :organisation, :product)
                        ON CONFLICT DO NOTHING""")
                .param("account", place.account).param("organisation", place.organisation).param("product", place.product)
                .update();
    }

    /** One that was deleted or leads elsewhere in the meantime, or was never saved, leaves no trace. */
    private void link(Place place) {
        database.sql("""
                        INSERT INTO app.budget_connections (account_id, organisation, connection_id)
                        SELECT account_id, :organisation, id FROM app.connections
                         WHERE id = :connection AND account_id = :account AND version = :version
                        ON CONFLICT DO NOTHING""")
                .param("organisation", place.organisation).param("connection", place.connection).param("account", place.account)
                .param("version", place.version).update();
    }

    /** Whatever the connection asked before says nothing of where it leads now. */
    void unlink(UUID connection) {
        database.sql("DELETE FROM app.budget_connections WHERE connection_id = :connection")
                .param("connection", connection).update();
    }

    /** @param own null where the connection has asked nothing */
    void save(Place place, Ledger ledger, OwnCalls own) {
        database.sql("""
                        WITH asked AS (
                             UPDATE app.budget_connections SET minute = :minute, hour = :hour, day = :ownDay, used_at = now()
                              WHERE connection_id = :connection AND organisation = :organisation AND :asked)
                        UPDATE app.budgets
                           SET call_limit = :limit, used = :used, window_end = :windowEnd, peak = :peak, peak_since = :peakSince,
                               heard_at = :heardAt, day = :day, resting_until = :restingUntil, refusals = :refusals,
                               probe_until = :probeUntil, pace = :pace, next_call_at = :nextCallAt, used_at = now()
                         WHERE account_id = :account AND organisation = :organisation""")
                .param("minute", own == null ? null : own.minute().kept()).param("hour", own == null ? null : own.hour().kept())
                .param("ownDay", own == null ? null : own.day().kept()).param("asked", own != null)
                .param("connection", place.connection).param("organisation", place.organisation).param("account", place.account)
                .param("limit", ledger.limit).param("used", ledger.used).param("windowEnd", stamp(ledger.windowEnd))
                .param("peak", ledger.peak).param("peakSince", stamp(ledger.peakSince)).param("heardAt", stamp(ledger.heardAt))
                .param("day", ledger.day.kept()).param("restingUntil", stamp(ledger.restingUntil))
                .param("refusals", ledger.refusals).param("probeUntil", stamp(ledger.probeUntil)).param("pace", ledger.pace)
                .param("nextCallAt", stamp(ledger.nextCallAt)).update();
    }

    Ledger ledger(ResultSet row) throws SQLException {
        Ledger ledger = new Ledger(rules);
        ledger.limit = row.getObject("call_limit", Long.class);
        ledger.used = row.getLong("used");
        ledger.windowEnd = instant(row, "window_end");
        ledger.peak = row.getLong("peak");
        ledger.peakSince = instant(row, "peak_since");
        ledger.heardAt = instant(row, "heard_at");
        ledger.day = Rolling.day().with(counts(row, "day"));
        ledger.restingUntil = instant(row, "resting_until");
        ledger.refusals = row.getInt("refusals");
        ledger.probeUntil = instant(row, "probe_until");
        ledger.pace = row.getObject("pace", Double.class);
        ledger.nextCallAt = instant(row, "next_call_at");
        return ledger;
    }

    private static OwnCalls own(ResultSet row) throws SQLException {
        return new OwnCalls(Rolling.minute().with(counts(row, "own_minute")), Rolling.hour().with(counts(row, "own_hour")),
                Rolling.day().with(counts(row, "own_day")));
    }

    private static Long[] counts(ResultSet row, String column) throws SQLException {
        Array counts = row.getArray(column);
        return counts == null ? null : (Long[]) counts.getArray();
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    private static Timestamp stamp(Instant at) {
        return at == null ? null : Timestamp.from(at);
    }
}
