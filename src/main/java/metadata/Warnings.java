package metadata;

import catalog.Column;
import catalog.CommonType;
import catalog.Table;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** What a person should know about what was read: a bounded number of sentences, whatever the source holds. */
final class Warnings {
    private static final long LARGE = 1_000_000;
    private static final int MOST_LARGE = 50;
    private static final int MOST_NAMED = 10;
    private static final int LONGEST_NAME = 80;
    private static final int MOST_REMARKS = 20;
    private static final int LONGEST_REMARK = 500;
    /** A property of tables: false where the login may see the definition but not the rows. */
    private static final String CAN_SELECT = "can_select";
    /** A property of tables that are made of several parts: how these differ. */
    private static final String DRIFT = "drift";

    private final Set<String> remarks = new LinkedHashSet<>();
    private final List<String> large = new ArrayList<>();
    private long moreLarge;
    private long unknownColumns;
    private final Names unknownTypes = new Names();
    private long closedTables;
    private final Names closedSchemas = new Names();
    private long driftingTables;
    private final Names drifting = new Names();

    /** A few names, and whether there were others. */
    private static final class Names {
        private final Set<String> names = new TreeSet<>();
        private boolean more;

        void add(String name) {
            String shown = name == null ? "(none)" : name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
            if (names.contains(shown)) return;
            if (names.size() < MOST_NAMED) names.add(shown);
            else more = true;
        }

        String inWords() {
            return String.join(", ", names) + (more ? " and others" : "");
        }
    }

    /** @param sentences of the connector about its source as a whole; null for none */
    void say(List<String> sentences) {
        if (sentences == null) return;
        sentences.stream().filter(Objects::nonNull).limit(MOST_REMARKS).map(Warnings::shortened).forEach(remarks::add);
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_REMARK ? text : text.substring(0, LONGEST_REMARK) + "…";
    }

    /** Whether {@link #look} has something to say of the table. */
    static boolean isRemarkable(Table table) {
        return table.rowEstimate() != null && table.rowEstimate() >= LARGE
                || table.columns().stream().anyMatch(column -> column.type() == CommonType.UNKNOWN)
                || Boolean.FALSE.equals(table.properties().get(CAN_SELECT)) || table.properties().containsKey(DRIFT);
    }

    void look(Table table) {
        if (table.rowEstimate() != null && table.rowEstimate() >= LARGE) large(table);
        for (Column column : table.columns()) {
            if (column.type() == CommonType.UNKNOWN) unknown(column);
        }
        if (Boolean.FALSE.equals(table.properties().get(CAN_SELECT))) {
            closedTables++;
            closedSchemas.add(table.schema());
        }
        if (table.properties().containsKey(DRIFT)) {
            driftingTables++;
            drifting.add(table.tableName().toString());
        }
    }

    /** The specification's sentence, from the source's statistics. */
    private void large(Table table) {
        if (large.size() >= MOST_LARGE) moreLarge++;
        else large.add("The table '" + table.schema() + "." + table.name() + "' contains " + inWords(table.rowEstimate())
                + " rows. Import may take several minutes.");
    }

    private void unknown(Column column) {
        unknownColumns++;
        unknownTypes.add(column.nativeType());
    }

    @JsonValue
    List<String> all() {
        List<String> all = new ArrayList<>(remarks);
        if (closedTables > 0) {
            all.add((closedTables == 1 ? "1 table" : closedTables + " tables")
                    + " may not be read (SELECT) by this login, in schemas: "
                    + closedSchemas.inWords() + ". The definitions are imported all the same.");
        }
        if (driftingTables > 0) {
            all.add((driftingTables == 1 ? "The files of 1 dataset do not" : "The files of " + driftingTables + " datasets do not each")
                    + " have the same columns: " + drifting.inWords() + ". The definition is their union; its property drift says what"
                    + " differs.");
        }
        if (unknownColumns > 0) {
            all.add((unknownColumns == 1 ? "1 column has a type" : unknownColumns + " columns have types")
                    + " that Serai does not know: "
                    + unknownTypes.inWords() + ". They are imported as UNKNOWN, with the source's own name of the type.");
        }
        all.addAll(large);
        if (moreLarge > 0) all.add("And " + moreLarge + " more tables contain 1 million rows or more.");
        return all;
    }

    private static String inWords(long rows) {
        if (rows >= 1_000 * LARGE) return tenths(rows, 1_000 * LARGE) + " billion";
        return tenths(rows, LARGE) + " million";
    }

    private static String tenths(long rows, long unit) {
        long tenths = Math.round(rows * 10.0 / unit);
        return tenths % 10 == 0 ? Long.toString(tenths / 10) : tenths / 10 + "." + tenths % 10;
    }
}
