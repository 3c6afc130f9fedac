package changes;

import static catalog.CommonType.BIGINT;
import static catalog.CommonType.DATE;
import static catalog.CommonType.DECIMAL;
import static catalog.CommonType.INTEGER;
import static catalog.CommonType.JSON;
import static catalog.CommonType.TEXT;
import static catalog.CommonType.TIMESTAMP;
import static catalog.CommonType.VARCHAR;
import static org.assertj.core.api.Assertions.assertThat;

import catalog.Column;
import catalog.CommonType;
import catalog.Index;
import catalog.Key;
import catalog.Table;
import catalog.TableKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is said of two definitions of a table. */
class DifferencesTest {
    private static final Column ID = column("id", 1, BIGINT, "bigint");
    private static final Column NAME = column("name", 2, TEXT, "text");

    @Test
    void theSameDefinitionHasNoDifferencesAndEstimatesDoNotCount() {
        assertThat(Differences.between(table(1L, ID, NAME), table(99L, ID, NAME))).isEmpty();
    }

    @Test
    void aColumnMayBeAddedAndOneThatMustBeFilledIsRisky() {
        assertThat(rules(table(ID), table(ID, NAME))).containsExactly(Rule.COLUMN_ADDED);
        assertThat(rules(table(ID), table(ID, notNull(NAME)))).containsExactly(Rule.REQUIRED_COLUMN_ADDED);
        assertThat(rules(table(ID, NAME), table(ID))).containsExactly(Rule.COLUMN_REMOVED);
    }

    @Test
    void aColumnWithAnotherNameAndNothingElseIsRenamedAndItsKeysWithIt() {
        Column other = column("title", 2, TEXT, "text");
        Table before = keyed(table(ID, NAME), "name");
        Table after = keyed(table(ID, other), "title");
        assertThat(Differences.between(before, after)).singleElement()
                .isEqualTo(new Change(Rule.COLUMN_RENAMED, "title", "name", "title"));
    }

    @Test
    void whatIsNotSureIsNoRename() {
        assertThat(rules(table(ID, NAME), table(ID, column("title", 3, TEXT, "text")))).as("another position")
                .containsExactly(Rule.COLUMN_REMOVED, Rule.COLUMN_ADDED);
        assertThat(rules(table(ID, NAME), table(ID, column("title", 2, VARCHAR, "varchar")))).as("another type")
                .containsExactly(Rule.COLUMN_REMOVED, Rule.COLUMN_ADDED);
        assertThat(rules(table(ID, NAME), table(ID, notNull(column("title", 2, TEXT, "text"))))).as("another attribute")
                .containsExactly(Rule.COLUMN_REMOVED, Rule.REQUIRED_COLUMN_ADDED);
        assertThat(rules(table(NAME), table(column("title", 2, TEXT, "text")))).as("no column kept its name")
                .containsExactly(Rule.COLUMN_REMOVED, Rule.COLUMN_ADDED);
        Column twice = column("x", 2, TEXT, "text");
        assertThat(rules(table(ID, NAME), table(ID, twice, column("y", 2, TEXT, "text")))).as("two that fit").doesNotContain(Rule.COLUMN_RENAMED);
    }

    @ParameterizedTest
    @CsvSource({
        "INTEGER,,,, BIGINT,,,, TYPE_WIDENED", "BIGINT,,,, INTEGER,,,, TYPE_NARROWED", "INTEGER,,,, TEXT,,,, TYPE_CHANGED",
        "VARCHAR,10,,, VARCHAR,20,,, TYPE_WIDENED", "VARCHAR,20,,, VARCHAR,10,,, TYPE_NARROWED",
        "VARCHAR,20,,, TEXT,,,, TYPE_WIDENED", "TEXT,,,, VARCHAR,20,,, TYPE_NARROWED", "CHAR,3,,, VARCHAR,3,,, TYPE_RESTATED",
        "DECIMAL,,10,2, DECIMAL,,12,2, TYPE_WIDENED", "DECIMAL,,10,2, DECIMAL,,10,4, TYPE_NARROWED", "DECIMAL,,10,2, DECIMAL,,,, TYPE_WIDENED",
        "INTEGER,,,, DECIMAL,,12,0, TYPE_WIDENED", "BIGINT,,,, DECIMAL,,12,0, TYPE_NARROWED", "DECIMAL,,9,0, INTEGER,,,, TYPE_WIDENED",
        "DECIMAL,,9,2, INTEGER,,,, TYPE_NARROWED", "DATE,,,, TIMESTAMP,,,, TYPE_CHANGED", "TIMESTAMP,,3,, TIMESTAMP,,6,, TYPE_WIDENED",
        "INTEGER,,,, DOUBLE,,,, TYPE_WIDENED", "BIGINT,,,, DOUBLE,,,, TYPE_CHANGED"})
    void typesAreComparedByWhatTheyHold(CommonType was, Integer length, Integer precision, Integer scale, CommonType is, Integer length2,
                                        Integer precision2, Integer scale2, Rule rule) {
        Column before = sized("c", was, length, precision, scale);
        Column after = sized("c", is, length2, precision2, scale2);
        assertThat(rules(table(before), table(after))).containsExactly(rule);
    }

