package budgets;

import access.Caller;
import connectors.Urgency;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Upstream organisations that the caller's connections lead to, with what may still be asked of them. Read only, by name. */
@Component
public class Organisations {
    /** Of organisations that only connections of others lead to, the caller learns nothing. */
    private static final String SELECT = """
            SELECT b.*, clock_timestamp() AS now, l.connections,
                   (SELECT count(*) FROM app.waiting_imports w WHERE w.connection_id = ANY (l.connections)) AS waiting
              FROM app.budgets b
             CROSS JOIN LATERAL (SELECT array_agg(c.connection_id ORDER BY c.connection_id) AS connections
                                   FROM app.budget_connections c
                                  WHERE c.account_id = b.account_id AND c.organisation = b.organisation) l
             WHERE b.account_id = :account AND l.connections IS NOT NULL
            """;

    private final JdbcClient database;
    private final BudgetRows rows;
    private final Rules rules;

    Organisations(JdbcClient database, BudgetRows rows, Rules rules) {
        this.database = database;
        this.rows = rows;
        this.rules = rules;
    }

    /** Those that a connection has led to; empty where nobody counts its calls, or the caller may not see it. */
    @Transactional(readOnly = true)
    public List<Organisation> find(UUID connectionId) {
        return database.sql(SELECT + " AND :connection = ANY (l.connections) ORDER BY b.organisation")
                .param("account", Caller.current().accountId()).param("connection", connectionId).query(this::row).list();
    }

    /** All of the account. */
    @Transactional(readOnly = true)
    public List<Organisation> list() {
        return database.sql(SELECT + " ORDER BY b.organisation").param("account", Caller.current().accountId())
                .query(this::row).list();
    }

    private Organisation row(ResultSet row, int n) throws SQLException {
        Instant now = BudgetRows.instant(row, "now");
        Ledger ledger = rows.ledger(row);
        long used = ledger.used(now);
        Long reserved = ledger.limit == null ? null : (Long) (ledger.limit - rules.share(ledger.limit, Urgency.IMPORT));
        Instant rest = ledger.restingUntil != null && ledger.restingUntil.isAfter(now) ? ledger.restingUntil : null;
        return new Organisation(row.getString("organisation"), row.getString("product"), ledger.limit, used, reserved,
                ledger.windowEnd, rest, row.getLong("waiting"), List.of((UUID[]) row.getArray("connections").getArray()));
    }
}
