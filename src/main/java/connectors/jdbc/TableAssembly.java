package connectors.jdbc;

import catalog.Column;
import catalog.CommonType;
import catalog.Table;
import catalog.TableKind;
import catalog.TableSummary;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Puts a table together from its rows. Columns of {@code tables.sql} beyond the contract become the table's properties. */
final class TableAssembly {
    private static final Set<String> CONTRACT = Set.of("schema_name", "table_name", "kind", "comment", "row_estimate");

    private final Map<String, CommonType> types = new HashMap<>();

    /** @param nativeTypes the type's {@code native-types} */
    TableAssembly(Map<String, String> nativeTypes) {
        nativeTypes.forEach((name, common) -> types.put(name, CommonType.valueOf(common)));
    }

    static TableSummary summary(Row row) {
        return new TableSummary(row.text("schema_name"), row.text("table_name"), kind(row), row.text("comment"), row.number("row_estimate"));
    }

    Table table(Row row, List<Row> columnRows, List<Row> keyRows, List<Row> indexRows) {
        List<Column> columns = columnRows.stream().map(this::column).toList();
        Keys keys = Keys.of(keyRows);
        return new Table(row.text("schema_name"), row.text("table_name"), kind(row), row.text("comment"), row.number("row_estimate"),
                columns, keys.primary(), keys.foreign(), keys.unique(), keys.checks(), Indexes.of(indexRows),
                properties(row, columns, keys));
    }

    private Column column(Row row) {
        CommonType type = types.getOrDefault(String.valueOf(row.text("type_name")).toLowerCase(Locale.ROOT), CommonType.UNKNOWN);
        return new Column(row.text("column_name"), row.integer("position"), type, row.text("native_type"), row.integer("length"),
                row.integer("numeric_precision"), row.integer("numeric_scale"), row.flag("nullable"), defaultOf(row),
                row.flag("is_identity"), generated(row), row.text("comment"));
    }

    /** Some catalogs keep the expression of a generated column and the sequence of an identity where its default would be. */
    private static String defaultOf(Row row) {
        return row.flag("is_generated") || row.flag("is_identity") ? null : row.text("default_value");
    }

    private static String generated(Row row) {
        return row.flag("is_generated") ? row.text("default_value") : row.text("generated");
    }

    private static Map<String, Object> properties(Row row, List<Column> columns, Keys keys) {
        Map<String, Object> properties = new HashMap<>();
        row.values().forEach((name, value) -> {
            if (value != null && !CONTRACT.contains(name.toLowerCase(Locale.ROOT))) properties.put(name.toLowerCase(Locale.ROOT), plain(value, row.text(name)));
        });
        putIfAny(properties, "unknown_types", unknownTypes(columns));
        putIfAny(properties, "exclusion_constraints", keys.exclusions());
        return properties;
    }

    private static Object plain(Object value, String text) {
        return value instanceof Number || value instanceof Boolean ? value : text;
    }

    private static void putIfAny(Map<String, Object> properties, String name, List<String> values) {
        if (!values.isEmpty()) properties.put(name, values);
    }

    private static List<String> unknownTypes(List<Column> columns) {
        return columns.stream().filter(column -> column.type() == CommonType.UNKNOWN).map(Column::nativeType).distinct().toList();
    }

    private static TableKind kind(Row row) {
        return TableKind.valueOf(row.text("kind").toUpperCase(Locale.ROOT));
    }
}
