package connectors.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * A few connections, kept for a short time. An empty pool opens its first connection in the caller's thread: a wrong
 * password is then one failed sign-in with the server's own answer, where the pool would try again until its time is up
 * and lock the account.
 */
final class Pool extends AbstractDataSource implements AutoCloseable {
    /** Two parts of an import, with up to four answers open each where a driver streams one at a time, and room for others. */
    private static final int MOST_CONNECTIONS = 10;
    private static final int CLOSING_SECONDS = 5;
    private static final long IDLE_MILLIS = 30_000;

    private final Login login;
    private final HikariDataSource pool;
    private final AtomicReference<Connection> first = new AtomicReference<>();

    Pool(Login login, ScheduledExecutorService timer) {
        this.login = login;
        this.pool = new HikariDataSource(config(login, timer));
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (pool.getHikariPoolMXBean() != null && pool.getHikariPoolMXBean().getTotalConnections() == 0) offer(login.open());
        return pool.getConnection();
    }

    @Override
    public Connection getConnection(String username, String password) {
        throw new UnsupportedOperationException("The login of a connection is fixed");
    }

    @Override
    public void close() {
        pool.close();
        closeQuietly(first.getAndSet(null));
    }

    private void offer(Connection connection) {
        if (!first.compareAndSet(null, connection)) closeQuietly(connection);
    }

    private Connection next() throws SQLException {
        Connection offered = first.getAndSet(null);
        return offered != null ? offered : login.open();
    }

    private HikariConfig config(Login login, ScheduledExecutorService timer) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("serai-" + login.type().id());
        config.setDataSource(new Opening());
        config.setMinimumIdle(0);
        config.setMaximumPoolSize(MOST_CONNECTIONS);
        config.setIdleTimeout(IDLE_MILLIS);
        config.setInitializationFailTimeout(-1);
        config.setAutoCommit(false);
        config.setReadOnly(login.type().driver().readOnly());
        config.setConnectionTimeout(login.settings().advanced().connect().toMillis());
        config.setScheduledExecutor(timer);
        return config;
    }

    private static void closeQuietly(Connection connection) {
        try {
            if (connection != null) connection.close();
        } catch (SQLException gone) {
            // it is of no more use either way
        }
    }

    /** Where the pool takes new connections from. */
    private final class Opening extends AbstractDataSource {
        @Override
        public Connection getConnection() throws SQLException {
            return next();
        }

        @Override
        public Connection getConnection(String username, String password) throws SQLException {
            return next();
        }

        @Override
        public void setLoginTimeout(int seconds) {
            // the driver has its own, from the settings
        }

        @Override
        public int getLoginTimeout() {
            return CLOSING_SECONDS;   // the pool waits so long for an opening under way when it closes
        }
    }
}
