package changes;

import catalog.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What is different about the columns. */
final class ColumnDifferences {
    private final List<Column> before;
    private final List<Column> after;
    private final ColumnNames names;
    /** By their names of now. */
    private final Map<String, Column> old = new LinkedHashMap<>();
    private final List<Change> found = new ArrayList<>();

    ColumnDifferences(List<Column> before, List<Column> after, ColumnNames names) {
        this.before = before;
        this.after = after;
        this.names = names;
        before.forEach(column -> old.put(names.now(column.name()), column));
    }

    List<Change> all() {
        Map<String, Column> missing = new LinkedHashMap<>(old);
        for (Column column : after) {
            Column was = missing.remove(column.name());
            if (was == null) added(column);
            else compare(was, column);
        }
        missing.values().forEach(gone -> found.add(new Change(Rule.COLUMN_REMOVED, gone.name(), type(gone), null)));
        order(missing);
        return found;
    }

    private void added(Column column) {
        boolean mayBeLeftOut = column.nullable() || column.defaultValue() != null || column.identity()
                || column.generated() != null;
        found.add(new Change(mayBeLeftOut ? Rule.COLUMN_ADDED : Rule.REQUIRED_COLUMN_ADDED, column.name(), null, type(column)));
    }

    private void compare(Column was, Column is) {
        String name = is.name();
        if (!was.name().equals(name)) found.add(new Change(Rule.COLUMN_RENAMED, name, was.name(), name));
        Rule type = TypeShift.between(was, is);
        if (type != null) found.add(new Change(type, name, type(was), type(is)));
        if (was.nullable() != is.nullable()) {
            found.add(new Change(is.nullable() ? Rule.NULLABLE : Rule.REQUIRED, name, nullable(was), nullable(is)));
        }
        compare(Rule.DEFAULT_CHANGED, name, was.defaultValue(), is.defaultValue());
        compare(Rule.IDENTITY_CHANGED, name, was.identity() ? "on" : "off", is.identity() ? "on" : "off");
        compare(Rule.COMPUTATION_CHANGED, name, was.generated(), is.generated());
        compare(Rule.COLUMN_COMMENT_CHANGED, name, was.comment(), is.comment());
    }

    private void compare(Rule rule, String name, String was, String is) {
        if (!Objects.equals(was, is)) found.add(new Change(rule, name, was, is));
    }

    /** Those that stayed come first and in their old order, or else whoever counts columns is misled. */
    private void order(Map<String, Column> missing) {
        List<String> stayed = before.stream().map(column -> names.now(column.name())).filter(name -> !missing.containsKey(name))
                .toList();
        List<String> now = after.stream().map(Column::name).toList();
        if (!now.subList(0, Math.min(stayed.size(), now.size())).equals(stayed)) {
            found.add(new Change(Rule.COLUMN_ORDER_CHANGED, null, String.join(", ", stayed), String.join(", ", now)));
        } else if (missing.isEmpty() && after.stream().anyMatch(this::isNumberedAnew)) {
            found.add(new Change(Rule.COLUMN_POSITION_CHANGED, null, null, null));
        }
    }

    private boolean isNumberedAnew(Column column) {
        Column was = old.get(column.name());
        return was != null && was.position() != column.position();
    }

    private static String type(Column column) {
        return column.nativeType() == null ? column.type().name() : column.nativeType();
    }

    private static String nullable(Column column) {
        return column.nullable() ? "nullable" : "not null";
    }
}
