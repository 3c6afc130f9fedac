package benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import testing.Bodies;
import testing.ImportRuns;
import testing.OwnDatabase;
import testing.Serai;
import testing.TestMariaDb;
import testing.TestPostgres;

/** Not a test but a measurement, for docs/performance.md: imports, beside what cannot be beaten and beside how others read a catalog. */
@Tag("benchmark")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ImportFiguresTest {
    private static final int SCHEMAS = Integer.getInteger("serai.benchmark.schemas", 10);
    private static final int TABLES_EACH = Integer.getInteger("serai.benchmark.tables", 1_000);
    private static final int ROUNDS = Integer.getInteger("serai.benchmark.rounds", 3);
    private static final Duration FAR = Duration.ofMillis(2);

    private static final String FLOOR = "floor: the catalog's answers, copied into plain tables";
    private static final String READ = "the catalog's answers, read and forgotten";
    private static final String FIRST = "first import";
    private static final String WHOLE = "import again, everything read, nothing changed";
    private static final String AGAIN = "import again, nothing changed";
    private static final String JDBC = "table by table with JDBC's metadata";
    private static final String CRAWLER = "SchemaCrawler, standard level";
    private static final String FAR_FIRST = "first import, 2 ms away";
    private static final String FAR_JDBC = "table by table with JDBC's metadata, 2 ms away";

    private static final Serai SERAI = Serai.running();
    private final Serai.Client client = SERAI.newAccount("Figures");

    @Test
    @Order(1)
    void postgres() throws Exception {
        BigCatalog catalog = BigCatalog.onPostgres(SCHEMAS, TABLES_EACH);
        Figures figures = alternating(catalog);
        figures.write(title("PostgreSQL"), setting(catalog), ratios(figures));
    }

    @Test
    @Order(2)
    void mariaDb() throws Exception {
        BigCatalog catalog = BigCatalog.onMariaDb(SCHEMAS, TABLES_EACH);
        Figures figures = alternating(catalog);
        figures.write(title("MariaDB"), setting(catalog), ratios(figures));
    }

    /** It takes long, so once is enough. */
    @Test
    @Order(3)
    void schemaCrawler() throws Exception {
        BigCatalog catalog = BigCatalog.onPostgres(SCHEMAS, TABLES_EACH);
        Figures figures = new Figures();
        imports(figures, catalog, catalog.port(), FIRST, false);
        figures.measure(CRAWLER, () -> with(catalog, source -> assertThat(Others.crawled(source)).isEqualTo(catalog.tables())));
        figures.write(title("SchemaCrawler on PostgreSQL"), setting(catalog),
                Map.of("SchemaCrawler against a first import", List.of(Figures.rounded(figures.ratio(CRAWLER, FIRST)), "at least 100")));
    }

    private Figures alternating(BigCatalog catalog) throws Exception {
        Figures figures = new Figures();
        for (int round = 0; round < ROUNDS; round++) {
            figures.measure(FLOOR, () -> with(catalog, source -> floor(source, catalog)));
            figures.measure(READ, () -> with(catalog, source -> Floor.read(source, catalog)));
            imports(figures, catalog, catalog.port(), FIRST, true);
        }
        figures.measure(JDBC, () -> with(catalog, source -> assertThat(Others.tableByTable(source, catalog)).isEqualTo(catalog.tables())));
        try (Distance distance = Distance.to(catalog.port(), FAR)) {
            imports(figures, catalog, distance.port(), FAR_FIRST, false);
            figures.measure(FAR_JDBC, () -> {
                try (Connection source = far(catalog, distance.port())) {
                    Others.tableByTable(source, catalog);
                }
            });
        }
        return figures;
    }

    private void imports(Figures figures, BigCatalog catalog, int port, String first, boolean again) throws Exception {
        ObjectNode body = catalog.product().equals("PostgreSQL") ? Bodies.postgres(port, catalog.database()) : mariaDb(port);
        UUID connection = Bodies.create(client, body);
        figures.measure(first, () -> imported(connection, null, catalog));
        if (again) {
            figures.measure(WHOLE, () -> imported(connection, Bodies.object().set("options", Bodies.object().put("full_read", true)), catalog));
            figures.measure(AGAIN, () -> imported(connection, null, catalog));
        }
        client.delete("/api/connections/" + connection);
    }

    /** Without a database: all of them. */
    private static ObjectNode mariaDb(int port) {
        ObjectNode body = Bodies.mariaDb(port, "any");
        ((ObjectNode) body.get("configuration")).remove("database");
        return body;
    }

    private static Map<String, List<Object>> ratios(Figures figures) {
        Map<String, List<Object>> ratios = new LinkedHashMap<>();
        ratios.put("first import against the floor", List.of(Figures.rounded(figures.ratio(FIRST, FLOOR)), "at most 2.5"));
        ratios.put("import again, everything read, against reading alone", List.of(Figures.rounded(figures.ratio(WHOLE, READ)), "at most 1.3"));
        ratios.put("import again, nothing changed, against reading alone", List.of(Figures.rounded(figures.ratio(AGAIN, READ)), "at most 1.3"));
        ratios.put("table by table against a first import", List.of(Figures.rounded(figures.ratio(JDBC, FIRST)), "at least 5"));
        ratios.put("table by table against a first import, 2 ms away", List.of(Figures.rounded(figures.ratio(FAR_JDBC, FAR_FIRST)), "at least 30"));
        return ratios;
    }

    private static String title(String product) {
        return product + ", " + SCHEMAS * TABLES_EACH + " tables";
    }

    private static Map<String, Object> setting(BigCatalog catalog) {
        return Map.of("tables", catalog.tables(), "columns", catalog.tables() * BigCatalog.COLUMNS, "schemas", catalog.schemas());
    }

    private void imported(UUID connection, Object request, BigCatalog catalog) {
        JsonNode run = ImportRuns.run(client, connection, request);
        assertThat(run.get("status").asText()).as(run.toString()).isEqualTo("succeeded");
        assertThat(run.get("tables_done").asInt()).isEqualTo(catalog.tables());
    }

    private static void floor(Connection source, BigCatalog catalog) throws SQLException {
        try (Connection target = new OwnDatabase(SERAI).superuser()) {
            Floor.copy(source, catalog, target);
        }
    }

    private interface Reading {
        void of(Connection source) throws SQLException;
    }

    private static void with(BigCatalog catalog, Reading reading) throws SQLException {
        try (Connection source = catalog.open()) {
            reading.of(source);
        }
    }

    private static Connection far(BigCatalog catalog, int port) throws SQLException {
        return catalog.product().equals("PostgreSQL")
                ? DriverManager.getConnection("jdbc:postgresql://localhost:" + port + "/" + catalog.database(), "postgres", TestPostgres.SUPERUSER_PASSWORD)
                : DriverManager.getConnection("jdbc:mariadb://localhost:" + port + "/", TestMariaDb.ADMINISTRATOR, TestMariaDb.PASSWORD);
    }
}
