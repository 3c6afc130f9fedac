package connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import catalog.CommonType;
import catalog.Discovered;
import catalog.Selection;
import catalog.TableName;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.util.LinkedCaseInsensitiveMap;
import problems.FailureKind;
import problems.ProblemException;

/** The merge by itself: what it does with answers that do not fit together. */
class TableMergeTest {
    private final TableReader reader = new TableReader(new TableAssembly(Map.of("int", "INTEGER")), types.ConnectionType.NameOrder.CODE_POINTS);

    @Test
    void columnsGoToTheirTable() {
        List<Discovered> found = read(tables("a", "b", "😀"), columns("a", "b", "b", "😀"));
        assertThat(found).extracting(one -> ((Discovered.Readable) one).table().columns().size()).containsExactly(1, 2, 1);
    }

    @Test
    void rowsOfATableThatIsNotListedArePassedOver() {
        assertThat(read(tables("b", "d"), columns("a", "b", "c", "d"))).extracting(Discovered::tableName)
                .containsExactly(new TableName("s", "b"), new TableName("s", "d"));
    }

    @Test
    void aListOfTablesThatIsCutShortIsNoSuccess() {
        assertThatThrownBy(() -> read(tables("a"), columns("a", "b"))).isInstanceOfSatisfying(ProblemException.class,
                failure -> assertThat(failure.problem().kind()).isEqualTo(FailureKind.TRANSIENT));
        assertThatThrownBy(() -> read(tables(), columns("a"))).isInstanceOf(ProblemException.class);
    }

    @Test
    void disorderIsNoSuccess() {
        assertThatThrownBy(() -> read(tables("b", "a"), columns("a", "b"))).isInstanceOfSatisfying(ProblemException.class,
                failure -> assertThat(failure.problem().kind()).isEqualTo(FailureKind.INTERNAL));
        assertThatThrownBy(() -> read(tables("a", "b"), columns("b", "a"))).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> read(tables("😀", "～"), columns())).isInstanceOf(ProblemException.class);
    }

    @Test
    void aTableThatIsLeftOutTakesItsRowsWithIt() {
        Selection selection = new Selection(null, null, List.of("s.a"), null, true);
        assertThat(read(selection, tables("a", "b"), columns("a", "b", "b"))).extracting(one -> one.tableName().name()).containsExactly("a");
    }

    @Test
    void aTableThatMakesNoSenseDoesNotEndTheImport() {
        List<Map<String, Object>> tables = tables("a", "b");
        List<Map<String, Object>> columns = columns("a", "b");
        columns.get(0).put("position", 1L << 40);
        assertThat(read(tables, columns)).extracting(one -> one.getClass().getSimpleName()).containsExactly("Unreadable", "Readable");
    }

    @Test
    void namesOfColumnsMayBeInCapitalsAndTruthMayBeANumber() {
        List<Map<String, Object>> columns = new ArrayList<>();
        columns.add(row("SCHEMA_NAME", "s", "TABLE_NAME", "a", "COLUMN_NAME", "x", "POSITION", new java.math.BigDecimal(1), "TYPE_NAME", "INT",
                "NATIVE_TYPE", "INT", "NULLABLE", 1, "IS_IDENTITY", "NO"));
        Discovered.Readable found = (Discovered.Readable) read(tables("a"), columns).get(0);
        assertThat(found.table().columns().get(0)).extracting("name", "type", "nullable", "identity")
                .containsExactly("x", CommonType.INTEGER, true, false);
    }

    private List<Discovered> read(List<Map<String, Object>> tables, List<Map<String, Object>> columns) {
        return read(Selection.EVERYTHING, tables, columns);
    }

    private List<Discovered> read(Selection selection, List<Map<String, Object>> tables, List<Map<String, Object>> columns) {
        Iterator<Discovered> found = reader.read(selection, tables.iterator(), columns.iterator(), List.of().iterator(), List.of().iterator());
        List<Discovered> all = new ArrayList<>();
        found.forEachRemaining(all::add);
        return all;
    }

    private static List<Map<String, Object>> tables(String... names) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (String name : names) rows.add(row("schema_name", "s", "table_name", name, "kind", "table"));
        return rows;
    }

    private static List<Map<String, Object>> columns(String... tables) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (String table : tables) {
            rows.add(row("schema_name", "s", "table_name", table, "column_name", "x", "position", 1, "type_name", "int", "native_type", "int"));
        }
        return rows;
    }

    private static Map<String, Object> row(Object... entries) {
        Map<String, Object> row = new LinkedCaseInsensitiveMap<>();
        for (int i = 0; i < entries.length; i += 2) row.put((String) entries[i], entries[i + 1]);
        return row;
    }
}
