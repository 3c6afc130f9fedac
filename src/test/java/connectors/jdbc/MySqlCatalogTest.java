package connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
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
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import problems.FailureKind;
import testing.TestMariaDb;

/** What MariaDB's catalog says comes through exactly, through the real route templates. */
@ExtendWith(KeepsPolicy.class)
class MySqlCatalogTest {
    private static final String LONGEST = "n".repeat(64);
    private static final String ODD = "we\"ird;--`";
    private static JdbcHarness server;

    @BeforeAll
    static void fill() throws Exception {
        TestMariaDb.running().run(null,
                "CREATE DATABASE shop CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci COMMENT 'What is sold'",
                "CREATE TABLE shop.customers (region int unsigned, id bigint unsigned NOT NULL AUTO_INCREMENT,"
                        + " name varchar(40) NOT NULL DEFAULT 'nobody' COMMENT 'Full name', credit decimal(12,3), born date DEFAULT '0000-00-00',"
                        + " seen timestamp(3) NULL, made datetime(6) DEFAULT current_timestamp(6) ON UPDATE current_timestamp(6),"
                        + " mood enum('sad','it''s ok'), tags set('a','b'), doc json, free longtext, flag bit(1) DEFAULT b'1', flags bit(5), yes tinyint(1),"
                        + " small tinyint unsigned, medium mediumint zerofill, y year, place point, fixed binary(3), raw mediumblob, ratio float, narrow double(7,2),"
                        + " code char(3) CHARACTER SET latin1 COLLATE latin1_bin, mail varchar(10) DEFAULT NULL, made_by varchar(40) DEFAULT (uuid()),"
                        + " u uuid, ip inet6, shout varchar(80) AS (upper(name)) STORED, whisper varchar(80) AS (lower(name)) VIRTUAL, hidden int INVISIBLE DEFAULT 5,"
                        + " boss bigint unsigned, boss_region int unsigned, CONSTRAINT PRIMARY KEY (region, id), UNIQUE KEY name_once (name, born), KEY by_id (id),"
                        + " CONSTRAINT credit_positive CHECK (credit > 0), CONSTRAINT boss_is_customer FOREIGN KEY (boss_region, boss)"
                        + " REFERENCES shop.customers (region, id) ON DELETE SET NULL ON UPDATE CASCADE,"
                        + " FULLTEXT KEY words (free), KEY start (free(10), name DESC), KEY unused (credit) IGNORED) COMMENT 'Who buys'",
                "CREATE TABLE shop.spots (id int PRIMARY KEY, g point NOT NULL, SPATIAL INDEX (g)) ENGINE=Aria",
                "CREATE TABLE shop.egg (id int PRIMARY KEY, hen int)", "CREATE TABLE shop.hen (id int PRIMARY KEY, egg int, FOREIGN KEY (egg) REFERENCES shop.egg (id))",
                "ALTER TABLE shop.egg ADD CONSTRAINT egg_of FOREIGN KEY (hen) REFERENCES shop.hen (id)",
                "CREATE TABLE shop.parted (at date NOT NULL, amount int, PRIMARY KEY (at)) PARTITION BY RANGE (year(at))"
                        + " (PARTITION p0 VALUES LESS THAN (2024), PARTITION p1 VALUES LESS THAN MAXVALUE)",
                "CREATE TABLE shop.history (x int) WITH SYSTEM VERSIONING",
                "CREATE SEQUENCE shop.zz_numbers",
                "CREATE VIEW shop.customer_names AS SELECT id, name FROM shop.customers",
                "CREATE TABLE shop.gone (x int)", "CREATE VIEW shop.broken AS SELECT x FROM shop.gone", "DROP TABLE shop.gone",
                "CREATE DATABASE `we\"ird;--```", "USE `we\"ird;--```",
                "CREATE TABLE `drop table \"x\"; --` (`a'b\"c` int, `{{env:PATH}}` int DEFAULT 1, `back``tick` json)",
                "CREATE TABLE Ab (x int)", "CREATE TABLE aB (y int)", "CREATE TABLE ab (z int)", "CREATE TABLE `ключ` (`ключ` int)", "CREATE TABLE `～` (x int)",
                "CREATE TABLE " + LONGEST + " (" + LONGEST + " int)",
                "CREATE DATABASE Shop", "CREATE TABLE Shop.lonely (x int)");
        JdbcHarness.Wanted wanted = JdbcHarness.Wanted.ofMariaDb();
        server = new JdbcHarness("MySQL", wanted.settings(), new Egress(EgressSettings.DEFAULT));
    }

    @AfterAll
    static void close() {
        server.close();
        TestMariaDb.running().run(null, "DROP DATABASE shop", "DROP DATABASE Shop", "DROP DATABASE `we\"ird;--```");
    }

