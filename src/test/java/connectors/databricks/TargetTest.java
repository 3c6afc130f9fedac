package connectors.databricks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import catalog.Check;
import catalog.Column;
import catalog.CommonType;
import catalog.ForeignKey;
import catalog.Index;
import catalog.Key;
import catalog.Table;
import catalog.TableKind;
import catalog.TableName;
import catalog.TargetExport;
import catalog.TargetExport.Origin;
import catalog.TargetTable;
import catalog.TargetTable.Note;
import catalog.TargetTable.State;
import catalog.TargetTable.TargetStep;
import catalog.Wanted;
import egress.KeepsPolicy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import problems.FailureKind;
import testing.unity.Lakehouse;
import testing.unity.SqlRunner;
import testing.unity.UnityCatalogServer;

/** What is planned is run, and what was run is there: on a warehouse that is as strict as the vendor's. */
@ExtendWith(KeepsPolicy.class)
class TargetTest {
    private static final String ORIGIN = "the shop's database";

    private UnityCatalogServer server;
    private DatabricksHarness databricks;

    @BeforeEach
    void start() throws Exception {
        server = UnityCatalogServer.workspace();
        server.lakehouse().catalog("main");
        databricks = DatabricksHarness.of(server);
    }

    @AfterEach
    void stop() {
        databricks.close();
        server.close();
    }

    private static Column column(String name, CommonType type, String nativeType) {
        return new Column(name, 1, type, nativeType, null, null, null, true, null, false, null, null);
    }

    private static Column required(Column column, String comment) {
        return new Column(column.name(), column.position(), column.type(), column.nativeType(), column.length(), column.precision(), column.scale(), false, column.defaultValue(),
                column.identity(), column.generated(), comment);
    }

    private static Table table(String name, String comment, Key key, List<ForeignKey> references, Column... columns) {
        return new Table("public", name, TableKind.TABLE, comment, null, List.of(columns), key, references, List.of(), List.of(), List.of(), Map.of());
    }

    private static Wanted wanted(Table table) {
        return new Wanted(table, "PostgreSQL", "source", ORIGIN, "dataset-" + table.name(), new TableName("shop", table.name()));
    }

    private static Table customers(Column... more) {
        List<Column> columns = new ArrayList<>(List.of(required(column("id", CommonType.BIGINT, "bigint"), "the number"), column("name", CommonType.TEXT, "text")));
        columns.addAll(Arrays.asList(more));
        return table("customers", "who buys", new Key("customers_pkey", List.of("id")), List.of(), columns.toArray(Column[]::new));
    }

    private static Table orders() {
        ForeignKey toCustomers = new ForeignKey("orders_customer_fkey", List.of("customer"), new ForeignKey.Reference("public", "customers", List.of("id")), "CASCADE", null);
        ForeignKey toItself = new ForeignKey("orders_parent_fkey", List.of("parent"), new ForeignKey.Reference("public", "orders", List.of("id")), null, null);
        return table("orders", null, new Key("orders_pkey", List.of("id")), List.of(toCustomers, toItself), required(column("id", CommonType.INTEGER, "integer"), null),
                column("customer", CommonType.BIGINT, "bigint"), column("parent", CommonType.INTEGER, "integer"));
    }

    private List<TargetTable> plan(Table... tables) {
        return databricks.plan(Arrays.stream(tables).map(TargetTest::wanted).toArray(Wanted[]::new));
    }

    private Lakehouse.Table there(String name) {
        return server.lakehouse().find("main", "shop", name);
    }

    private static List<String> codes(TargetTable table) {
        return table.notes().stream().map(Note::code).toList();
    }

    private static List<String> kinds(TargetTable table) {
        return table.steps().stream().map(TargetStep::kind).toList();
    }

    @Test
    void aForeignKeyLeadsToTheSameSourceAlsoWhenAnotherHasItsName() {
        Wanted elsewhere = new Wanted(customers(), "PostgreSQL", "another source", ORIGIN, "theirs", new TableName("shop", "customers"));

        TargetTable planned = databricks.plan(elsewhere, wanted(orders())).get(1);

        assertThat(codes(planned)).contains("foreign_key_left_out");
    }

