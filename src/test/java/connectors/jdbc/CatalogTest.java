package connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import catalog.Check;
import catalog.Column;
import catalog.CommonType;
import catalog.Discovered;
import catalog.ForeignKey;
import catalog.Index;
import catalog.Key;
import catalog.Selection;
import catalog.Table;
import catalog.TableKind;
import catalog.TableName;
import egress.Egress;
import egress.EgressSettings;
import egress.KeepsPolicy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import testing.TestPostgres;

/** What PostgreSQL's catalog says comes through exactly, through the real route templates. */
@ExtendWith(KeepsPolicy.class)
class CatalogTest {
    private static final String LONGEST = "n".repeat(63);
    private static JdbcHarness postgres;

    @BeforeAll
    static void fill() throws Exception {
        TestPostgres server = TestPostgres.plain();
        JdbcHarness.Wanted wanted = new JdbcHarness.Wanted(server.port());
        wanted.database = server.newDatabase(
                "CREATE SCHEMA sales",
                "COMMENT ON SCHEMA sales IS 'What is sold'",
                "CREATE SCHEMA \"we\"\"ird;--\"",
                "CREATE DOMAIN sales.email AS varchar(120) NOT NULL",
                "CREATE DOMAIN sales.work_email AS sales.email",
                "CREATE TYPE sales.mood AS ENUM ('sad', 'ok')",
                "CREATE TYPE sales.place AS (street text, town text)",
                "CREATE TABLE sales.customers (region int, id bigint GENERATED ALWAYS AS IDENTITY, name varchar(40) NOT NULL DEFAULT 'nobody',"
                        + " credit numeric(12,3), odd numeric(3,-2), born date, seen timestamptz(3), tags text[], address sales.place, mood sales.mood,"
                        + " mail sales.work_email, shout text GENERATED ALWAYS AS (upper(name)) STORED, whisper text GENERATED ALWAYS AS (lower(name)) VIRTUAL,"
                        + " range int4range, code char(3), flags bit(5), boss bigint, boss_region int, gone int,"
                        + " CONSTRAINT customers_pk PRIMARY KEY (region, id), CONSTRAINT name_once UNIQUE (name, born),"
                        + " CONSTRAINT credit_positive CHECK (credit > 0),"
                        + " CONSTRAINT boss_is_customer FOREIGN KEY (boss_region, boss) REFERENCES sales.customers (region, id) ON DELETE SET NULL ON UPDATE CASCADE)",
                "ALTER TABLE sales.customers DROP COLUMN gone",
                "COMMENT ON TABLE sales.customers IS 'Who buys'", "COMMENT ON COLUMN sales.customers.name IS 'Full name'",
                "CREATE UNIQUE INDEX customers_expr ON sales.customers (lower(name), born DESC) INCLUDE (credit) WHERE credit > 10",
                "CREATE INDEX customers_tags ON sales.customers USING gin (tags)",
                "CREATE TABLE sales.egg (id int PRIMARY KEY, hen int)", "CREATE TABLE sales.hen (id int PRIMARY KEY, egg int REFERENCES sales.egg)",
                "ALTER TABLE sales.egg ADD FOREIGN KEY (hen) REFERENCES sales.hen",
                "CREATE TABLE sales.booking (during int4range, EXCLUDE USING gist (during WITH &&))",
                "CREATE TABLE sales.parted (at date NOT NULL, amount int, PRIMARY KEY (at)) PARTITION BY RANGE (at)",
                "CREATE TABLE sales.parted_1 PARTITION OF sales.parted FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')",
                "CREATE TABLE sales.parted_2 PARTITION OF sales.parted FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')",
                "CREATE TABLE sales.points_at_parted (at date REFERENCES sales.parted)",
                "INSERT INTO sales.parted SELECT DATE '2024-01-01' + n, n FROM generate_series(0, 99) n", "ANALYZE sales.parted_1", "ANALYZE sales.parted_2",
                "CREATE VIEW sales.customer_names AS SELECT id, name FROM sales.customers",
                "CREATE MATERIALIZED VIEW sales.totals AS SELECT count(*) AS n FROM sales.egg",
                "CREATE TABLE sales.no_columns ()",
                "CREATE TABLE \"we\"\"ird;--\".\"drop table \"\"x\"\"; --\" (\"a'b\"\"c\" int, \"{{env:PATH}}\" int DEFAULT 1)",
                "CREATE TABLE \"we\"\"ird;--\".\"Ab\" (x int)", "CREATE TABLE \"we\"\"ird;--\".\"aB\" (x int)", "CREATE TABLE \"we\"\"ird;--\".ab (x int)",
                "CREATE TABLE \"we\"\"ird;--\".\"😀\" (\"ключ\" int)", "CREATE TABLE \"we\"\"ird;--\".\"～\" (x int)",
                "CREATE TABLE \"we\"\"ird;--\"." + LONGEST + " (" + LONGEST + " int)");
        postgres = new JdbcHarness(wanted.settings(), new Egress(EgressSettings.DEFAULT));
    }

