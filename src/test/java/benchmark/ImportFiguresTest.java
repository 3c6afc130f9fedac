package benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import testing.Bodies;
import testing.ImportRuns;
import testing.OwnDatabase;
import testing.Serai;
import testing.TestPostgres;

/** Not a test but a measurement, for docs/performance.md. */
@Tag("benchmark")
class ImportFiguresTest {
    private static final int SCHEMAS = Integer.getInteger("serai.benchmark.schemas", 10);
    private static final int TABLES_EACH = Integer.getInteger("serai.benchmark.tables", 1_000);
    private static final int ROUNDS = Integer.getInteger("serai.benchmark.rounds", 3);
    private static final Serai SERAI = Serai.running();

    private final Serai.Client client = SERAI.newAccount("Figures");
    private final TestPostgres postgres = TestPostgres.plain();

    @Test
    void postgres() throws SQLException {
        String database = postgres.newDatabase(BigCatalog.postgres(SCHEMAS, TABLES_EACH).toArray(String[]::new));
        for (int round = 0; round < ROUNDS; round++) {
            double floor = seconds(() -> floor(database));
            double read = seconds(() -> read(database));
            UUID connection = Bodies.create(client, Bodies.postgres(postgres.port(), database));
            double first = seconds(() -> imported(connection));
            double again = seconds(() -> imported(connection));
            System.out.printf("FIGURES floor %.2f read %.2f first %.2f (%.2f x floor) unchanged %.2f (%.2f x read)%n", floor, read, first, first / floor, again, again / read);
            client.delete("/api/connections/" + connection);
        }
    }

    private void imported(UUID connection) {
        JsonNode run = ImportRuns.run(client, connection, null);
        assertThat(run.get("status").asText()).as(run.toString()).isEqualTo("succeeded");
        assertThat(run.get("tables_done").asInt()).isEqualTo(SCHEMAS * TABLES_EACH);
        System.out.println("FIGURES " + run.get("started_at") + " " + run.get("finished_at") + " " + run.get("created_at"));
    }

    private void floor(String database) throws SQLException {
        try (Connection source = postgres.superuser(database); Connection target = new OwnDatabase(SERAI).superuser()) {
            Floor.copy(source, target);
        }
    }

    private void read(String database) throws SQLException {
        try (Connection source = postgres.superuser(database)) {
            Floor.read(source);
        }
    }

    interface Work {
        void run() throws SQLException;
    }

    private static double seconds(Work work) throws SQLException {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }
}
