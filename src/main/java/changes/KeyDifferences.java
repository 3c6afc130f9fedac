package changes;

import catalog.Check;
import catalog.ForeignKey;
import catalog.Index;
import catalog.Key;
import catalog.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * What is different about foreign keys, unique and check constraints, and indexes. A column's new name alone is no
 * difference.
 */
final class KeyDifferences {

    /** @param what all but the name, in words; equal words mean an equal thing */
    private record Thing(String name, String what, boolean unique) { }

    private record Rules(Rule added, Rule removed, Rule changed) { }

    private static final Rules FOREIGN = new Rules(Rule.FOREIGN_KEY_ADDED, Rule.FOREIGN_KEY_REMOVED, Rule.FOREIGN_KEY_CHANGED);
    private static final Rules UNIQUE = new Rules(Rule.UNIQUE_ADDED, Rule.UNIQUE_REMOVED, Rule.UNIQUE_CHANGED);
    private static final Rules CHECK = new Rules(Rule.CHECK_ADDED, Rule.CHECK_REMOVED, Rule.CHECK_CHANGED);
    private static final Rules INDEX = new Rules(Rule.INDEX_ADDED, Rule.INDEX_REMOVED, Rule.INDEX_CHANGED);
    private static final Rules UNIQUE_INDEX =
            new Rules(Rule.UNIQUE_INDEX_ADDED, Rule.UNIQUE_INDEX_REMOVED, Rule.UNIQUE_INDEX_CHANGED);

    private final Table before;
    private final Table after;
    private final ColumnNames names;
    private final List<Change> found = new ArrayList<>();

    KeyDifferences(Table before, Table after, ColumnNames names) {
        this.before = before;
        this.after = after;
        this.names = names;
    }

    List<Change> all() {
        ColumnNames same = new ColumnNames(Map.of());
        compare(before.foreignKeys().stream().map(key -> foreign(key, names)),
                after.foreignKeys().stream().map(key -> foreign(key, same)), FOREIGN);
        compare(before.uniqueConstraints().stream().map(key -> unique(key, names)),
                after.uniqueConstraints().stream().map(key -> unique(key, same)), UNIQUE);
        compare(before.checkConstraints().stream().map(KeyDifferences::check),
                after.checkConstraints().stream().map(KeyDifferences::check), CHECK);
        compare(before.indexes().stream().map(index -> index(index, names)),
                after.indexes().stream().map(index -> index(index, same)), INDEX);
        return found;
    }

    /** @return the key with its columns' names of now; null for null */
    Key renamed(Key key) {
        return key == null ? null : new Key(key.name(), renamed(key.columns(), names));
    }

    private void compare(Stream<Thing> olds, Stream<Thing> nows, Rules rules) {
        List<Thing> old = new ArrayList<>(olds.toList());
        List<Thing> now = new ArrayList<>(nows.toList());
        pair(old, now, Thing::equals, null);
        pair(old, now, (a, b) -> a.name != null && a.name.equals(b.name), rules);
        pair(old, now, (a, b) -> a.what.equals(b.what) && a.unique == b.unique, rules);
        old.forEach(gone -> found.add(new Change(rules(gone, rules).removed, gone.name, gone.what, null)));
        now.forEach(come -> found.add(new Change(rules(come, rules).added, come.name, null, come.what)));
    }

    /** Takes out what belongs together. @param rules null when there is nothing to be said of it */
    private void pair(List<Thing> old, List<Thing> now, BiPredicate<Thing, Thing> belongs, Rules rules) {
        old.removeIf(was -> {
            Thing is = now.stream().filter(other -> belongs.test(was, other)).findFirst().orElse(null);
            if (is == null) return false;
            now.remove(is);
            if (rules != null) found.add(difference(was, is, rules));
            return true;
        });
    }

    private static Change difference(Thing was, Thing is, Rules rules) {
        if (!Objects.equals(was.name, is.name)) return new Change(Rule.CONSTRAINT_RENAMED, is.name, was.name, is.name);
        return new Change(rules(was.unique ? was : is, rules).changed, is.name, was.what, is.what);
    }

    private static Rules rules(Thing thing, Rules rules) {
        return thing.unique ? UNIQUE_INDEX : rules;
    }

    private static Thing foreign(ForeignKey key, ColumnNames names) {
        ForeignKey.Reference to = key.references();
        return new Thing(key.name(), list(renamed(key.columns(), names)) + " → " + to.schema() + "." + to.table() + " ("
                + list(to.columns()) + "), on delete " + key.onDelete() + ", on update " + key.onUpdate(), false);
    }

    private static Thing unique(Key key, ColumnNames names) {
        return new Thing(key.name(), list(renamed(key.columns(), names)), false);
    }

    private static Thing check(Check check) {
        return new Thing(check.name(), check.expression(), false);
    }

    private static Thing index(Index index, ColumnNames names) {
        String included = index.included().isEmpty() ? "" : " with " + list(renamed(index.included(), names));
        String filter = index.filter() == null ? "" : " where " + index.filter();
        String unique = index.unique() ? "unique " : "";
        return new Thing(index.name(), unique + index.type() + " on " + list(renamed(index.columns(), names)) + included
                + filter, index.unique());
    }

    private static List<String> renamed(List<String> columns, ColumnNames names) {
        return columns.stream().map(names::now).toList();
    }

    private static String list(List<String> columns) {
        return String.join(", ", columns);
    }
}
