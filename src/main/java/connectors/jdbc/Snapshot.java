package connectors.jdbc;

import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.Policy;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs the steps inside it on one connection, in one read-only transaction, so that several open queries see the same
 * catalog. The transaction is rolled back at the end: there is nothing to keep.
 */
final class Snapshot implements Policy {
    private final TransactionTemplate transaction;
    private final JdbcTemplate jdbc;
    private final List<String> opening;

    /**
     * @param isolation such as {@code repeatable-read}; null for the driver's own
     * @param opening   what the transaction is told first: the statements of the type's {@code snapshot.sql}
     */
    Snapshot(DataSource dataSource, String isolation, List<String> opening) {
        this.jdbc = new JdbcTemplate(dataSource, true);
        this.opening = opening;
        transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
        transaction.setReadOnly(true);
        if (isolation != null) transaction.setIsolationLevelName("ISOLATION_" + isolation.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    @Override
    public void beforeWrap(Route route, NamedNode definition) { }

    @Override
    public Processor wrap(Route route, Processor steps) {
        return exchange -> {
            try {
                transaction.executeWithoutResult(status -> run(steps, exchange, status));
            } catch (TransactionSystemException noRollback) {
                // the connection broke: why, or all that was read, is in the exchange already
            }
        };
    }

    private void run(Processor steps, Exchange exchange, TransactionStatus status) {
        status.setRollbackOnly();
        try {
            opening.forEach(jdbc::execute);
            steps.process(exchange);
        } catch (Exception failed) {
            exchange.setException(failed);
        }
    }
}
