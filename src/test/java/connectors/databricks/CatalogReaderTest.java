package connectors.databricks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import catalog.Column;
import catalog.CommonType;
import catalog.Discovered;
import catalog.Schema;
import catalog.Selection;
import catalog.Table;
import catalog.TableKind;
import catalog.TableName;
import catalog.TableSummary;
import egress.KeepsPolicy;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import problems.FailureKind;
import testing.unity.Lakehouse;
import testing.unity.UnityCatalogServer;

/** Browsing and importing: pages, order, definitions, refusals. */
@ExtendWith(KeepsPolicy.class)
class CatalogReaderTest {
    private UnityCatalogServer server;

    @BeforeEach
    void start() throws IOException {
        server = UnityCatalogServer.workspace();
        server.lakehouse().catalog("main").schema("main", "default");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private DatabricksHarness open(String... more) throws Exception {
        return DatabricksHarness.of(server, more);
    }

    @Test
    void anEmptyPageThatCarriesATokenIsNotTheEnd() throws Exception {
        IntStream.range(0, 95).forEach(i -> server.lakehouse().table("main", "default", "t" + i, "id int"));
        server.pages(10, true);
        try (DatabricksHarness databricks = open()) {
            List<String> names = databricks.tables("default").stream().map(TableSummary::name).toList();
            assertThat(names).hasSize(95).isSorted();
        }
    }

    @Test
    void aListThatRepeatsItselfIsGivenUp() throws Exception {
        server.lakehouse().table("main", "default", "t", "id int");
        server.loop();
        try (DatabricksHarness databricks = open()) {
            DatabricksHarness.Failed failed = catchThrowableOfType(DatabricksHarness.Failed.class, () -> databricks.tables("default"));
            assertThat(failed.problem.code()).isEqualTo("endless_list");
        }
    }

    @Test
    void aThousandTablesComeInTheOrderOfCodePoints() throws Exception {
        for (String schema : List.of("b", "a", "ä", "a-b", "\uffee", "\ud83d\ude00")) {
            IntStream.range(0, 200).forEach(i -> server.lakehouse().table("main", schema, "t" + i, "id bigint", "name string"));
        }
        server.pages(7, true);
        try (DatabricksHarness databricks = open()) {
            List<Discovered> read = databricks.read(Selection.EVERYTHING);
            assertThat(read).hasSize(1_200).allMatch(one -> one instanceof Discovered.Readable);
            assertThat(read).extracting(Discovered::tableName).isSorted().doesNotHaveDuplicates();
            assertThat(databricks.schemas()).extracting(Schema::name).containsExactly("a", "a-b", "b", "default", "ä", "\uffee", "\ud83d\ude00");
        }
    }

    @Test
    void aTableIsReadWithAllThatTheCatalogKnows() throws Exception {
        server.sql().script("""
                CREATE TABLE IF NOT EXISTS main.default.customers (id BIGINT NOT NULL, region STRING) USING DELTA;
                ALTER TABLE main.default.customers ADD CONSTRAINT pk_c PRIMARY KEY (id) NOT ENFORCED;
                CREATE TABLE IF NOT EXISTS main.default.orders (
                  id BIGINT NOT NULL COMMENT 'the number', customer BIGINT, amount DECIMAL(10,2), code CHAR(3), note VARCHAR(20), at TIMESTAMP, local_time TIMESTAMP_NTZ,
                  items ARRAY<STRUCT<sku:STRING,tags:MAP<STRING,DATE>>>, doc VARIANT) USING DELTA COMMENT 'what was ordered'
                  TBLPROPERTIES ('team' = 'sales', 'delta.constraints.positive' = 'amount > 0', 'spark.sql.statistics.numRows' = '42', 'delta.lastUpdateVersion' = '7');
                ALTER TABLE main.default.orders ADD CONSTRAINT pk_o PRIMARY KEY (id) NOT ENFORCED;
                ALTER TABLE main.default.orders ADD CONSTRAINT fk_o FOREIGN KEY (customer) REFERENCES main.default.customers (id) NOT ENFORCED;
                """);
        try (DatabricksHarness databricks = open()) {
            Table orders = databricks.table("default", "orders");
            assertThat(orders.kind()).isEqualTo(TableKind.TABLE);
            assertThat(orders.comment()).isEqualTo("what was ordered");
            assertThat(orders.rowEstimate()).isEqualTo(42);
            assertThat(orders.columns()).extracting(Column::type).containsExactly(CommonType.BIGINT, CommonType.BIGINT, CommonType.DECIMAL, CommonType.CHAR, CommonType.VARCHAR,
                    CommonType.TIMESTAMP_TZ, CommonType.TIMESTAMP, CommonType.ARRAY, CommonType.JSON);
            assertThat(orders.columns()).extracting(Column::position).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
            assertThat(orders.columns().get(0)).extracting(Column::nullable, Column::comment).containsExactly(false, "the number");
            assertThat(orders.columns().get(2)).extracting(Column::precision, Column::scale).containsExactly(10, 2);
            assertThat(orders.columns().get(4).length()).isEqualTo(20);
            assertThat(orders.columns().get(7).nativeType()).isEqualTo("array<struct<sku:string,tags:map<string,date>>>");
            assertThat(orders.primaryKey().columns()).containsExactly("id");
            assertThat(orders.foreignKeys()).singleElement().satisfies(key -> {
                assertThat(key.references().schema()).isEqualTo("default");
                assertThat(key.references().table()).isEqualTo("customers");
            });
            assertThat(orders.checkConstraints()).singleElement().satisfies(check -> assertThat(check.expression()).isEqualTo("amount > 0"));
            assertThat(orders.properties()).containsEntry("property team", "sales").containsEntry("table_type", "MANAGED").containsEntry("owner", "somebody@example.com")
                    .doesNotContainKey("property delta.lastUpdateVersion");
            assertThat(databricks.table("default", "missing")).isNull();
        }
    }

    @Test
    void whatMayNotBeSeenIsReportedAndEndsNothing() throws Exception {
        server.lakehouse().table("main", "closed", "t", "id int");
        server.lakehouse().table("main", "default", "a", "id int");
        server.lakehouse().table("main", "default", "b", "id int");
        server.deny("main.closed");
        server.deny("main.default.a");
        try (DatabricksHarness databricks = open()) {
            List<Discovered> read = databricks.read(Selection.EVERYTHING);
            assertThat(read).extracting(Discovered::tableName).containsExactly(new TableName("closed", "*"), new TableName("default", "a"), new TableName("default", "b"));
            assertThat(((Discovered.Unreadable) read.get(0)).extent()).isEqualTo(Discovered.Extent.SCHEMA);
            assertThat(((Discovered.Unreadable) read.get(1)).code()).isEqualTo("PERMISSION_DENIED");
        }
    }

    @Test
    void aTokenThatRunsOutInTheMiddleIsRenewedOnce() throws Exception {
        IntStream.range(0, 60).forEach(i -> server.lakehouse().table("main", "default", "t" + i, "id int"));
        server.expireAfter(25);
        try (DatabricksHarness databricks = open("{'authentication': {'type': 'oauth_m2m', 'client_id': '" + UnityCatalogServer.CLIENT + "', 'client_secret': '" + UnityCatalogServer.CLIENT_SECRET + "'}}")) {
            assertThat(databricks.read(Selection.EVERYTHING)).hasSize(60);
        }
        assertThat(server.tokensGiven()).isBetween(3, 5);
    }

    @Test
    void aTokenThatIsRefusedForGoodIsNotAskedForAgainAndAgain() throws Exception {
        server.expireAfter(0);
        try (DatabricksHarness databricks = open("{'authentication': {'type': 'oauth_m2m', 'client_id': '" + UnityCatalogServer.CLIENT + "', 'client_secret': '" + UnityCatalogServer.CLIENT_SECRET + "'}}")) {
            DatabricksHarness.Failed failed = catchThrowableOfType(DatabricksHarness.Failed.class, databricks::schemas);
            assertThat(failed.problem.kind()).isEqualTo(FailureKind.AUTH);
        }
        assertThat(server.tokensGiven()).isEqualTo(2);
    }

    @Test
    void aBusyWorkspaceIsAskedAgainWhenItSaysSo() throws Exception {
        server.lakehouse().table("main", "default", "t", "id int");
        server.refuse(3, "0");
        try (DatabricksHarness databricks = open()) {
            assertThat(databricks.read(Selection.EVERYTHING)).hasSize(1);
            server.refuse(1, "3600");
            DatabricksHarness.Failed failed = catchThrowableOfType(DatabricksHarness.Failed.class, databricks::schemas);
            assertThat(failed.problem.kind()).isEqualTo(FailureKind.QUOTA);
            assertThat(failed.problem.retryAfter()).hasHours(1);
        }
    }

    @Test
    void onlyWhatIsSelectedIsRead() throws Exception {
        server.lakehouse().table("main", "a", "t1", "id int");
        server.lakehouse().table("main", "a", "t2", "id int");
        server.lakehouse().table("main", "b", "t1", "id int");
        try (DatabricksHarness databricks = open()) {
            assertThat(databricks.read(new Selection(List.of("a"), null, List.of("*.t1"), null, true))).extracting(Discovered::tableName).containsExactly(new TableName("a", "t1"));
        }
        assertThat(server.asked()).noneMatch(asked -> asked.target().contains("schema_name=b"));
    }

    @Test
    void theOldMetastoreIsReadBySql() throws Exception {
        Lakehouse.Table table = server.lakehouse().table("hive_metastore", "sales", "orders", "id bigint", "items array<struct<sku:string,n:int>>", "price decimal(10,2)", "name varchar(20)");
        server.lakehouse().table("hive_metastore", "sales", "customers", "id bigint");
        server.chunks(1);
        server.slow(1);
        try (DatabricksHarness databricks = open("{'advanced': {'enable_unity_catalog': false}}")) {
            assertThat(databricks.schemas()).extracting(Schema::name).containsExactly("sales");
            assertThat(databricks.tables("sales")).extracting(TableSummary::name).containsExactly("customers", "orders");
            Table orders = databricks.table("sales", "orders");
            assertThat(orders.columns()).extracting(Column::nativeType).containsExactly("bigint", "array<struct<`sku`:string,`n`:int>>", "decimal(10,2)", "varchar(20)");
            assertThat(orders.columns()).extracting(Column::type).containsExactly(CommonType.BIGINT, CommonType.ARRAY, CommonType.DECIMAL, CommonType.VARCHAR);
            assertThat(databricks.table("sales", "missing")).isNull();
        }
        assertThat(table.columnTexts()).hasSize(4);
    }

    @Test
    void anOpenSourceServerIsReadByTheSameCalls() throws Exception {
        try (UnityCatalogServer open = UnityCatalogServer.openSource()) {
            IntStream.range(0, 30).forEach(i -> open.lakehouse().table("unity", "default", "t" + i, "id int"));
            open.pages(4, true);
            try (DatabricksHarness databricks = DatabricksHarness.of(open, "{'authentication': {'type': 'none'}, 'catalog': 'unity', 'compute': {}}")) {
                assertThat(databricks.read(Selection.EVERYTHING)).hasSize(30);
                assertThat(databricks.table("default", "nothing")).isNull();
            }
        }
    }
}