    @Test
    void databasesComeWithCommentAndCount() {
        assertThat(server.schemas()).extracting("name", "comment", "tables")
                .contains(tuple("shop", "What is sold", 8L), tuple("Shop", null, 1L), tuple(ODD, null, 7L))
                .noneMatch(schema -> List.of("mysql", "sys", "information_schema", "performance_schema").contains(schema));
    }

    @Test
    void oddNamesComeThroughExactlyAndInOrderOfCodePoints() {
        assertThat(server.tables(ODD)).extracting("name").containsExactly("Ab", "aB", "ab", "drop table \"x\"; --", LONGEST, "ключ", "～");
        assertThat(server.table(ODD, "drop table \"x\"; --").columns()).extracting("name", "type")
                .containsExactly(tuple("a'b\"c", CommonType.INTEGER), tuple("{{env:PATH}}", CommonType.INTEGER), tuple("back`tick", CommonType.JSON));
        assertThat(server.table(ODD, "aB").columns()).extracting("name").containsExactly("y");
        assertThat(server.table(ODD, LONGEST).columns()).extracting("name").containsExactly(LONGEST);
        assertThat(server.tables("Shop")).extracting("name").containsExactly("lonely");
    }

    @Test
    void aTableThatIsNotThereIsNull() {
        assertThat(server.table("shop", "nowhere")).isNull();
        assertThat(server.table("shop", "Customers")).isNull();
        assertThat(server.table("shop' OR 1=1 -- x", "customers")).isNull();
        assertThat(server.tables("nowhere")).isEmpty();
        assertThat(server.table("mysql", "user")).isNull();
    }

    @Test
    void aNameThatNoDatabaseCanHaveIsNotFound() {
        RuntimeException refused = catchThrowableOfType(RuntimeException.class, () -> server.table("ends with a space ", "x"));
        assertThat(server.source.explain(refused).kind()).isEqualTo(FailureKind.NOT_FOUND);
    }

    @Test
    void columnsKeepTheirOwnSpelling() {
        Map<String, Column> columns = columns("customers");
        assertThat(columns.get("id")).isEqualTo(
                new Column("id", 2, CommonType.DECIMAL, "bigint(20) unsigned", null, 20, 0, false, null, true, null, null));
        assertThat(columns.get("name")).isEqualTo(
                new Column("name", 3, CommonType.VARCHAR, "varchar(40)", 40, null, null, false, "'nobody'", false, null, "Full name"));
        assertThat(columns.get("credit")).extracting("type", "precision", "scale").containsExactly(CommonType.DECIMAL, 12, 3);
        assertThat(columns.get("region")).extracting("type", "nullable").containsExactly(CommonType.BIGINT, false);
        assertThat(columns.get("born")).extracting("type", "defaultValue").containsExactly(CommonType.DATE, "'0000-00-00'");
        assertThat(columns.get("seen")).extracting("type", "precision").containsExactly(CommonType.TIMESTAMP_TZ, 3);
        assertThat(columns.get("made")).extracting("type", "precision", "defaultValue").containsExactly(CommonType.TIMESTAMP, 6, "current_timestamp(6)");
        assertThat(columns.get("mood")).extracting("type", "nativeType").containsExactly(CommonType.VARCHAR, "enum('sad','it''s ok')");
        assertThat(columns.get("tags")).extracting("type", "nativeType").containsExactly(CommonType.VARCHAR, "set('a','b')");
        assertThat(columns.get("code")).extracting("type", "nativeType", "length")
                .containsExactly(CommonType.CHAR, "char(3) CHARACTER SET latin1 COLLATE latin1_bin", 3);
        assertThat(columns.get("mail").defaultValue()).isNull();
        assertThat(columns.get("made_by").defaultValue()).isEqualTo("uuid()");
        assertThat(columns.get("hidden").defaultValue()).isEqualTo("5");
    }

    @Test
    void typesAreTold() {
        assertThat(columns("customers").values()).extracting(Column::name, Column::type).contains(tuple("doc", CommonType.JSON),
                tuple("free", CommonType.TEXT), tuple("flag", CommonType.BOOLEAN), tuple("flags", CommonType.BINARY), tuple("yes", CommonType.TINYINT),
                tuple("small", CommonType.SMALLINT), tuple("medium", CommonType.INTEGER), tuple("y", CommonType.SMALLINT), tuple("place", CommonType.GEOMETRY),
                tuple("fixed", CommonType.BINARY), tuple("raw", CommonType.BINARY), tuple("ratio", CommonType.REAL), tuple("narrow", CommonType.DOUBLE),
                tuple("u", CommonType.UUID), tuple("ip", CommonType.VARCHAR));
        assertThat(table("customers").properties()).doesNotContainKey("unknown_types");
    }