    @AfterAll
    static void close() {
        postgres.close();
    }

    @Test
    void schemasComeWithCommentAndCount() {
        assertThat(postgres.schemas()).extracting("name", "comment", "tables").containsExactly(
                tuple("public", "standard public schema", 0L), tuple("sales", "What is sold", 9L), tuple("we\"ird;--", null, 7L));
    }

    @Test
    void oddNamesComeThroughExactlyAndInOrderOfCodePoints() {
        assertThat(postgres.tables("we\"ird;--")).extracting("name")
                .containsExactly("Ab", "aB", "ab", "drop table \"x\"; --", LONGEST, "～", "😀");
        assertThat(postgres.table("we\"ird;--", "drop table \"x\"; --").columns()).extracting("name").containsExactly("a'b\"c", "{{env:PATH}}");
        assertThat(postgres.table("we\"ird;--", "😀").columns()).extracting("name").containsExactly("ключ");
        assertThat(postgres.table("we\"ird;--", "aB").name()).isEqualTo("aB");
    }

    @Test
    void aTableThatIsNotThereIsNull() {
        assertThat(postgres.table("sales", "nowhere")).isNull();
        assertThat(postgres.table("sales'; --", "customers")).isNull();
        assertThat(postgres.tables("nowhere")).isEmpty();
    }

    @Test
    void columnsKeepTheirOwnSpelling() {
        Map<String, Column> columns = columns("customers");
        assertThat(columns.get("id")).isEqualTo(new Column("id", 2, CommonType.BIGINT, "bigint", null, 19, 0, false, null, true, null, null));
        assertThat(columns.get("name")).isEqualTo(
                new Column("name", 3, CommonType.VARCHAR, "character varying(40)", 40, null, null, false, "'nobody'::character varying", false, null, "Full name"));
        assertThat(columns.get("credit")).extracting("type", "nativeType", "precision", "scale").containsExactly(CommonType.DECIMAL, "numeric(12,3)", 12, 3);
        assertThat(columns.get("odd")).extracting("nativeType", "precision", "scale").containsExactly("numeric(3,-2)", 3, -2);
        assertThat(columns.get("seen")).extracting("type", "nativeType", "precision").containsExactly(CommonType.TIMESTAMP_TZ, "timestamp(3) with time zone", 3);
        assertThat(columns.get("tags")).extracting("type", "nativeType").containsExactly(CommonType.ARRAY, "text[]");
        assertThat(columns.get("address")).extracting("type", "nativeType").containsExactly(CommonType.STRUCT, "sales.place");
        assertThat(columns.get("mood")).extracting("type", "nativeType").containsExactly(CommonType.VARCHAR, "sales.mood");
        assertThat(columns.get("mail")).extracting("type", "nativeType", "length", "nullable")
                .containsExactly(CommonType.VARCHAR, "sales.work_email", 120, false);
        assertThat(columns.get("shout")).extracting("generated", "defaultValue").containsExactly("upper((name)::text)", null);
        assertThat(columns.get("whisper").generated()).isEqualTo("lower((name)::text)");
        assertThat(columns.get("code")).extracting("type", "length").containsExactly(CommonType.CHAR, 3);
        assertThat(columns.get("flags")).extracting("type", "length").containsExactly(CommonType.BINARY, 5);
        assertThat(columns.get("range").type()).isEqualTo(CommonType.UNKNOWN);
        assertThat(columns).doesNotContainKey("gone");
        assertThat(table("customers").properties()).containsEntry("unknown_types", List.of("int4range"));
    }

