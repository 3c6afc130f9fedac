package access;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;

/**
 * Tells PostgreSQL, as the first statement of every transaction, who acts. The setting is local to the transaction, so that
 * it cannot leak through the pool; with no caller it is empty and row-level security shows nothing.
 */
public class TenantTransactions extends JdbcTransactionManager {

    public TenantTransactions(DataSource dataSource) {
        super(dataSource);
    }

    @Override
    protected void prepareTransactionalConnection(Connection connection, TransactionDefinition definition) throws SQLException {
        super.prepareTransactionalConnection(connection, definition);
        try (PreparedStatement set = connection.prepareStatement("SELECT set_config('app.user_id', ?, true)")) {
            set.setString(1, Caller.present().map(caller -> caller.userId().toString()).orElse(""));
            set.execute();
        }
    }
}
