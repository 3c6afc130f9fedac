package connectors.files.formats;

import catalog.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns the shape of a row into columns. */
final class Rows {
    private final Shape row;
    private final String path;
    private final ColumnNames names = new ColumnNames();
    private final List<Column> columns;

    /**
     * @param prefix of the native types
     * @param value  the name of the only column, where a row is no object
     * @param path   where the rows stand, in the format's own spelling
     */
    Rows(Shape row, String prefix, String value, String path) throws FileFailure {
        this.row = row;
        this.path = path;
        this.columns = columns(prefix, value);
    }

    private List<Column> columns(String prefix, String value) throws FileFailure {
        if (row.seen() == 0) return List.of();
        if (!row.isObject()) return List.of(row.typed(prefix).column(value, 1, row.hasNulls()));
        if (row.fields().size() >= Limits.COLUMNS && row.tooWide()) {
            throw new FileFailure("too_many_columns", "A row has more than " + Limits.COLUMNS + " columns.");
        }
        List<Column> all = new ArrayList<>();
        row.fields().forEach((name, field) -> {
            int position = all.size() + 1;
            all.add(field.typed(prefix).column(names.give(name, position), position, field.nullableIn(row)));
        });
        return all;
    }

    List<Column> columns() {
        return columns;
    }

    Map<String, Object> properties() {
        Map<String, Object> properties = new HashMap<>();
        properties.put("row_path", path);
        if (!names.renamed().isEmpty()) properties.put("renamed_columns", List.copyOf(names.renamed()));
        if (row.seen() == 0) properties.put("warnings", List.of("The file has no rows."));
        else if (row.tooWide()) properties.put("warnings", List.of("The file has more fields than are spelled out."));
        return properties;
    }
}
