package connectors.files.formats;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Gives every column a name of its own, and remembers which ones had to change. */
final class ColumnNames {
    private final Set<String> taken = new HashSet<>();
    private final List<String> renamed = new ArrayList<>();

    /** @param wanted as the file spells it; @param position 1-based */
    String give(String wanted, int position) {
        String name = wanted.isBlank() ? "column_" + position : cut(wanted);
        String unique = name;
        for (int i = 2; !taken.add(unique); i++) unique = name + "_" + i;
        if (!unique.equals(wanted)) renamed.add("column " + position + " is called " + unique + reason(wanted));
        return unique;
    }

    private static String reason(String wanted) {
        if (wanted.isBlank()) return ": it has no name";
        return wanted.length() > Limits.NAME_CHARACTERS ? ": its name is too long" : ": its name is there before";
    }

    private static String cut(String name) {
        return name.length() <= Limits.NAME_CHARACTERS ? name : name.substring(0, Limits.NAME_CHARACTERS);
    }

    List<String> renamed() {
        return renamed;
    }
}