    @Test
    void whatIsPlannedIsRunAndThenThePlanIsEmpty() {
        List<TargetTable> plan = plan(orders(), customers());
        assertThat(plan).extracting(TargetTable::state).containsOnly(State.MISSING);
        assertThat(kinds(plan.get(0))).containsExactly("create_schema", "create_table", "add_primary_key", "set_tags", "add_foreign_key", "add_foreign_key", "mark");
        assertThat(server.ran()).as("planning runs nothing").isEmpty();
        databricks.apply(plan);
        assertThat(there("customers").columnTexts()).containsExactly("id bigint NOT NULL -- the number", "name string");
        assertThat(there("customers").primaryKey.columns()).containsExactly("id");
        assertThat(there("customers").properties).containsEntry("serai.dataset", "dataset-customers").containsEntry("serai.origin", ORIGIN);
        assertThat(there("customers").tags).containsEntry("serai_dataset", "dataset-customers").containsEntry("serai_origin", ORIGIN);
        assertThat(there("orders").foreignKeys).extracting(Lakehouse.Key::parent).containsExactly("main.shop.customers", "main.shop.orders");
        List<TargetTable> again = plan(orders(), customers());
        assertThat(again).extracting(TargetTable::state).containsOnly(State.SAME);
        assertThat(again).allSatisfy(table -> assertThat(table.steps()).isEmpty());
    }

    @Test
    void aColumnThatTheSourceAddedIsAdded() {
        databricks.apply(plan(customers()));
        Column email = new Column("email", 3, CommonType.VARCHAR, "character varying(80)", 80, null, null, true, null, false, null, "where to write");
        List<TargetTable> plan = plan(customers(email));
        assertThat(plan.get(0).state()).isEqualTo(State.DRIFTED);
        assertThat(kinds(plan.get(0))).containsExactly("add_column", "set_tags", "mark");
        assertThat(plan.get(0).steps().get(0).statement()).isEqualTo("ALTER TABLE `main`.`shop`.`customers` ADD COLUMNS (`email` varchar(80) COMMENT 'where to write')");
        assertThat(codes(plan.get(0))).contains("source_changed");
        databricks.apply(plan);
        assertThat(there("customers").columnTexts()).contains("email varchar(80) -- where to write");
        assertThat(plan(customers(email)).get(0).state()).isEqualTo(State.SAME);
    }

