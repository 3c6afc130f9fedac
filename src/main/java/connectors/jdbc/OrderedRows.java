package connectors.jdbc;

import catalog.TableName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import problems.FailureKind;
import problems.Problem;

/** The rows of one answer, ordered by schema and table in the order that the source keeps to; a row out of order is an error. */
final class OrderedRows {
    private final String what;
    private final Iterator<?> rows;
    private final Comparator<TableName> order;
    private TableName last;
    private Row head;

    /** @param what such as "columns", for sentences */
    OrderedRows(String what, Iterator<?> rows, Comparator<TableName> order) {
        this.what = what;
        this.rows = rows;
        this.order = order;
        advance();
    }

    boolean isEmpty() {
        return head == null;
    }

    Row take() {
        Row taken = head;
        advance();
        return taken;
    }

    /** The rows of a table. Rows of earlier tables belong to none that was listed, and are passed over. */
    List<Row> of(TableName table) {
        while (head != null && order.compare(head.table(), table) < 0) advance();
        List<Row> found = new ArrayList<>();
        Allowance allowance = new Allowance();
        while (head != null && head.table().equals(table)) found.add(allowance.take(take()));
        return found;
    }

    /** Demands that nothing comes after the last table: else the list of tables was cut short, and the rest would look removed. */
    void endAfter(TableName lastTable) {
        if (lastTable != null) of(lastTable);
        if (head == null) return;
        throw Problem.of(FailureKind.TRANSIENT, "incomplete", "The list of tables ended before the list of " + what + " did.")
                .fix("Try again. If it happens every time, please report it with the product and version of the server.").asException();
    }

    private void advance() {
        head = rows.hasNext() ? Row.of(rows.next()) : null;
        if (head == null) return;
        TableName current = head.table();
        if (last != null && order.compare(last, current) > 0) throw disorder();
        last = current;
    }

    private RuntimeException disorder() {
        return Problem.of(FailureKind.INTERNAL, "disorder", "The source's list of " + what + " is not in order, so tables cannot be put together.")
                .fix("Please report this with the product and version of the server.").asException();
    }
}
