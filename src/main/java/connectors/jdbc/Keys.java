package connectors.jdbc;

import catalog.Check;
import catalog.ForeignKey;
import catalog.Key;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table's constraints, from one row per constraint and column. */
record Keys(Key primary, List<Key> unique, List<ForeignKey> foreign, List<Check> checks, List<String> exclusions) {

    static Keys of(List<Row> rows) {
        List<Key> primary = new ArrayList<>();
        List<Key> unique = new ArrayList<>();
        List<ForeignKey> foreign = new ArrayList<>();
        List<Check> checks = new ArrayList<>();
        List<String> exclusions = new ArrayList<>();
        for (List<Row> constraint : byConstraint(rows)) {
            Row first = constraint.get(0);
            switch (first.text("kind")) {
                case "primary" -> primary.add(key(constraint));
                case "unique" -> unique.add(key(constraint));
                case "foreign" -> foreign.add(foreignKey(constraint));
                case "exclusion" -> {
                    checks.add(check(first));
                    exclusions.add(first.text("constraint_name"));
                }
                default -> checks.add(check(first));
            }
        }
        return new Keys(primary.isEmpty() ? null : primary.get(0), unique, foreign, checks, exclusions);
    }

    private static Collection<List<Row>> byConstraint(List<Row> rows) {
        Map<List<String>, List<Row>> groups = new LinkedHashMap<>();
        for (Row row : rows) {
            groups.computeIfAbsent(List.of(row.text("kind"), row.text("constraint_name")), name -> new ArrayList<>()).add(row);
        }
        return groups.values();
    }

    private static Key key(List<Row> rows) {
        return new Key(rows.get(0).text("constraint_name"), texts(rows, "column_name"));
    }

    private static ForeignKey foreignKey(List<Row> rows) {
        Row first = rows.get(0);
        ForeignKey.Reference target = new ForeignKey.Reference(first.text("referenced_schema"), first.text("referenced_table"),
                texts(rows, "referenced_column"));
        return new ForeignKey(first.text("constraint_name"), texts(rows, "column_name"), target, first.text("on_delete"),
                first.text("on_update"));
    }

    private static Check check(Row row) {
        return new Check(row.text("constraint_name"), row.text("expression"));
    }

    private static List<String> texts(List<Row> rows, String column) {
        return rows.stream().map(row -> row.text(column)).toList();
    }
}
