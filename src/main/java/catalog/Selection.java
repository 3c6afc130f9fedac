package catalog;

import java.util.List;
import java.util.function.Predicate;

/**
 * Which tables an import is about. Nothing selected means everything.
 *
 * @param include patterns over {@code schema.table} with {@code *} and {@code ?}; a table must match one, if there are any
 * @param exclude patterns that take a table out again
 */
public record Selection(List<String> schemas, List<TableName> tables, List<String> include, List<String> exclude,
                        boolean includeViews) implements Predicate<TableSummary> {

    public static final Selection EVERYTHING = new Selection(null, null, null, null, true);

    public Selection {
        schemas = copy(schemas);
        tables = copy(tables);
        include = copy(include);
        exclude = copy(exclude);
    }

    @Override
    public boolean test(TableSummary table) {
        if (table.kind() == TableKind.VIEW && !includeViews) return false;
        return covers(table.tableName());
    }

    /** Whether a table of this name, whatever its kind, is selected. */
    public boolean covers(TableName name) {
        if (!schemas.isEmpty() && !schemas.contains(name.schema())) return false;
        if (!tables.isEmpty() && !tables.contains(name)) return false;
        String path = name.toString();
        if (!include.isEmpty() && !anyMatches(include, path)) return false;
        return !anyMatches(exclude, path);
    }

    private static boolean anyMatches(List<String> patterns, String path) {
        return patterns.stream().anyMatch(pattern -> new Glob(pattern).test(path));
    }

    private static <T> List<T> copy(List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }
}
