package catalog;

import java.util.Comparator;

/** The order of Unicode code points, which is the byte order of UTF-8. {@code String.compareTo} differs beyond U+FFFF. */
public final class CodePoints {
    public static final Comparator<String> ORDER = CodePoints::compare;

    private CodePoints() { }

    private static int compare(String left, String right) {
        int shorter = Math.min(left.length(), right.length());
        for (int i = 0; i < shorter; i++) {
            char l = left.charAt(i);
            char r = right.charAt(i);
            if (l != r) return Character.compare(rank(l), rank(r));
        }
        return Integer.compare(left.length(), right.length());
    }

    /** Surrogates stand for code points above all others. */
    private static char rank(char unit) {
        if (Character.isSurrogate(unit)) return (char) (unit + 0x2000);
        return unit > Character.MAX_SURROGATE ? (char) (unit - 0x800) : unit;
    }
}