    @Test
    void anotherNativeTypeOfTheSameKindIsRiskyUnlessNobodyKnowsWhatIsInIt() {
        assertThat(rules(table(column("c", 1, JSON, "json")), table(column("c", 1, JSON, "jsonb")))).containsExactly(Rule.TYPE_RESTATED);
        assertThat(rules(table(column("c", 1, CommonType.ARRAY, "integer[]")), table(column("c", 1, CommonType.ARRAY, "text[]"))))
                .containsExactly(Rule.TYPE_CHANGED);
    }

    @Test
    void orderCountsAndNumbersHardlyDo() {
        Column third = column("z", 3, DATE, "date");
        assertThat(rules(table(ID, NAME, third), table(ID, column("z", 2, DATE, "date"), column("name", 3, TEXT, "text"))))
                .containsExactly(Rule.COLUMN_ORDER_CHANGED);
        assertThat(rules(table(ID, column("name", 4, TEXT, "text")), table(ID, NAME))).containsExactly(Rule.COLUMN_POSITION_CHANGED);
        assertThat(rules(table(ID, NAME), table(ID, column("between", 2, INTEGER, "int"), column("name", 3, TEXT, "text"))))
                .containsExactly(Rule.COLUMN_ORDER_CHANGED, Rule.COLUMN_ADDED);
    }

    @Test
    void keysAndIndexesAreComparedByWhatTheySay() {
        Table plain = table(ID, NAME);
        Table keyed = keyed(plain, "name");
        assertThat(rules(plain, keyed)).containsExactly(Rule.PRIMARY_KEY_ADDED, Rule.UNIQUE_ADDED, Rule.INDEX_ADDED);
        assertThat(rules(keyed, plain)).containsExactly(Rule.PRIMARY_KEY_REMOVED, Rule.UNIQUE_REMOVED, Rule.INDEX_REMOVED);
        assertThat(rules(keyed, keyed(plain, "id"))).containsExactly(Rule.PRIMARY_KEY_CHANGED, Rule.UNIQUE_CHANGED, Rule.INDEX_CHANGED);
    }

    @Test
    void aSentenceShowsWhatASourceSaysAsItIs() {
        Change change = new Change(Rule.TYPE_CHANGED, "{after} $1 \\", "a".repeat(5000), "text");
        assertThat(change.sentence()).startsWith("{after} $1 \\ was aaa").hasSizeLessThan(500);
    }

    @ParameterizedTest
    @EnumSource
    void everyRuleStandsInTheDocuments(Rule rule) throws Exception {
        assertThat(Files.readString(Path.of("docs/changes.md"))).contains("| `" + rule.wireName() + "` | " + rule.impact().wireName() + " |");
    }

    private static List<Rule> rules(Table before, Table after) {
        return Differences.between(before, after).stream().map(Change::rule).toList();
    }

    private static Table table(Column... columns) {
        return table(null, columns);
    }

    private static Table table(Long rows, Column... columns) {
        return Table.ofColumns("s", "t", TableKind.TABLE, rows, Arrays.asList(columns), Map.of());
    }

    private static Table keyed(Table t, String column) {
        Key key = new Key("k", List.of(column));
        Index index = new Index("i", List.of(column), List.of(), false, "BTREE", null);
        return new Table(t.schema(), t.name(), t.kind(), null, null, t.columns(), key, List.of(), List.of(new Key("u", List.of(column))), List.of(),
                List.of(index), Map.of());
    }

    private static Column column(String name, int position, CommonType type, String nativeType) {
        return Column.plain(name, position, type, nativeType, true);
    }

    private static Column notNull(Column c) {
        return Column.plain(c.name(), c.position(), c.type(), c.nativeType(), false);
    }

    private static Column sized(String name, CommonType type, Integer length, Integer precision, Integer scale) {
        return new Column(name, 1, type, type + " " + length + " " + precision + " " + scale, length, precision, scale, true, null, false, null, null);
    }
}
