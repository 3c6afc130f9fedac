package changes;

import catalog.Key;
import catalog.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** All that two definitions of a table differ in. Estimates of rows are no part of a definition. */
public final class Differences {
    /** What follows from the columns is not said twice. */
    private static final Set<String> DERIVED = Set.of("unknown_types");

    private final Table before;
    private final Table after;
    private final List<Change> found = new ArrayList<>();

    private Differences(Table before, Table after) {
        this.before = before;
        this.after = after;
    }

    /** @return the worst first; empty when they say the same */
    public static List<Change> between(Table before, Table after) {
        return new Differences(before, after).all();
    }

    private List<Change> all() {
        if (!before.tableName().equals(after.tableName())) {
            found.add(new Change(Rule.TABLE_RENAMED, null, before.tableName().toString(), after.tableName().toString()));
        }
        if (before.kind() != after.kind()) {
            found.add(new Change(Rule.KIND_CHANGED, null, before.kind().wireName(), after.kind().wireName()));
        }
        if (!Objects.equals(before.comment(), after.comment())) {
            found.add(new Change(Rule.TABLE_COMMENT_CHANGED, null, before.comment(), after.comment()));
        }
        ColumnNames names = ColumnNames.of(before.columns(), after.columns());
        found.addAll(new ColumnDifferences(before.columns(), after.columns(), names).all());
        keys(new KeyDifferences(before, after, names));
        properties();
        found.sort(Comparator.comparing(Change::impact).thenComparing(Change::rule));
        return found;
    }

    private void keys(KeyDifferences keys) {
        primaryKey(before.primaryKey(), keys.renamed(before.primaryKey()), after.primaryKey());
        found.addAll(keys.all());
    }

    /** @param translated the old key with its columns' new names */
    private void primaryKey(Key old, Key translated, Key now) {
        if (Objects.equals(translated, now)) return;
        if (old == null) found.add(new Change(Rule.PRIMARY_KEY_ADDED, now.name(), null, columns(now)));
        else if (now == null) found.add(new Change(Rule.PRIMARY_KEY_REMOVED, old.name(), columns(old), null));
        else if (!translated.columns().equals(now.columns())) {
            found.add(new Change(Rule.PRIMARY_KEY_CHANGED, now.name(), columns(translated), columns(now)));
        } else found.add(new Change(Rule.CONSTRAINT_RENAMED, now.name(), old.name(), now.name()));
    }

    private static String columns(Key key) {
        return String.join(", ", key.columns());
    }

    private void properties() {
        Map<String, Object> old = before.properties();
        Set<String> names = new TreeSet<>(old.keySet());
        names.addAll(after.properties().keySet());
        names.removeAll(DERIVED);
        for (String name : names) {
            String was = text(old.get(name));
            String is = text(after.properties().get(name));
            if (!Objects.equals(was, is)) found.add(new Change(Rule.PROPERTY_CHANGED, name, was, is));
        }
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }
}
