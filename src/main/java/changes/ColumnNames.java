package changes;

import catalog.Column;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which columns were given another name. Recognised only where everything else is the same: position, native type, size,
 * default, comment, all of it; where exactly one name went and one came that fit; and where a column at least kept its name,
 * for a table without one may as well be another table.
 *
 * @param renamed old name to new name
 */
record ColumnNames(Map<String, String> renamed) {

    static ColumnNames of(List<Column> before, List<Column> after) {
        Set<String> oldNames = names(before);
        Set<String> newNames = names(after);
        if (oldNames.stream().noneMatch(newNames::contains)) return new ColumnNames(Map.of());
        Map<Column, List<Column>> gone = byShape(before, newNames);
        Map<Column, List<Column>> come = byShape(after, oldNames);
        Map<String, String> renamed = new HashMap<>();
        gone.forEach((shape, old) -> {
            List<Column> now = come.getOrDefault(shape, List.of());
            if (old.size() == 1 && now.size() == 1) renamed.put(old.get(0).name(), now.get(0).name());
        });
        return new ColumnNames(renamed);
    }

    /** @return the name that the column of this old name has now */
    String now(String old) {
        return renamed.getOrDefault(old, old);
    }

    private static Set<String> names(List<Column> columns) {
        return columns.stream().map(Column::name).collect(Collectors.toCollection(HashSet::new));
    }

    /** Those whose name is not among the others, by all that they are but their name. */
    private static Map<Column, List<Column>> byShape(List<Column> columns, Set<String> others) {
        Function<Column, Column> shape = c -> new Column("", c.position(), c.type(), c.nativeType(), c.length(), c.precision(),
                c.scale(), c.nullable(), c.defaultValue(), c.identity(), c.generated(), c.comment());
        return columns.stream().filter(column -> !others.contains(column.name())).collect(Collectors.groupingBy(shape));
    }
}
