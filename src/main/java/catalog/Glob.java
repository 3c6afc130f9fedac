package catalog;

import java.util.function.Predicate;

/** {@code *} is any run of characters, {@code ?} one; all else is literal, so that no pattern can make matching slow. */
public record Glob(String pattern) implements Predicate<String> {

    /** Greedy, with one point of return: time grows with pattern times text at the worst. */
    @Override
    public boolean test(String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int mark = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                mark = t;
            } else if (p < pattern.length() && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++mark;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') p++;
        return p == pattern.length();
    }
}
