package connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import catalog.Discovered;
import catalog.Selection;
import egress.Egress;
import egress.EgressSettings;
import egress.KeepsPolicy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcTemplate;
import testing.TestPostgres;

/** An import reads one moment of the catalog, on one connection, whatever the number of tables. */
@ExtendWith(KeepsPolicy.class)
class SnapshotTest {
    private static final int TABLES = 2_000;
    private final TestPostgres server = TestPostgres.plain();
    private static String database;
    private JdbcHarness harness;
    private JdbcTemplate within;

    @BeforeAll
    static void fill() {
        database = withTables(TABLES);
    }

    @BeforeEach
    void open() throws Exception {
        harness = on(database);
        within = new JdbcTemplate((DataSource) harness.source.beans().get("dataSource"));
    }

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void oneBackendHoldsAllCursorsOpen() {
        Set<Integer> backends = new HashSet<>();
        List<Integer> cursors = new ArrayList<>();
        List<String> isolation = new ArrayList<>();
        List<Discovered> found = new ArrayList<>();
        harness.read(Selection.EVERYTHING, table -> {
            if (found.size() % 500 == 0) {
                backends.add(within.queryForObject("SELECT pg_backend_pid()", Integer.class));
                isolation.add(within.queryForObject("SELECT current_setting('transaction_isolation') || current_setting('transaction_read_only')", String.class));
            }
            if (found.isEmpty()) cursors.add(within.queryForObject("SELECT count(*) FROM pg_cursors", Integer.class));
            found.add(table);
        });
        assertThat(found).hasSize(TABLES);
        assertThat(backends).hasSize(1);
        assertThat(cursors).containsExactly(4 + 1);   // ours, and the one that counts
        assertThat(isolation).containsOnly("repeatable readon");
        assertThat(sessions()).isEqualTo("1");
    }

    @Test
    void theNumberOfQueriesDoesNotGrowWithTheTables() throws Exception {
        String small = withTables(3);
        server.run("postgres", "CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        try (JdbcHarness few = on(small)) {
            assertThat(few.read(Selection.EVERYTHING)).hasSize(3);
        }
        server.run("postgres", "SELECT pg_stat_statements_reset(0, oid, 0) FROM pg_database WHERE datname = '" + database + "'");
        harness.read(Selection.EVERYTHING);
        assertThat(statements(small)).isEqualTo("1,1,1,1");
        assertThat(statements(database)).isEqualTo("1,1,1,1");
    }

    @Test
    void whatChangesMeanwhileIsSeenByTheNextImport() {
        List<Discovered> found = new ArrayList<>();
        harness.read(Selection.EVERYTHING, table -> {
            if (found.isEmpty()) server.run(database, "CREATE TABLE zz (id int)");
            found.add(table);
        });
        assertThat(found).hasSize(TABLES).noneMatch(table -> table.tableName().name().equals("zz"));
        assertThat(harness.read(Selection.EVERYTHING)).anyMatch(table -> table.tableName().name().equals("zz"));
        server.run(database, "DROP TABLE zz");
    }

    @Test
    void aFailureInTheMiddleGivesTheConnectionBack() {
        for (int i = 0; i < 12; i++) {   // more often than the pool has connections
            assertThatThrownBy(() -> harness.read(Selection.EVERYTHING, table -> {
                throw new IllegalStateException("the writer gave up");
            })).rootCause().hasMessage("the writer gave up");
        }
        assertThat(server.ask(database, "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'Serai test' AND state <> 'idle'")).isEqualTo("0");
        assertThat(harness.read(Selection.EVERYTHING)).hasSize(TABLES);
    }

    @Test
    void nothingCanBeWritten() {
        assertThatThrownBy(() -> within.execute("CREATE TABLE sneaky (id int)")).rootCause().hasMessageContaining("read-only");
        assertThat(within.queryForObject("SHOW search_path", String.class)).isEqualTo("pg_catalog");
        assertThat(within.queryForObject("SHOW statement_timeout", String.class)).isEqualTo("1min");
        assertThat(within.queryForObject("SHOW lock_timeout", String.class)).isEqualTo("5s");
    }

    @Test
    void closingEndsEverySession() {
        harness.schemas();
        harness.source.close();
        org.awaitility.Awaitility.await().until(() -> sessions().equals("0"));
    }

    private static JdbcHarness on(String database) throws Exception {
        JdbcHarness.Wanted wanted = new JdbcHarness.Wanted(TestPostgres.plain().port());
        wanted.database = database;
        return new JdbcHarness(wanted.settings(), new Egress(EgressSettings.DEFAULT));
    }

    private static String withTables(int number) {
        return TestPostgres.plain().newDatabase("DO $$ BEGIN FOR i IN 1.." + number + " LOOP"
                + " EXECUTE format('CREATE TABLE t_%s (id int PRIMARY KEY, a text, b text)', i); END LOOP; END $$");
    }

    /** Reads of the catalog by an import, since the server started. */
    private String statements(String of) {
        return server.ask("postgres", "SELECT string_agg(s.calls::text, ',') FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid"
                + " WHERE d.datname = '" + of + "' AND s.query LIKE '%schema_name%'");
    }

    private String sessions() {
        return server.ask(database, "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'Serai test'");
    }
}
