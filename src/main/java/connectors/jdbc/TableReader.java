package connectors.jdbc;

import catalog.Discovered;
import catalog.Schema;
import catalog.Selection;
import catalog.Table;
import catalog.TableName;
import catalog.TableSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import types.ConnectionType.NameOrder;

/** Turns the answers to a type's SQL into our records. Knows the contract's column names, and no database. */
public final class TableReader {
    private static final Comparator<TableName> UTF_16 = Comparator.comparing(TableName::schema).thenComparing(TableName::name);

    private final TableAssembly assembly;
    private final Comparator<TableName> order;

    TableReader(TableAssembly assembly, NameOrder order) {
        this.assembly = assembly;
        this.order = order == NameOrder.UTF_16 ? UTF_16 : Comparator.naturalOrder();
    }

    public List<Schema> schemas(@Body Iterator<?> rows) {
        return taken(rows).stream().map(row -> new Schema(row.text("schema_name"), row.text("comment"),
                row.number("table_count"), row.text("change_token"))).toList();
    }

    public List<TableSummary> tables(@Body Iterator<?> rows) {
        return taken(rows).stream().map(TableAssembly::summary).toList();
    }

    /** The same rows, in memory, so that the answer is closed. */
    public Iterator<?> whole(@Body Iterator<?> rows) {
        return taken(rows).stream().map(Row::values).iterator();
    }

    /** The one table that was asked for; null when there is none. */
    public Table table(@Variable("tables") Iterator<?> tables, @Variable("columns") Iterator<?> columns,
                       @Variable("keys") Iterator<?> keys, @Variable("indexes") Iterator<?> indexes) {
        Iterator<Discovered> found = read(Selection.EVERYTHING, tables, columns, keys, indexes);
        return found.hasNext() && found.next() instanceof Discovered.Readable readable ? readable.table() : null;
    }

    /** Whole tables, one at a time, while the four answers are open. */
    public Iterator<Discovered> read(@Body Selection selection, @Variable("tables") Iterator<?> tables,
                                     @Variable("columns") Iterator<?> columns, @Variable("keys") Iterator<?> keys,
                                     @Variable("indexes") Iterator<?> indexes) {
        return new TableMerge(assembly, selection, ordered("tables", tables), ordered("columns", columns), ordered("keys", keys),
                ordered("indexes", indexes));
    }

    private static List<Row> taken(Iterator<?> rows) {
        Allowance allowance = new Allowance();
        List<Row> taken = new ArrayList<>();
        while (rows.hasNext()) taken.add(allowance.take(Row.of(rows.next())));
        return taken;
    }

    private OrderedRows ordered(String what, Iterator<?> rows) {
        return new OrderedRows(what, rows, order);
    }
}
