package connectors.jdbc;

import connectors.Connector;
import connectors.Source;
import egress.Egress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;
import types.ConnectionType;

/** The databases that a JDBC driver reaches. A type is its SQL, its form, its driver's properties and its table of errors. */
@Component
public class JdbcConnector implements Connector<JdbcSettings>, AutoCloseable {
    static {
        // else each thread that has used a pool keeps it in memory after it was closed
        System.setProperty("com.zaxxer.hikari.useWeakReferences", "true");
    }

    private final Egress egress;
    /** One for the housekeeping of all pools, else each would make a thread of its own. */
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, daemons("jdbc-timer"));
    /** Where name servers are waited for, which Java cannot be told to stop waiting for. */
    private final ExecutorService waiting = Executors.newCachedThreadPool(daemons("jdbc-wait"));

    public JdbcConnector(Egress egress) {
        this.egress = egress;
        timer.setRemoveOnCancelPolicy(true);
    }

    @Override
    public String family() {
        return "jdbc";
    }

    @Override
    public Class<JdbcSettings> settings() {
        return JdbcSettings.class;
    }

    @Override
    public Source open(ConnectionType type, JdbcSettings settings) {
        Login login = Login.of(type, settings, egress);
        return new JdbcSource(login, egress, timer, waiting);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        waiting.shutdownNow();
    }

    private static ThreadFactory daemons(String name) {
        AtomicInteger number = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
