package connectors.jdbc;

import catalog.Discovered;
import catalog.Schema;
import catalog.Selection;
import catalog.Table;
import catalog.TableSummary;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/** Turns the answers to a type's SQL into our records. Knows the contract's column names, and no database. */
public final class TableReader {
    private final TableAssembly assembly;

    TableReader(TableAssembly assembly) {
        this.assembly = assembly;
    }

    public List<Schema> schemas(@Body List<Map<String, Object>> rows) {
        return rows.stream().map(Row::of)
                .map(row -> new Schema(row.text("schema_name"), row.text("comment"), row.number("table_count"), row.text("change_token"))).toList();
    }

    public List<TableSummary> tables(@Body List<Map<String, Object>> rows) {
        return rows.stream().map(Row::of).map(TableAssembly::summary).toList();
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
        return new TableMerge(assembly, selection, new OrderedRows("tables", tables), new OrderedRows("columns", columns),
                new OrderedRows("keys", keys), new OrderedRows("indexes", indexes));
    }
}
