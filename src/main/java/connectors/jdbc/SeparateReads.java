package connectors.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.Policy;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Runs the steps inside it with a connection for each open answer, for drivers that stream one answer at a time. Gives all
 * connections back at the end; after a failure it cuts them, because closing an answer would first read the rest of it.
 */
final class SeparateReads extends DelegatingDataSource implements Policy {
    private final ThreadLocal<List<Connection>> taken = new ThreadLocal<>();

    SeparateReads(DataSource pool) {
        super(pool);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        if (taken.get() != null) taken.get().add(connection);
        return connection;
    }

    @Override
    public void beforeWrap(Route route, NamedNode definition) { }

    @Override
    public Processor wrap(Route route, Processor steps) {
        return exchange -> {
            taken.set(new ArrayList<>());
            try {
                run(steps, exchange);
            } finally {
                taken.get().forEach(connection -> giveBack(connection, exchange.isFailed()));
                taken.remove();
            }
        };
    }

    private static void run(Processor steps, Exchange exchange) {
        try {
            steps.process(exchange);
        } catch (Exception failed) {
            exchange.setException(failed);
        }
    }

    private static void giveBack(Connection connection, boolean failed) {
        try {
            if (failed && !connection.isClosed()) connection.abort(Runnable::run);
            connection.close();
        } catch (SQLException gone) {
            // it is of no more use either way
        }
    }
}
