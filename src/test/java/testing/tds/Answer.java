package testing.tds;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the server says to a statement: rows, an error, or nothing but that it is done. */
public sealed interface Answer {

    record Done() implements Answer { }

    /** @param state 1 to 255, which the driver makes an SQLSTATE of */
    record Failure(int number, int state, String message) implements Answer { }

    /** @param rows may go on for ever; a row of null breaks the connection there */
    record Rows(List<Column> columns, Iterable<Object[]> rows) implements Answer { }

    /** @param type text, bit, int or bigint */
    record Column(String name, String type) { }

    static Answer done() {
        return new Done();
    }

    static Answer failure(int number, int state, String message) {
        return new Failure(number, state, message);
    }

    /** @param columns such as {@code "name text, position int"} */
    static Rows rows(String columns, Object[]... rows) {
        return new Rows(columns(columns), Arrays.asList(rows));
    }

    /** The row over and over. */
    static Rows endless(String columns, Object... row) {
        return new Rows(columns(columns), () -> Stream.<Object[]>generate(() -> row).iterator());
    }

    static Object[] row(Object... values) {
        return values;
    }

    /** What the server thinks of the parameters in a statement: each is a text. */
    static Rows parameters(String sql) {
        AtomicInteger ordinal = new AtomicInteger();
        Object[][] rows = Pattern.compile("@P\\d+").matcher(sql).results()
                .map(found -> row(ordinal.incrementAndGet(), found.group(), 231, "nvarchar(max)", null, 0, 0, 8000)).toArray(Object[][]::new);
        return rows("parameter_ordinal int, name text, suggested_system_type_id int, suggested_system_type_name text, suggested_user_type_name text, "
                + "suggested_precision int, suggested_scale int, suggested_max_length int", rows);
    }

    private static List<Column> columns(String text) {
        return Stream.of(text.split(",")).map(part -> part.strip().split(" ")).map(part -> new Column(part[0], part[1])).toList();
    }

    /** A cursor's place in the rows; a server's cursor adds a column that says whether the row is still there. */
    final class Cursor {
        final List<Column> columns;
        final Iterator<Object[]> rows;
        private final boolean withState;

        Cursor(Rows answer, boolean withState) {
            this.withState = withState;
            columns = new ArrayList<>(answer.columns());
            if (withState) columns.add(new Column("ROWSTAT", "int"));
            rows = answer.rows().iterator();
        }

        byte[] next() throws IOException {
            Object[] row = rows.next();
            if (row == null) throw new IOException("The connection breaks here, as the test wants it");
            Object[] whole = Arrays.copyOf(row, withState ? row.length + 1 : row.length);
            if (withState) whole[row.length] = 1;
            return Tokens.row(columns, whole);
        }
    }
}
