package connectors.servicenow;

import static connectors.servicenow.TableRow.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What an instance says of its tables, held while an import reads: of 100,000 columns about 15 MB, because what each table
 * inherits is put together only when it is its turn.
 */
final class Dictionary {
    /** An instance has ten levels at the most; more is a circle or a mistake. */
    private static final int DEEPEST = 50;
    private static final int MOST_CHOICES = 200;

    private final Words words = new Words();
    private final Map<String, TableRow> tables = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, Map<String, ColumnRow>> columns = new HashMap<>();
    private final Map<String, Map<String, ColumnRow.Override>> overrides = new HashMap<>();
    private final Map<String, Map<String, List<String>>> choices = new HashMap<>();
    private final Map<String, Map<String, String>> hints = new HashMap<>();

    void table(Map<String, String> row) {
        TableRow table = TableRow.of(row, words);
        if (table.name().isEmpty()) return;
        tables.put(table.name(), table);
        names.put(table.id(), table.name());
    }

    void column(Map<String, String> row) {
        if (ColumnRow.isColumn(row)) of(columns, row).put(words.one(text(row, "element")), ColumnRow.of(row, words));
    }

    void override(Map<String, String> row) {
        of(overrides, row).put(words.one(text(row, "element")), ColumnRow.Override.of(row, words));
    }

    /** A row may come twice. */
    void choice(Map<String, String> row) {
        List<String> all = of(choices, row).computeIfAbsent(words.one(text(row, "element")), element -> new ArrayList<>());
        String choice = words.one(text(row, "value") + " = " + text(row, "label"));
        if (all.size() < MOST_CHOICES && !all.contains(choice)) all.add(choice);
    }

    void hint(Map<String, String> row) {
        if (!text(row, "hint").isEmpty()) of(hints, row).put(words.one(text(row, "element")), words.one(text(row, "hint")));
    }

    private <T> Map<String, T> of(Map<String, Map<String, T>> byTable, Map<String, String> row) {
        return byTable.computeIfAbsent(words.one(text(row, "name")), name -> new HashMap<>());
    }

    Collection<TableRow> tables() {
        return tables.values();
    }

    /** @return null where there is none, or none that is shown */
    TableRow table(String name) {
        return tables.get(name);
    }

    /** Of the table that it extends; null where it extends none, or one that is not shown. */
    String parent(TableRow table) {
        return names.get(table.parentId());
    }

    /** The tables that columns of these refer to. */
    Set<String> references(Collection<String> owners) {
        Set<String> found = new HashSet<>();
        for (String owner : owners) {
            columns.getOrDefault(owner, Map.of()).values().stream().filter(ColumnRow::isForeignKey).map(ColumnRow::reference)
                    .filter(Question::isName).forEach(found::add);
        }
        return found;
    }

    /** From the table that all others of it extend down to itself. */
    List<TableRow> chain(TableRow table) {
        Deque<TableRow> chain = new ArrayDeque<>();
        Set<String> seen = new HashSet<>();
        for (TableRow at = table; at != null && seen.add(at.name()) && chain.size() < DEEPEST; at = tables.get(parent(at))) {
            chain.addFirst(at);
        }
        return List.copyOf(chain);
    }

    /** Whether a table that it extends is hidden, and with it what is inherited. */
    boolean isTorn(TableRow table) {
        TableRow root = chain(table).get(0);
        return !root.parentId().isEmpty() && parent(root) == null;
    }

    /**
     * A table's columns, inherited ones first, each as the table itself has it: the nearest definition counts, then the nearest
     * override.
     *
     * @param chain of the table
     */
    Collection<ColumnRow> columns(List<TableRow> chain) {
        Map<String, ColumnRow> all = new LinkedHashMap<>();
        for (TableRow level : chain) {
            all.putAll(new TreeMap<>(columns.getOrDefault(level.name(), Map.of())));
            overrides.getOrDefault(level.name(), Map.of()).forEach((element, own) ->
                    all.computeIfPresent(element, (name, column) -> column.with(own)));
        }
        return all.values();
    }

    /** A table's own choices take the place of those that it would inherit. */
    List<String> choices(List<TableRow> chain, String element) {
        return nearest(choices, chain, element);
    }

    /** @return null for none */
    String hint(List<TableRow> chain, String element) {
        return nearest(hints, chain, element);
    }

    private static <T> T nearest(Map<String, Map<String, T>> byTable, List<TableRow> chain, String element) {
        T found = null;
        for (TableRow level : chain) {
            T here = byTable.getOrDefault(level.name(), Map.of()).get(element);
            if (here != null) found = here;
        }
        return found;
    }
}
