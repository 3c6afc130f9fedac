package connectors.jdbc;

import catalog.Discovered;
import catalog.Selection;
import catalog.TableName;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Merges the ordered answers into whole tables; holds the rows of one table at a time. */
final class TableMerge implements Iterator<Discovered> {
    private final TableAssembly assembly;
    private final Selection selection;
    private final OrderedRows tables;
    private final OrderedRows columns;
    private final OrderedRows keys;
    private final OrderedRows indexes;
    private TableName last;
    private Discovered next;

    TableMerge(TableAssembly assembly, Selection selection, OrderedRows tables, OrderedRows columns, OrderedRows keys,
            OrderedRows indexes) {
        this.assembly = assembly;
        this.selection = selection;
        this.tables = tables;
        this.columns = columns;
        this.keys = keys;
        this.indexes = indexes;
    }

    @Override
    public boolean hasNext() {
        while (next == null && !tables.isEmpty()) next = merged(tables.take());
        if (next == null) end();
        return next != null;
    }

    @Override
    public Discovered next() {
        if (!hasNext()) throw new NoSuchElementException();
        Discovered result = next;
        next = null;
        return result;
    }

    private Discovered merged(Row table) {
        last = table.table();
        List<Row> itsColumns = columns.of(last);
        List<Row> itsKeys = keys.of(last);
        List<Row> itsIndexes = indexes.of(last);
        if (!selection.test(TableAssembly.summary(table))) return null;
        try {
            return new Discovered.Readable(assembly.table(table, itsColumns, itsKeys, itsIndexes));
        } catch (IllegalArgumentException | ArithmeticException | NullPointerException odd) {
            return new Discovered.Unreadable(last, "unreadable", "The source describes the table " + last
                    + " in a way that is not understood.");
        }
    }

    private void end() {
        columns.endAfter(last);
        keys.endAfter(last);
        indexes.endAfter(last);
    }
}
