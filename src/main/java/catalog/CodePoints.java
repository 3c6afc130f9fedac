package catalog;

/**
 * The order of names that readers and the database's {@code COLLATE "C"} agree on. {@link String#compareTo} is not it: it
 * puts characters beyond U+FFFF before U+E000.
 */
public final class CodePoints {
    private CodePoints() { }

    public static int compare(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            if (a.charAt(i) != b.charAt(i)) return weight(a.charAt(i)) - weight(b.charAt(i));
        }
        return a.length() - b.length();
    }

    /** Lifts the halves of a surrogate pair above all other characters. */
    private static int weight(char unit) {
        return Character.isSurrogate(unit) ? unit + 0x10000 : unit;
    }
}