    @Test
    void everyStepMayBeDoneTwice() {
        List<TargetTable> plan = plan(customers(), orders());
        databricks.apply(plan);
        databricks.apply(plan);
        Column email = column("email", CommonType.TEXT, "text");
        List<TargetTable> change = plan(customers(email), orders());
        databricks.apply(change);
        assertThat(databricks.apply(change.get(0).steps().get(0))).isEqualTo("It was there already.");
        assertThat(plan(customers(email), orders())).extracting(TargetTable::state).containsOnly(State.SAME);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whatWasBrokenOffIsTakenUpAgain(int after) {
        List<TargetTable> plan = plan(customers(), orders());
        server.breakOffAfter(after);
        DatabricksHarness.Failed failed = catchThrowableOfType(DatabricksHarness.Failed.class, () -> databricks.apply(plan));
        assertThat(failed.problem.kind()).isEqualTo(FailureKind.TRANSIENT);
        databricks.apply(plan(customers(), orders()));
        assertThat(plan(customers(), orders())).extracting(TargetTable::state).containsOnly(State.SAME);
        assertThat(there("orders").foreignKeys).hasSize(2);
        assertThat(there("orders").tags).isNotEmpty();
    }

    @Test
    void whatSomebodyChangedThereIsSeenAndUndone() {
        databricks.apply(plan(customers()));
        server.sql().script("ALTER TABLE main.shop.customers ALTER COLUMN name COMMENT 'mine'; COMMENT ON TABLE main.shop.customers IS 'ours';"
                + "ALTER TABLE main.shop.customers ADD COLUMNS (extra INT); ALTER TABLE main.shop.customers DROP CONSTRAINT IF EXISTS customers_pkey CASCADE;");
        TargetTable drifted = plan(customers()).get(0);
        assertThat(drifted.state()).isEqualTo(State.DRIFTED);
        assertThat(codes(drifted)).contains("target_changed", "column_only_at_target");
        assertThat(kinds(drifted)).containsExactly("change_comment", "change_comment", "add_primary_key", "mark");
        databricks.apply(List.of(drifted));
        assertThat(there("customers").primaryKey).isNotNull();
        assertThat(kinds(plan(customers()).get(0))).as("a table of this kind cannot drop columns").isEmpty();
        assertThat(plan(customers()).get(0).state()).isEqualTo(State.DRIFTED);
    }

    @Test
    void aColumnIsDroppedOnlyWhereThatIsPossibleAndSaidToLoseSomething() {
        Table odd = customers(column("first name", CommonType.TEXT, "text"));
        databricks.apply(plan(odd));
        TargetTable plan = plan(customers()).get(0);
        assertThat(plan.steps()).filteredOn(step -> step.kind().equals("drop_column")).singleElement().matches(TargetStep::loses);
        databricks.apply(List.of(plan));
        assertThat(there("customers").columnTexts()).hasSize(2);
        assertThat(plan(customers()).get(0).state()).isEqualTo(State.SAME);
    }

    @Test
    void aTypeBecomesWiderWhereItCan() {
        databricks.apply(plan(table("t", null, null, List.of(), column("a", CommonType.INTEGER, "integer"), column("b", CommonType.TEXT, "text"), column("c", CommonType.SMALLINT, "smallint"))));
        TargetTable plan = plan(table("t", null, null, List.of(), column("a", CommonType.BIGINT, "bigint"), column("b", CommonType.INTEGER, "integer"), column("c", CommonType.INTEGER, "integer"))).get(0);
        assertThat(kinds(plan)).containsExactly("allow_widening", "change_type", "change_type", "set_tags", "mark");
        assertThat(plan.notes()).filteredOn(note -> note.code().equals("type_cannot_change")).singleElement().satisfies(note -> assertThat(note.column()).isEqualTo("b"));
        databricks.apply(List.of(plan));
        assertThat(there("t").columnTexts()).containsExactly("a bigint", "b string", "c int");
    }

    @Test
    void aTableThatIsNotOursIsLeftAloneOrTakenOver() {
        server.lakehouse().table("main", "shop", "customers", "other string");
        assertThat(plan(customers()).get(0)).satisfies(table -> {
            assertThat(table.state()).isEqualTo(State.CONFLICT);
            assertThat(codes(table)).containsExactly("not_ours");
            assertThat(table.steps()).isEmpty();
        });
        server.lakehouse().table("main", "shop", "customers", "ID bigint", "name string");
        TargetTable adopted = plan(customers()).get(0);
        assertThat(codes(adopted)).contains("adopted");
        databricks.apply(List.of(adopted));
        assertThat(plan(customers()).get(0).state()).isEqualTo(State.SAME);
    }

    @Test
    void theTableOfAnotherDatasetIsAConflict() {
        databricks.apply(plan(customers()));
        Wanted other = new Wanted(customers(), "PostgreSQL", "source", ORIGIN, "another", new TableName("shop", "CUSTOMERS"));
        TargetTable plan = databricks.plan(other).get(0);
        assertThat(plan.state()).isEqualTo(State.CONFLICT);
        assertThat(codes(plan)).contains("belongs_to_other", "name_changed");
    }

    @Test
    void twoNamesThatAreOneThereDoNotMeet() {
        Wanted upper = new Wanted(customers(), "Oracle", "source", ORIGIN, "a", new TableName("shop", "T 1"));
        Wanted lower = new Wanted(customers(), "Oracle", "source", ORIGIN, "b", new TableName("SHOP", "t_1"));
        List<TargetTable> plan = databricks.plan(upper, lower);
        assertThat(plan).extracting(TargetTable::state).containsExactly(State.MISSING, State.CONFLICT);
        assertThat(plan).extracting(TargetTable::at).containsOnly(new TableName("shop", "t_1"));
        assertThat(codes(plan.get(1))).contains("name_taken");
    }

    private static String kept(String text) {
        return text.replace("\u0000", "").replaceAll("\\p{Cs}", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'; DROP TABLE main.shop.customers; --", "it's \\' a \\\\' trap", "\\", "`back`tick``", "${env:HOME} $${x} \\${y}", "new\nline\ttab -- comment", "\ud83d\ude00 \u202e \u0000 \u0007",
            "/* */ ; ' \" `", "$", "${", "half \ud83d"})
    void hostileNamesAndCommentsArriveAsTheyAre(String hostile) {
        Column column = new Column("c " + hostile, 1, CommonType.TEXT, "text" + hostile, null, null, null, false, hostile, false, null, "about " + hostile);
        Table table = new Table("public", "t" + hostile, TableKind.TABLE, "comment " + hostile, null, List.of(column), new Key("pk " + hostile, List.of(column.name())), List.of(), List.of(), List.of(), List.of(),
                Map.of());
        Wanted wanted = new Wanted(table, "PostgreSQL", "source", "origin " + hostile, "ref " + hostile, new TableName("s" + hostile, "t" + hostile));
        List<TargetTable> plan = databricks.plan(wanted);
        databricks.apply(plan);
        Lakehouse.Table there = server.lakehouse().find("main", plan.get(0).at().schema(), plan.get(0).at().name());
        assertThat(there.columnTexts()).singleElement().asString().endsWith(" string NOT NULL -- about " + kept(hostile));
        assertThat(there.properties).containsEntry("serai.origin", kept("origin " + hostile));
        assertThat(databricks.plan(wanted).get(0)).satisfies(again -> assertThat(again.state()).as("%s", again.notes()).isEqualTo(State.SAME));
        new SqlRunner(new Lakehouse().catalog("main")).script(databricks.export(new TargetExport(List.of(wanted), List.of(new Origin("PostgreSQL", hostile, hostile, 1, hostile)))));
    }

    @Test
    void nothingThatIsLeftOutIsLeftOutInSilence() {
        Column computed = new Column("total", 2, CommonType.INTEGER, "integer", null, null, null, true, null, false, "a + b", null);
        Column numbered = new Column("id", 1, CommonType.BIGINT, "bigint", null, null, null, false, "nextval('x')", true, null, null);
        Column preset = new Column("state", 3, CommonType.TEXT, "text", null, null, null, true, "'new'", false, null, null);
        Table full = new Table("public", "t", TableKind.TABLE, null, null, List.of(numbered, computed, preset), null,
                List.of(new ForeignKey("away", List.of("id"), new ForeignKey.Reference("public", "elsewhere", List.of("id")), null, null)), List.of(new Key("u", List.of("id"))),
                List.of(new Check("c", "id > 0")), List.of(new Index("i", List.of("id"), List.of(), false, "BTREE", null)), Map.of());
        assertThat(codes(plan(full).get(0))).contains("identity_left_out", "generated_left_out", "default_left_out", "indexes_left_out", "unique_left_out", "checks_left_out", "foreign_key_left_out");
    }

    @Test
    void aStatementThatIsRefusedIsExplainedWithoutItsText() {
        TargetStep wrong = new TargetStep("create_table", "x", "CREATE TABLE `secret-text", false, false);
        DatabricksHarness.Failed failed = catchThrowableOfType(DatabricksHarness.Failed.class, () -> databricks.apply(wrong));
        assertThat(failed.problem.code()).isEqualTo("PARSE_SYNTAX_ERROR");
        assertThat(failed.problem.toString()).doesNotContain("secret-text");
    }

    @Test
    void aStatementThatTakesTooLongIsCancelled() throws Exception {
        server.slow(1_000);
        try (DatabricksHarness hasty = DatabricksHarness.of(server, "{'advanced': {'timeout': 1}}")) {
            TargetStep step = hasty.plan(wanted(customers())).get(0).steps().get(0);
            DatabricksHarness.Failed failed = catchThrowableOfType(DatabricksHarness.Failed.class, () -> hasty.apply(step));
            assertThat(failed.problem.code()).isEqualTo("statement_time_out");
            assertThat(failed.problem.kind()).isEqualTo(FailureKind.TRANSIENT);
        }
        assertThat(server.cancelled()).hasSize(1);
    }

    @Test
    void onlyApplyingStartsTheWarehouseAndThePlanSaysSo() {
        TargetTable plan = plan(customers()).get(0);
        assertThat(codes(plan)).contains("starts_warehouse");
        assertThat(server.warehouseStarts()).isZero();
        databricks.apply(List.of(plan));
        assertThat(server.warehouseStarts()).isOne();
    }

    @Test
    void whatMayNotBeLookedAtIsAConflict() {
        databricks.apply(plan(customers()));
        server.deny("main.shop.customers");
        assertThat(plan(customers()).get(0)).satisfies(table -> {
            assertThat(table.state()).isEqualTo(State.CONFLICT);
            assertThat(codes(table)).contains("not_visible");
        });
    }

    @Test
    void fiveHundredTablesArePlannedInTheirOrder() {
        Wanted[] many = IntStream.range(0, 500).mapToObj(i -> wanted(table("t" + (500 - i), null, null, List.of(), column("id", CommonType.INTEGER, "integer")))).toArray(Wanted[]::new);
        List<TargetTable> plan = databricks.plan(many);
        assertThat(plan).extracting(table -> table.at().name()).containsExactlyElementsOf(Arrays.stream(many).map(one -> one.at().name()).toList());
    }

    @Test
    void thePlanAsATextRunsAsItStands() {
        String text = databricks.export(new TargetExport(List.of(wanted(orders()), wanted(customers())), List.of(new Origin("PostgreSQL", "Shop DB", "db.example.com", null, "shop"),
                new Origin("MySQL", "my", "my.example.com", 3307, "db"), new Origin("Salesforce", "crm", null, null, null), new Origin("BigQuery", "bq", null, null, "project-1"))));
        Lakehouse elsewhere = new Lakehouse().catalog("main");
        SqlRunner runner = new SqlRunner(elsewhere);
        runner.script(text);
        assertThat(elsewhere.find("main", "shop", "orders").foreignKeys).hasSize(2);
        assertThat(runner.connections()).containsExactly(
                "shop_db POSTGRESQL [host=db.example.com, port=5432, user=<shop_db/user>, password=<shop_db/password>]", "shop_db over shop_db database=shop",
                "my MYSQL [host=my.example.com, port=3307, user=<my/user>, password=<my/password>]", "my over my",
                "bq BIGQUERY [GoogleServiceAccountKeyJson=<bq/secret>]", "bq over bq dataProjectId=project-1");
        assertThat(text.indexOf("CREATE TABLE IF NOT EXISTS `main`.`shop`.`customers`")).isLessThan(text.indexOf("FOREIGN KEY"));
        assertThat(server.asked()).as("an export asks nobody").isEmpty();
    }

    @Test
    void withoutAWarehouseTablesAreRegisteredByTheOpenContract() throws Exception {
        try (UnityCatalogServer open = UnityCatalogServer.openSource();
                DatabricksHarness target = DatabricksHarness.of(open, "{'authentication': {'type': 'none'}, 'catalog': 'unity', 'compute': {}, 'target': {'storage_root': 's3://bucket/published/'}}")) {
            open.lakehouse().catalog("unity");
            Column nested = column("tags", CommonType.ARRAY, "numeric(10,2)[]");
            Wanted wanted = new Wanted(customers(nested), "PostgreSQL", "source", ORIGIN, "d1", new TableName("The Shop", "customers"));
            List<TargetTable> plan = target.plan(wanted);
            assertThat(kinds(plan.get(0))).containsExactly("register_schema", "register_table");
            assertThat(codes(plan.get(0))).contains("registered_only", "keys_left_out", "name_changed");
            target.apply(plan);
            target.apply(plan);
            assertThat(open.lakehouse().find("unity", "the_shop", "customers").columnTexts()).containsExactly("id bigint NOT NULL -- the number", "name string", "tags array<decimal(10,2)>");
            assertThat(target.plan(wanted).get(0).state()).isEqualTo(State.SAME);
            TargetTable drifted = target.plan(new Wanted(customers(), "PostgreSQL", "source", ORIGIN, "d1", wanted.at())).get(0);
            assertThat(codes(drifted)).contains("needs_warehouse");
            DatabricksHarness.Failed failed = catchThrowableOfType(DatabricksHarness.Failed.class, () -> target.apply(List.of(drifted)));
            assertThat(failed.problem.kind()).isEqualTo(FailureKind.UNSUPPORTED);
            assertThat(failed.problem.field()).isEqualTo("/compute/warehouse_id");
        }
    }

    @Test
    void aTableOfAnotherKindIsNotRegisteredOver() throws Exception {
        try (UnityCatalogServer open = UnityCatalogServer.openSource();
                DatabricksHarness target = DatabricksHarness.of(open, "{'authentication': {'type': 'none'}, 'catalog': 'unity', 'compute': {}}")) {
            open.lakehouse().catalog("unity").schema("unity", "shop");
            TargetTable plan = target.plan(wanted(customers())).get(0);
            assertThat(codes(plan)).contains("no_storage_root");
            DatabricksHarness.Failed failed = catchThrowableOfType(DatabricksHarness.Failed.class, () -> target.apply(List.of(plan)));
            assertThat(failed.problem.field()).isEqualTo("/target/storage_root");
        }
    }
}
