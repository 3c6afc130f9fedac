package connectors.files.formats;

import catalog.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns the shape of a row into columns. */
final class Rows {
    private Rows() { }

    /** @param value the name of the only column, where a row is no object */
    static List<Column> columns(Shape row, String prefix, String value) throws FileFailure {
        if (row.seen() == 0) return List.of();
        if (!row.isObject()) return List.of(row.typed(prefix).column(value, 1, row.hasNulls()));
        if (row.fields().size() >= Limits.COLUMNS && row.tooWide()) {
            throw new FileFailure("too_many_columns", "A row has more than " + Limits.COLUMNS + " columns.");
        }
        List<Column> columns = new ArrayList<>();
        ColumnNames names = new ColumnNames();
        row.fields().forEach((name, field) -> {
            int position = columns.size() + 1;
            columns.add(field.typed(prefix).column(names.give(name, position), position, field.nullableIn(row)));
        });
        return columns;
    }

    static Map<String, Object> properties(Shape row, String path) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("row_path", path);
        if (row.seen() == 0) properties.put("warnings", List.of("The file has no rows."));
        else if (row.tooWide()) properties.put("warnings", List.of("The file has more fields than are spelled out."));
        return properties;
    }
}
