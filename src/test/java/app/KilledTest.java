package app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.Bodies;
import testing.ImportRuns;
import testing.Serai;
import testing.SeraiProcess;
import testing.TestPostgres;

/** The program is killed hard in the middle of an import, again and again, and ends it all the same. */
class KilledTest {
    private static final TestPostgres POSTGRES = TestPostgres.plain();
    private static final int TABLES = 2_000;
    private static final String[] SMALL_BATCHES = {"--serai.imports.tables-per-batch=10"};
    /** One line a table: its columns in order, and its keys. */
    private static final String CATALOG = """
            SELECT n.nspname || '.' || c.relname || ' '
                   || (SELECT string_agg(a.attname || ':' || format_type(a.atttypid, a.atttypmod) || ':' || a.attnotnull, ',' ORDER BY a.attnum)
                         FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
                   || ' ' || coalesce((SELECT string_agg(k.conname, ',' ORDER BY k.conname COLLATE "C") FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype IN ('p', 'f')), '')
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind = 'r' AND n.nspname LIKE 'part%'
             ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C\"""";

    @TempDir
    Path folder;

    @Test
    void anImportSurvivesTheDeathOfTheProcess() throws IOException, SQLException {
        String database = POSTGRES.newDatabase(tables());
        Path home = Files.createDirectory(folder.resolve("home"));
        UUID connection;
        UUID run;
        SeraiProcess first = SeraiProcess.start(home, SMALL_BATCHES).awaitReady();
        String ownPort = Files.readString(home.resolve("postgres.port"));
        connection = Bodies.create(first.admin(), Bodies.postgres(POSTGRES.port(), database));
        run = ImportRuns.start(first.admin(), connection, null);
        awaitTables(first, run, 50);
        long orphan = postgresPid(home);
        first.kill();
        assertThat(ProcessHandle.of(orphan)).as("the database server outlives a killed program").isPresent();

        SeraiProcess second = SeraiProcess.start(home, SMALL_BATCHES).awaitReady();
        assertThat(Files.readString(home.resolve("postgres.port"))).as("the port of the database comes back").isEqualTo(ownPort);
        assertThat(postgresPid(home)).isNotEqualTo(orphan);
        assertThat(ProcessHandle.of(orphan).filter(ProcessHandle::isAlive)).as("the orphan was stopped").isEmpty();
        if (!isOver(second, run)) awaitTables(second, run, 50);
        second.kill();

        try (SeraiProcess third = SeraiProcess.start(home, SMALL_BATCHES).awaitReady()) {
            JsonNode ended = ImportRuns.ended(third.admin(), run);
            assertThat(ended.get("status").asText()).isEqualTo("succeeded");
            assertThat(ended.get("tables_done").asInt()).isEqualTo(TABLES);
            assertThat(ended.get("tables_total").asInt()).isEqualTo(TABLES);
            assertThat(ended.get("columns_done").asInt()).isEqualTo(4 * TABLES);
            assertThat(List.of(ended.get("added").asInt(), ended.get("changed").asInt(), ended.get("unchanged").asInt(), ended.get("removed").asInt())).containsExactly(TABLES, 0, 0, 0);
            assertThat(imported(third.admin(), connection, home)).isEqualTo(source(database));
            assertThat(own(home, "SELECT count(*)::text FROM app.dataset_versions")).as("no version twice").containsExactly(Integer.toString(TABLES));
            await().untilAsserted(() -> assertThat(own(home, "SELECT task_instance FROM app.scheduled_tasks WHERE task_name = 'import'")).isEmpty());
            assertThat(own(home, "SELECT status FROM app.imports WHERE status IN ('queued', 'running')")).isEmpty();
        }
    }

    @Test
    void anOrderlyStopLeavesNoServerBehindAndEndsInTime() throws IOException {
        Path home = Files.createDirectory(folder.resolve("home"));
        SeraiProcess serai = SeraiProcess.start(home).awaitReady();
        long database = postgresPid(home);
        serai.stop();
        await().until(() -> ProcessHandle.of(database).filter(ProcessHandle::isAlive).isEmpty());
        assertThat(serai.log()).doesNotContain("ERROR", "terminating connection due to administrator command");
    }

    private static void awaitTables(SeraiProcess serai, UUID run, int tables) {
        await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(20)).until(() -> ImportRuns.find(serai.admin(), run).get("tables_done").asInt() >= tables);
    }

    private static boolean isOver(SeraiProcess serai, UUID run) {
        return !ImportRuns.find(serai.admin(), run).get("finished_at").isNull();
    }

    private static String[] tables() {
        List<String> statements = new ArrayList<>();
        IntStream.range(0, 4).forEach(i -> statements.add("CREATE SCHEMA part" + i));
        for (int i = 0; i < TABLES; i++) {
            String reference = i < 4 ? "" : " REFERENCES part" + i % 4 + ".t" + (i - 4);
            statements.add("CREATE TABLE part" + i % 4 + ".t" + i + " (id bigint PRIMARY KEY, parent bigint" + reference + ", name varchar(80) NOT NULL, amount numeric(12,2))");
        }
        return statements.toArray(String[]::new);
    }

    private static List<String> source(String database) throws SQLException {
        try (Connection connection = POSTGRES.superuser(database)) {
            return texts(connection, CATALOG);
        }
    }

    /** In the form of {@link #CATALOG}. */
    private static List<String> imported(Serai.Client client, UUID connection, Path home) throws SQLException, IOException {
        assertThat(ImportRuns.names(client, connection)).hasSize(TABLES).doesNotHaveDuplicates();
        return own(home, """
                SELECT d.schema_name || '.' || d.name || ' '
                       || (SELECT string_agg((c ->> 'name') || ':' || (c ->> 'native_type') || ':' || (NOT (c ->> 'nullable')::boolean), ',' ORDER BY (c ->> 'position')::int) FROM jsonb_array_elements(v.definition -> 'columns') c)
                       || ' ' || coalesce((SELECT string_agg(k, ',' ORDER BY k COLLATE "C") FROM (SELECT v.definition #>> '{primary_key,name}' AS k UNION ALL SELECT f ->> 'name' FROM jsonb_array_elements(v.definition -> 'foreign_keys') f) keys), '')
                  FROM app.datasets d JOIN app.dataset_versions v ON v.dataset_id = d.id AND v.version = d.version
                 ORDER BY d.schema_name, d.name""");
    }

    private static List<String> own(Path home, String query) throws SQLException, IOException {
        String url = "jdbc:postgresql://127.0.0.1:" + Files.readString(home.resolve("postgres.port")).strip() + "/serai";
        try (Connection connection = DriverManager.getConnection(url, "postgres", Files.readString(home.resolve("postgres.password")).strip())) {
            return texts(connection, query);
        }
    }

    private static List<String> texts(Connection connection, String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) texts.add(rows.getString(1));
        }
        return texts;
    }

    private static long postgresPid(Path home) throws IOException {
        return Long.parseLong(Files.readAllLines(home.resolve("postgres/postmaster.pid")).get(0).strip());
    }
}
