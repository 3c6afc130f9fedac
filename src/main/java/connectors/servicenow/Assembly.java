package connectors.servicenow;

import catalog.Column;
import catalog.CommonType;
import catalog.ForeignKey;
import catalog.Key;
import catalog.Table;
import catalog.TableKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import types.ConnectionType;

/** Makes tables of what the dictionary says. */
final class Assembly {
    private static final String KEY = "sys_id";
    private static final Set<CommonType> WITH_LENGTH = Set.of(CommonType.VARCHAR, CommonType.CHAR, CommonType.TEXT,
            CommonType.UNKNOWN);

    private final Dictionary dictionary;
    private final Map<String, String> types;

    Assembly(Dictionary dictionary, ConnectionType type) {
        this.dictionary = dictionary;
        this.types = type.nativeTypes();
    }

    Table table(TableRow table) {
        List<TableRow> chain = dictionary.chain(table);
        Collection<ColumnRow> rows = dictionary.columns(chain);
        return new Table(table.scope(), table.name(), TableKind.TABLE, blankToNull(table.label()), null, columns(chain, rows),
                rows.stream().anyMatch(row -> row.element().equals(KEY)) ? new Key(null, List.of(KEY)) : null,
                foreignKeys(rows), uniques(rows), List.of(), List.of(), properties(table, chain, rows));
    }

    private List<Column> columns(List<TableRow> chain, Collection<ColumnRow> rows) {
        List<Column> columns = new ArrayList<>();
        rows.stream().filter(row -> row.element().equals(KEY)).forEach(row -> columns.add(column(chain, row, 1)));
        for (ColumnRow row : rows) {
            if (!row.element().equals(KEY)) columns.add(column(chain, row, columns.size() + 1));
        }
        return columns;
    }

    private Column column(List<TableRow> chain, ColumnRow row, int position) {
        CommonType type = type(row.type());
        Integer length = row.length() > 0 && WITH_LENGTH.contains(type) ? row.length() : null;
        boolean nullable = !row.mandatory() && !row.element().equals(KEY);
        return new Column(row.element(), position, type, row.type(), length, null, null, nullable,
                blankToNull(row.defaultValue()), false, null, comment(row.label(), dictionary.hint(chain, row.element())));
    }

    private CommonType type(String internal) {
        String known = types.get(internal.toLowerCase(Locale.ROOT));
        return known == null ? CommonType.UNKNOWN : CommonType.valueOf(known);
    }

    private static String comment(String label, String hint) {
        if (hint == null || hint.equals(label)) return blankToNull(label);
        return label.isEmpty() ? hint : label + ": " + hint;
    }

    /** To a table that is not shown none leads, because nobody can say in which scope it is. */
    private List<ForeignKey> foreignKeys(Collection<ColumnRow> rows) {
        List<ForeignKey> keys = new ArrayList<>();
        for (ColumnRow row : rows) {
            TableRow target = row.isForeignKey() ? dictionary.table(row.reference()) : null;
            if (target == null) continue;
            keys.add(new ForeignKey(row.element(), List.of(row.element()),
                    new ForeignKey.Reference(target.scope(), target.name(), List.of(KEY)), onDelete(row.cascade()), null));
        }
        return keys;
    }

    /** ServiceNow's documentation, "Cascade delete rules"; one that is not known is left out. */
    private static String onDelete(String rule) {
        return switch (rule) {
            case "delete", "cascade", "delete_no_workflow" -> "CASCADE";
            case "restrict" -> "RESTRICT";
            case "clear" -> "SET NULL";
            case "none" -> "NO ACTION";
            default -> null;
        };
    }

    private static List<Key> uniques(Collection<ColumnRow> rows) {
        return rows.stream().filter(row -> row.unique() && !row.element().equals(KEY))
                .map(row -> new Key(row.element(), List.of(row.element()))).toList();
    }

    private Map<String, Object> properties(TableRow table, List<TableRow> chain, Collection<ColumnRow> rows) {
        Map<String, Object> found = new TreeMap<>();
        String parent = dictionary.parent(table);
        if (parent != null) found.put("extends", parent);
        if (table.extendable()) found.put("extendable", true);
        if (!table.access().isEmpty()) found.put("access", table.access());
        put(found, "lists_of_references", rows, row -> row.isList() && !row.reference().isEmpty()
                ? row.element() + " -> " + row.reference() : null);
        put(found, "references_by_column", rows, row -> row.isPolymorphic() && !row.dependent().isEmpty()
                ? row.element() + " -> the table that " + row.dependent() + " names" : null);
        put(found, "references_to_hidden_tables", rows, row -> row.isForeignKey() && dictionary.table(row.reference()) == null
                ? row.element() + " -> " + row.reference() : null);
        put(found, "calculated", rows, row -> row.virtual() ? row.element() : null);
        put(found, "read_only", rows, row -> row.readOnly() ? row.element() : null);
        for (ColumnRow row : rows) {
            List<String> choices = dictionary.choices(chain, row.element());
            if (choices != null) found.put("choices " + row.element(), choices.stream().sorted().toList());
        }
        return found;
    }

    private static void put(Map<String, Object> found, String key, Collection<ColumnRow> rows, Function<ColumnRow, String> word) {
        List<String> words = rows.stream().map(word).filter(Objects::nonNull).toList();
        if (!words.isEmpty()) found.put(key, words);
    }

    private static String blankToNull(String text) {
        return text.isBlank() ? null : text;
    }
}
