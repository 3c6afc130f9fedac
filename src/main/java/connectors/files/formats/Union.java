package connectors.files.formats;

import catalog.Column;
import catalog.CommonType;
import connectors.NestedText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The columns of files that are alike as one table's: each column that any of them has, of a type that fits all of them. */
public final class Union {
    private static final int MOST_DIFFERENCES = 50;
    private static final int LONGEST_NAME = 100;

    private final boolean declared;
    private final Map<String, Column> columns = new LinkedHashMap<>();
    private final List<String> drift = new ArrayList<>();
    private Map<String, Column> first;
    private long more;

    /** @param declared whether the files declare their types; inferred ones differ with what rows were seen, which is no drift */
    public Union(boolean declared) {
        this.declared = declared;
    }

    public void add(String file, List<Column> added) {
        Map<String, Column> byName = new LinkedHashMap<>();
        added.forEach(column -> byName.put(column.name(), column));
        if (first == null) first = byName;
        else compare(file, byName);
        columns.replaceAll((name, column) -> byName.containsKey(name) ? column : optional(column));
        boolean later = first != byName;
        byName.forEach((name, column) -> columns.merge(name, later ? optional(column) : column,
                (known, other) -> Widening.of(known, column)));
    }

    private void compare(String file, Map<String, Column> found) {
        first.forEach((name, column) -> {
            Column other = found.get(name);
            if (other == null) differs(file, "has no column " + shown(name));
            else if (differ(column, other)) {
                differs(file, "has column " + shown(name) + " as " + type(other) + ", not " + type(column));
            }
        });
        found.keySet().stream().filter(name -> !first.containsKey(name)).forEach(name -> differs(file, "has column " + shown(name) + " beside the others"));
    }

    private boolean differ(Column one, Column other) {
        return declared ? !one.nativeType().equals(other.nativeType()) : !Widening.isOfOneKind(one, other);
    }

    private String type(Column column) {
        return declared ? shown(column.nativeType()) : column.type().name();
    }

    private void differs(String file, String what) {
        if (drift.size() < MOST_DIFFERENCES) drift.add(file + " " + what + ".");
        else more++;
    }

    private static String shown(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
    }

    private static Column optional(Column c) {
        return new Column(c.name(), c.position(), c.type(), c.nativeType(), c.length(), c.precision(), c.scale(), true, c.defaultValue(),
                c.identity(), c.generated(), c.comment());
    }

    /** @return in the order of the first file; what only others have comes after that */
    public List<Column> columns() {
        List<Column> all = new ArrayList<>();
        for (Column c : columns.values()) {
            all.add(new Column(c.name(), all.size() + 1, c.type(), c.nativeType(), c.length(), c.precision(), c.scale(), c.nullable(),
                    c.defaultValue(), c.identity(), c.generated(), c.comment()));
        }
        return all;
    }

    /** @return a sentence for each way in which a file differs from the first one; empty where all agree */
    public List<String> drift() {
        List<String> all = new ArrayList<>(drift);
        if (more > 0) all.add("And " + more + " more differences.");
        return all;
    }

    /** The narrowest type that holds the values of two columns of one name. */
    private static final class Widening {
        private static final List<CommonType> NUMBERS = List.of(CommonType.TINYINT, CommonType.SMALLINT, CommonType.INTEGER,
                CommonType.BIGINT, CommonType.DECIMAL, CommonType.REAL, CommonType.DOUBLE);
        private static final int[] DIGITS = {3, 5, 10, 19};
        private static final List<CommonType> TEXTS = List.of(CommonType.CHAR, CommonType.VARCHAR, CommonType.TEXT);
        private static final List<CommonType> MOMENTS = List.of(CommonType.DATE, CommonType.TIMESTAMP);
        private static final List<CommonType> NESTED = List.of(CommonType.JSON, CommonType.STRUCT, CommonType.ARRAY, CommonType.MAP);
        private static final String EMPTY = ":empty";
        private static final int DECIMAL_DIGITS = 38;

        static boolean isOfOneKind(Column a, Column b) {
            if (a.type() == b.type() || isEmpty(a) || isEmpty(b)) return true;
            return both(NUMBERS, a, b) || both(TEXTS, a, b) || both(MOMENTS, a, b) || both(NESTED, a, b);
        }

        private static boolean isEmpty(Column column) {
            return column.nativeType().endsWith(EMPTY);
        }

        private static boolean both(List<CommonType> kind, Column a, Column b) {
            return kind.contains(a.type()) && kind.contains(b.type());
        }

        static Column of(Column a, Column b) {
            if (isEmpty(b)) return as(a, b, a);
            if (isEmpty(a) || a.nativeType().equals(b.nativeType())) return as(a, b, b);
            if (both(NUMBERS, a, b)) return number(a, b);
            return as(a, b, plain(b, type(a, b)));
        }

        private static CommonType type(Column a, Column b) {
            if (a.type() == b.type()) return a.type();
            if (both(TEXTS, a, b)) return TEXTS.get(Math.max(TEXTS.indexOf(a.type()), TEXTS.indexOf(b.type())));
            if (both(MOMENTS, a, b)) return CommonType.TIMESTAMP;
            return NESTED.contains(a.type()) || NESTED.contains(b.type()) ? CommonType.JSON : CommonType.VARCHAR;
        }

        private static Column number(Column a, Column b) {
            CommonType wider = NUMBERS.get(Math.max(NUMBERS.indexOf(a.type()), NUMBERS.indexOf(b.type())));
            if (wider == CommonType.REAL && a.type() != b.type()) wider = CommonType.DOUBLE;
            if (wider != CommonType.DECIMAL) return as(a, b, plain(b, wider));
            int scale = Math.max(scale(a), scale(b));
            int precision = Math.max(whole(a), whole(b)) + scale;
            if (precision > DECIMAL_DIGITS) return as(a, b, plain(b, CommonType.DOUBLE));
            return as(a, b, new Column(b.name(), b.position(), wider, b.nativeType(), null, precision, scale, true, null, false, null, null));
        }

        private static int scale(Column column) {
            return column.scale() == null ? 0 : column.scale();
        }

        private static int whole(Column column) {
            if (column.precision() != null) return column.precision() - scale(column);
            int index = NUMBERS.indexOf(column.type());
            return index < DIGITS.length ? DIGITS[index] : DECIMAL_DIGITS;
        }

        private static Column plain(Column column, CommonType type) {
            return Column.plain(column.name(), column.position(), type, column.nativeType(), true);
        }

        /** The first column with the type of another, and native types of both. */
        private static Column as(Column a, Column b, Column type) {
            return new Column(a.name(), a.position(), type.type(), nativeType(a, b), type.length(), type.precision(), type.scale(),
                    a.nullable() || b.nullable(), a.defaultValue(), a.identity(), a.generated(), a.comment());
        }

        private static String nativeType(Column a, Column b) {
            String known = a.nativeType();
            if (isEmpty(b)) return known;
            if (isEmpty(a)) return b.nativeType();
            String added = b.nativeType().substring(b.nativeType().indexOf(':') + 1);
            boolean there = known.equals(b.nativeType()) || known.contains(" | " + added) || known.contains(":" + added + " | ");
            return there ? known : NestedText.bounded(known + " | " + added);
        }
    }
}
