package connectors.jdbc;

import catalog.Index;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A table's indexes, from one row per index and column. */
final class Indexes {
    private Indexes() { }

    static List<Index> of(List<Row> rows) {
        Map<String, List<Row>> groups = new LinkedHashMap<>();
        for (Row row : rows) groups.computeIfAbsent(row.text("index_name"), name -> new ArrayList<>()).add(row);
        return groups.values().stream().map(Indexes::index).toList();
    }

    private static Index index(List<Row> rows) {
        Row first = rows.get(0);
        return new Index(first.text("index_name"), columns(rows, false), columns(rows, true), first.flag("is_unique"),
                first.text("type").toUpperCase(Locale.ROOT), first.text("filter"));
    }

    private static List<String> columns(List<Row> rows, boolean included) {
        return rows.stream().filter(row -> row.flag("is_included") == included).map(Indexes::column).toList();
    }

    /** Some catalogs keep an expression apart from the name; one that is a quoted name and nothing else is that column. */
    private static String column(Row row) {
        String expression = row.text("expression");
        if (expression == null) return row.text("column_name");
        return expression.matches("\"[^\"]+\"") ? expression.substring(1, expression.length() - 1) : expression;
    }
}
