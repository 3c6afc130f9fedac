package connectors.jdbc;

import connectors.Source;
import egress.Egress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import problems.Problem;
import types.ConnectionType;
import types.ConnectionType.Streams;

/** One database behind a connection: its pool, its type's SQL, and what turns answers into our records. */
final class JdbcSource implements Source {
    private final Login login;
    private final Pool pool;
    private final Explanation explanation;
    private final Map<String, Object> beans = new HashMap<>();

    JdbcSource(Login login, Egress egress, ScheduledExecutorService timer, ExecutorService waiting) {
        ConnectionType type = login.type();
        this.login = login;
        this.pool = new Pool(login, timer);
        this.explanation = new Explanation(type, login.settings());
        beans.putAll(login.texts());
        SeparateReads separate = new SeparateReads(pool);
        beans.put("dataSource", new TransactionAwareDataSourceProxy(separate));
        beans.put("snapshot", type.driver().streams() == Streams.ONE_PER_CONNECTION ? separate : snapshot(separate));
        beans.put("binds", new Binds());
        beans.put("rows", new SharedHeader());
        beans.put("reader", new TableReader(new TableAssembly(type.nativeTypes()), type.driver().nameOrder()));
        beans.put("ladder", new JdbcLadder(login, egress, explanation, waiting));
    }

    private Snapshot snapshot(DataSource dataSource) {
        List<String> opening = Session.statements(login.texts().getOrDefault("snapshot.sql", ""));
        return new Snapshot(dataSource, login.type().driver().isolation(), opening);
    }

    @Override
    public Map<String, Object> beans() {
        return Map.copyOf(beans);
    }

    @Override
    public Problem explain(Throwable failure) {
        return explanation.of(failure);
    }

    @Override
    public void close() {
        pool.close();
        login.close();
    }
}
