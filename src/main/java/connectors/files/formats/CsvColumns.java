package connectors.files.formats;

import catalog.Column;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVRecord;

/** Collects what the records of a CSV file say about its columns; the first record may turn out to be their names. */
final class CsvColumns {

    /** A name may turn up among the values once; more often it is a value itself. */
    private static final int ONE_CHANCE = 1;

    private static final class Cells {
        private final Scalar scalar = new Scalar();
        private long filled;
        private long repeatsFirst;
    }

    private final List<Cells> columns = new ArrayList<>();
    private List<String> first;
    private long rows;
    private long raggedFrom;

    void add(CSVRecord cells, long line) throws FileFailure {
        if (cells.size() > Limits.COLUMNS) {
            throw new FileFailure("too_many_columns", "The record at line " + line + " has more than " + Limits.COLUMNS
                    + " columns.");
        }
        if (first == null) {
            first = cells.toList();
            for (int i = 0; i < cells.size(); i++) columns.add(new Cells());
            return;
        }
        rows++;
        if (cells.size() != first.size() && raggedFrom == 0) raggedFrom = line;
        while (columns.size() < cells.size()) columns.add(new Cells());
        for (int i = 0; i < cells.size(); i++) add(columns.get(i), cells.get(i), firstCell(i));
    }

    private static void add(Cells column, String cell, String firstCell) {
        if (cell.isBlank()) return;
        column.filled++;
        column.scalar.text(cell);
        if (cell.equals(firstCell)) column.repeatsFirst++;
    }

    private String firstCell(int column) {
        return column < first.size() ? first.get(column) : "";
    }

    boolean isEmpty() {
        return first == null;
    }

    /** Rows but for the first record. */
    long rows() {
        return rows;
    }

    /** Where the first record that has more or fewer cells than the first one begins; 0 where all agree. */
    long raggedFrom() {
        return raggedFrom;
    }

    /** Whether the first record names the columns: it holds no data, or the columns hold other kinds of things than it. */
    boolean hasHeader() {
        int speaksFor = 0;
        int speaksAgainst = 0;
        for (int i = 0; i < first.size(); i++) {
            String cell = first.get(i);
            if (cell.isBlank()) continue;
            Cells column = columns.get(i);
            if (isData(cell) || column.repeatsFirst > ONE_CHANCE) speaksAgainst++;
            else if (column.scalar.seen() && !column.scalar.isText()) speaksFor++;
        }
        return speaksAgainst == 0 || speaksFor > speaksAgainst;
    }

    private static boolean isData(String cell) {
        if (cell.codePoints().noneMatch(Character::isLetter)) return true;
        Scalar scalar = new Scalar();
        scalar.text(cell);
        return !scalar.isText();
    }

    /** Counts the first record as a row, because it is none of names. */
    void countFirstAsRow() {
        rows++;
        for (int i = 0; i < first.size(); i++) add(columns.get(i), first.get(i), null);
    }

    List<Column> named(ColumnNames names, boolean header) {
        List<Column> named = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            int position = i + 1;
            String name = header ? names.give(firstCell(i).strip(), position) : "column_" + position;
            Cells cells = columns.get(i);
            named.add(new Typed(cells.scalar.type(), "csv:" + cells.scalar.nativeType(), cells.scalar.precision(),
                    cells.scalar.scale())
                    .column(name, position, cells.filled < rows || rows == 0));
        }
        return named;
    }
}