    @Test
    void keysAndChecksKeepTheOrderOfTheirColumns() {
        Table customers = table("customers");
        assertThat(customers.primaryKey()).isEqualTo(new Key("customers_pk", List.of("region", "id")));
        assertThat(customers.uniqueConstraints()).containsExactly(new Key("name_once", List.of("name", "born")));
        assertThat(customers.checkConstraints()).containsExactly(new Check("credit_positive", "(credit > (0)::numeric)"));
        assertThat(customers.foreignKeys()).containsExactly(new ForeignKey("boss_is_customer", List.of("boss_region", "boss"),
                new ForeignKey.Reference("sales", "customers", List.of("region", "id")), "SET NULL", "CASCADE"));
        assertThat(customers.comment()).isEqualTo("Who buys");
    }

    @Test
    void tablesMayPointAtEachOther() {
        assertThat(table("egg").foreignKeys()).extracting(key -> key.references().table()).containsExactly("hen");
        assertThat(table("hen").foreignKeys()).extracting(key -> key.references().table()).containsExactly("egg");
    }

    @Test
    void indexesShowExpressionsIncludedColumnsAndFilter() {
        assertThat(table("customers").indexes()).containsExactly(
                new Index("customers_expr", List.of("lower(name::text)", "born"), List.of("credit"), true, "BTREE", "(credit > (10)::numeric)"),
                new Index("customers_pk", List.of("region", "id"), List.of(), true, "BTREE", null),
                new Index("customers_tags", List.of("tags"), List.of(), false, "GIN", null),
                new Index("name_once", List.of("name", "born"), List.of(), true, "BTREE", null));
    }

    @Test
    void anExclusionIsACheckThatSaysSo() {
        Table booking = table("booking");
        assertThat(booking.checkConstraints()).extracting("expression").containsExactly("EXCLUDE USING gist (during WITH &&)");
        assertThat(booking.properties()).containsEntry("exclusion_constraints", List.of("booking_during_excl"));
    }

    @Test
    void partitionsAreFoldedUnderTheirParent() {
        assertThat(postgres.tables("sales")).extracting("name").contains("parted").doesNotContain("parted_1", "parted_2");
        Table parted = table("parted");
        assertThat(parted.properties()).containsEntry("subtype", "partitioned_table").containsEntry("partitions", 2L)
                .containsEntry("partition_key", "RANGE (at)");
        assertThat(parted.rowEstimate()).isEqualTo(100);
        assertThat(table("points_at_parted").foreignKeys()).hasSize(1);
    }

    @Test
    void viewsAreViews() {
        assertThat(table("customer_names")).extracting("kind", "rowEstimate").containsExactly(TableKind.VIEW, null);
        assertThat(table("totals").properties()).containsEntry("subtype", "materialized_view");
        assertThat(table("egg").rowEstimate()).isNull();
    }

    @Test
    void anImportReadsEveryTableInOrder() {
        List<Discovered> found = postgres.read(Selection.EVERYTHING);
        assertThat(found).hasSize(16).allMatch(Discovered.Readable.class::isInstance);
        assertThat(found).extracting(Discovered::tableName).isSorted();
        assertThat(found).extracting(Discovered::tableName).contains(new TableName("sales", "no_columns"));
    }

    @Test
    void aSelectionIsKept() {
        Selection views = new Selection(List.of("sales", "we\"ird;--"), null, List.of("sales.*"), List.of("sales.c*"), false);
        assertThat(postgres.read(views)).extracting(one -> one.tableName().name())
                .containsExactly("booking", "egg", "hen", "no_columns", "parted", "points_at_parted");
        Selection one = new Selection(null, List.of(new TableName("we\"ird;--", "😀")), null, null, true);
        assertThat(postgres.read(one)).extracting(table -> table.tableName().name()).containsExactly("😀");
    }

    private static Table table(String name) {
        return postgres.table("sales", name);
    }

    private static Map<String, Column> columns(String table) {
        return table(table).columns().stream().collect(java.util.stream.Collectors.toMap(Column::name, column -> column));
    }
}