    @Test
    void generatedColumnsShowTheirExpression() {
        assertThat(columns("customers").get("shout")).extracting("generated", "defaultValue").containsExactly("ucase(`name`)", null);
        assertThat(columns("customers").get("whisper").generated()).isEqualTo("lcase(`name`)");
    }

    @Test
    void keysAndChecksKeepTheOrderOfTheirColumns() {
        Table customers = table("customers");
        assertThat(customers.primaryKey()).isEqualTo(new Key("PRIMARY", List.of("region", "id")));
        assertThat(customers.uniqueConstraints()).containsExactly(new Key("name_once", List.of("name", "born")));
        assertThat(customers.checkConstraints()).containsExactly(new Check("credit_positive", "`credit` > 0"), new Check("doc", "json_valid(`doc`)"));
        assertThat(customers.foreignKeys()).containsExactly(new ForeignKey("boss_is_customer", List.of("boss_region", "boss"),
                new ForeignKey.Reference("shop", "customers", List.of("region", "id")), "SET NULL", "CASCADE"));
        assertThat(customers.comment()).isEqualTo("Who buys");
        assertThat(table("egg").foreignKeys()).extracting(key -> key.references().table()).containsExactly("hen");
    }

    @Test
    void indexesShowPrefixKindAndThatTheyAreIgnored() {
        assertThat(table("customers").indexes()).contains(new Index("PRIMARY", List.of("region", "id"), List.of(), true, "BTREE", null),
                new Index("start", List.of("free(10)", "name"), List.of(), false, "BTREE", null),
                new Index("unused", List.of("credit"), List.of(), false, "BTREE INVISIBLE", null),
                new Index("words", List.of("free"), List.of(), false, "FULLTEXT", null));
        assertThat(table("spots").indexes()).contains(new Index("g", List.of("g"), List.of(), false, "SPATIAL", null));
    }

    @Test
    void tablesKnowWhatKindTheyAre() {
        assertThat(table("parted").properties()).containsEntry("subtype", "partitioned_table").containsEntry("partitions", 2L)
                .containsEntry("partition_key", "RANGE (year(`at`))").containsEntry("engine", "InnoDB");
        assertThat(table("history").properties()).containsEntry("subtype", "system_versioned_table").containsKey("collation");
        assertThat(table("customer_names")).extracting("kind", "rowEstimate", "comment").containsExactly(TableKind.VIEW, null, null);
        assertThat(table("customers").rowEstimate()).isZero();
    }

    @Test
    void aViewThatNoLongerWorksSaysSo() {
        assertThat(table("broken").properties()).containsEntry("invalid_view", "yes");
        assertThat(table("customer_names").properties()).doesNotContainKey("invalid_view");
    }

    @Test
    void anImportReadsEveryTableInOrderAndNoSequence() {
        List<Discovered> found = server.read(new Selection(List.of("shop", "Shop", ODD), null, null, null, true));
        assertThat(found).hasSize(16).allMatch(Discovered.Readable.class::isInstance);
        assertThat(found).extracting(Discovered::tableName).isSorted().contains(new TableName("Shop", "lonely"));
        assertThat(found).extracting(one -> one.tableName().name()).doesNotContain("zz_numbers");
    }

    @Test
    void aSelectionIsKept() {
        Selection some = new Selection(List.of("shop"), null, List.of("shop.*"), List.of("shop.c*"), false);
        assertThat(server.read(some)).extracting(one -> one.tableName().name()).containsExactly("egg", "hen", "history", "parted", "spots");
        Selection one = new Selection(null, List.of(new TableName(ODD, "aB")), null, null, true);
        assertThat(server.read(one)).extracting(table -> table.tableName().name()).containsExactly("aB");
    }

    @Test
    void aNamedDatabaseIsAllThereIs() throws Exception {
        JdbcHarness.Wanted wanted = JdbcHarness.Wanted.ofMariaDb();
        wanted.database = ODD;
        try (JdbcHarness one = new JdbcHarness("MySQL", wanted.settings(), new Egress(EgressSettings.DEFAULT))) {
            assertThat(one.schemas()).extracting("name").containsExactly(ODD);
            assertThat(one.tables("shop")).isEmpty();
            assertThat(one.read(Selection.EVERYTHING)).hasSize(7);
        }
    }

    private static Table table(String name) {
        return server.table("shop", name);
    }

    private static Map<String, Column> columns(String table) {
        return table(table).columns().stream().collect(Collectors.toMap(Column::name, column -> column));
    }
}
