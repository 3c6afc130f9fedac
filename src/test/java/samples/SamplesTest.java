package samples;

import static org.assertj.core.api.Assertions.assertThat;

import catalog.Discovered.Readable;
import catalog.Column;
import catalog.CommonType;
import catalog.Table;
import connectors.TestReport;
import connectors.files.FilesConnector;
import connectors.files.FilesSettings;
import connectors.files.FolderReader;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplesTest {
    private static final List<String> FILES = List.of("customers.csv", "events.ndjson", "products.json", "suppliers.xml");

    @TempDir
    Path folder;

    @Test
    void everySampleFileIsATable() throws IOException {
        for (String file : FILES) Files.copy(getClass().getResourceAsStream("/samples/files/" + file), folder.resolve(file));
        FolderReader reader = (FolderReader) new FilesConnector(List.of(), Path.of("data"),
                new connectors.http.HttpClients(new egress.Egress(egress.EgressSettings.DEFAULT)))
                .open(null, new FilesSettings("local", folder.toString(), null, null)).beans().get("folder");
        assertThat(reader.test().status()).isEqualTo(TestReport.Status.SUCCESS);

        Map<String, Table> tables = new HashMap<>();
        reader.read(null, null).forEachRemaining(found -> tables.put(found.tableName().name(), ((Readable) found).table()));
        assertThat(tables).containsOnlyKeys(FILES);
        assertThat(types(tables.get("customers.csv"))).containsEntry("customer_no", CommonType.VARCHAR)
                .containsEntry("customer_since", CommonType.DATE).containsEntry("discount_percent", CommonType.DECIMAL).containsEntry("newsletter", CommonType.BOOLEAN);
        assertThat(types(tables.get("products.json"))).containsEntry("attributes", CommonType.STRUCT).containsEntry("fits", CommonType.ARRAY);
        assertThat(types(tables.get("events.ndjson"))).containsEntry("at", CommonType.TIMESTAMP_TZ).containsEntry("customer_no", CommonType.VARCHAR);
        assertThat(types(tables.get("suppliers.xml"))).containsEntry("category", CommonType.ARRAY).containsEntry("since", CommonType.DATE)
                .containsEntry("lead_time_days", CommonType.INTEGER);
    }

    private static Map<String, CommonType> types(Table table) {
        Map<String, CommonType> types = new HashMap<>();
        for (Column column : table.columns()) types.put(column.name(), column.type());
        return types;
    }

    @Test
    void theSampleDatabaseIsMadeInOneTransaction() throws IOException, SQLException {
        String script = new String(getClass().getResourceAsStream("/samples/sales.sql").readAllBytes(), StandardCharsets.UTF_8);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(); Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(script);
            connection.commit();
            assertThat(count(statement, "pg_tables where schemaname in ('sales', 'inventory')")).isEqualTo(10);
            assertThat(count(statement, "pg_views where schemaname in ('sales', 'inventory')")).isEqualTo(2);
            assertThat(count(statement, "sales.order_lines")).isEqualTo(1_800);
            assertThat(count(statement, "inventory.products_to_reorder")).isPositive();
            assertThat(count(statement, "sales.order_totals where total > 0")).isEqualTo(600);
        }
    }

    private static long count(Statement statement, String what) throws SQLException {
        try (ResultSet rows = statement.executeQuery("select count(*) from " + what)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
