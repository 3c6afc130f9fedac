package benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.Bodies;
import testing.ImportRuns;
import testing.SeraiProcess;

/** Not a test but a measurement: ten times the tables in a JVM with little memory, and a page of a long list from the cache. */
@Tag("benchmark")
class LargeImportTest {
    private static final int SCHEMAS = Integer.getInteger("serai.benchmark.large-schemas", 100);
    private static final int LOOKS = 200;

    @TempDir
    Path home;

    @Test
    void aHundredThousandTablesInHalfAGigabyte() {
        BigCatalog tenth = BigCatalog.onPostgres(SCHEMAS / 10, 1_000);
        BigCatalog whole = BigCatalog.onPostgres(SCHEMAS, 1_000);
        Map<String, List<Object>> ratios = new LinkedHashMap<>();
        try (SeraiProcess serai = SeraiProcess.startMeasured(home).awaitReady()) {
            double small = seconds(serai, tenth);
            double large = seconds(serai, whole);
            System.out.printf("FIGURES %d tables %.1f s, %d tables %.1f s%n", tenth.tables(), small, whole.tables(), large);
            ratios.put("ten times the tables, in time", List.of(Figures.rounded(large / small), "at most 10"));
        }
        new Figures().write("PostgreSQL, " + whole.tables() + " tables, a heap of 512 MB", Map.of("tables", whole.tables(),
                "columns", whole.tables() * BigCatalog.COLUMNS, "schemas", SCHEMAS), ratios);
    }

    private static double seconds(SeraiProcess serai, BigCatalog catalog) {
        UUID connection = Bodies.create(serai.admin(), Bodies.postgres(catalog.port(), catalog.database()));
        JsonNode run = ImportRuns.run(serai.admin(), connection, null);
        assertThat(run.get("status").asText()).as(run.toString()).isEqualTo("succeeded");
        assertThat(run.get("tables_done").asInt()).isEqualTo(catalog.tables());
        return Duration.between(Instant.parse(run.get("started_at").asText()), Instant.parse(run.get("finished_at").asText())).toMillis() / 1e3;
    }

    @Test
    void aListOfTenThousandTablesFromTheCache() {
        BigCatalog catalog = BigCatalog.onPostgres(1, 10_000);
        try (SeraiProcess serai = SeraiProcess.startMeasured(home).awaitReady()) {
            UUID connection = Bodies.create(serai.admin(), Bodies.postgres(catalog.port(), catalog.database()));
            ImportRuns.run(serai.admin(), connection, null);
            String path = "/api/connections/" + connection + "/schemas/" + BigCatalog.schema(0) + "/tables?limit=100";
            long[] millis = new long[LOOKS];
            for (int i = -LOOKS; i < LOOKS; i++) {
                long start = System.nanoTime();
                assertThat(serai.admin().get(path).json().get("total").asInt()).isEqualTo(10_000);
                if (i >= 0) millis[i] = (System.nanoTime() - start) / 1_000;
            }
            java.util.Arrays.sort(millis);
            System.out.printf("FIGURES list of 10,000 tables from the cache: middle %.1f ms, 95 of 100 under %.1f ms%n", millis[LOOKS / 2] / 1e3, millis[LOOKS * 95 / 100] / 1e3);
        }
    }
}
