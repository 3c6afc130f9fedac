package connectors.rest.description;

import problems.FailureKind;
import problems.Problem;

/** What a description may ask of us. One that asks more is cut where that loses words only, and refused where it loses tables. */
final class Bounds {
    /** Characters of a name; connectors.md 1.6. */
    static final int NAME = 1_000;
    static final int COMMENT = 4_000;
    /** Columns of one table, and of all. */
    static final int COLUMNS = 10_000;
    static final int ALL_COLUMNS = 500_000;
    static final int TABLES = 50_000;
    /** Levels inside each other, of a document and of a type that is spelled out. */
    static final int DEPTH = 200;
    static final int SPELLED_DEPTH = 6;
    /** Types that are made of types that are made of types. */
    static final int CHAIN = 1_000;
    /** Values, objects and lists of a document, with what stands behind its aliases. */
    static final int NODES = 2_000_000;
    /** Schemas looked at on the way to the columns of all tables. */
    static final int LOOKS = 5_000_000;

    private Bounds() { }

    static String cut(String text, int longest) {
        if (text == null || text.length() <= longest) return text;
        int end = Character.isHighSurrogate(text.charAt(longest - 2)) ? longest - 2 : longest - 1;
        return text.substring(0, end) + "…";
    }

    static String comment(String text) {
        return text == null || text.isBlank() ? null : cut(text.strip(), COMMENT);
    }

    static RuntimeException tooMuch(String what) {
        return Problem.of(FailureKind.UNSUPPORTED, "description_too_large", "The API description has " + what
                + ", which is more than is taken in.")
                .fix("Use a description of the part that is needed.").asException();
    }

    /** Counts down over all of one description. */
    static final class Budget {
        private long left;
        private final String what;

        Budget(long most, String what) {
            this.left = most;
            this.what = what;
        }

        void take(long number) {
            left -= number;
            if (left < 0) throw tooMuch(what);
        }
    }
}
