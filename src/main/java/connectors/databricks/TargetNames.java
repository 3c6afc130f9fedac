package connectors.databricks;

import catalog.TargetTable.Note;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Names as Unity Catalog allows them. Of objects: at most 255 characters, lower case, no dot, blank, slash, control character
 * (Databricks' SQL reference, "Names"); an open-source server takes letters, digits, underscore, hyphen and {@code @} alone. Of
 * columns: their case is kept, but two that differ only in it are one. No name has <code>${</code>, see {@link Sql}.
 */
final class TargetNames {
    private static final int LONGEST = 255;
    private static final Pattern UNFIT = Pattern.compile("[./\\p{Cntrl}\\p{Z}\\p{Cs}]|\\$(?=\\{)");
    private static final Pattern UNFIT_OPEN = Pattern.compile("[^A-Za-z0-9_@-]");
    private static final Pattern UNFIT_COLUMN = Pattern.compile("[\\p{Cntrl}\\p{Cs}]|\\$(?=\\{)");
    /** What only tables can have that map names of columns to those in their files (Delta, "column mapping"). */
    private static final Pattern NEEDS_MAPPING = Pattern.compile("[ ,;{}()=]");

    private final Pattern unfit;

    /** @param open for the open-source server */
    TargetNames(boolean open) {
        this.unfit = open ? UNFIT_OPEN : UNFIT;
    }

    String object(String name) {
        String fit = unfit.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("_");
        return shortened(fit.isEmpty() ? "_" : fit, name);
    }

    /** Told apart by the end, where the beginning is the same. */
    private static String shortened(String fit, String original) {
        if (fit.length() <= LONGEST) return fit;
        return fit.substring(0, LONGEST - 9) + "_" + UnityTables.digest(original).substring(0, 8);
    }

    /** @return the columns' names there, by their names in the source, in order */
    static Map<String, String> columns(List<String> names, List<Note> notes) {
        Map<String, String> fit = new java.util.LinkedHashMap<>();
        Map<String, Integer> taken = new HashMap<>();
        for (String name : names) {
            String one = unlike(shortened(UNFIT_COLUMN.matcher(name.isEmpty() ? "_" : name).replaceAll("_"), name), taken);
            fit.put(name, one);
            if (!one.equals(name)) notes.add(new Note(name, "column_renamed", "The column is called " + one + " there: its name"
                    + " is too long, has characters that no name may have, or differs from another only in case."));
        }
        return fit;
    }

    private static String unlike(String name, Map<String, Integer> taken) {
        String one = name;
        for (int number = 2; taken.putIfAbsent(one.toLowerCase(Locale.ROOT), number) != null; number++) {
            String end = "_" + number;
            one = name.substring(0, Math.min(name.length(), LONGEST - end.length())) + end;
        }
        return one;
    }

    static boolean needsMapping(String column) {
        return NEEDS_MAPPING.matcher(column).find();
    }

    /** Of a key: unique in its schema, so it begins with the table's name. */
    String constraint(String table, String name, String kind) {
        String own = object(name == null || name.isEmpty() ? kind : name);
        return shortened(own.contains(table) ? own : table + "_" + own, table + "_" + name);
    }
}
