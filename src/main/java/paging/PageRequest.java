package paging;

import problems.Refusal;

/** @param limit 1 to 200; @param after null for the first page */
public record PageRequest(int limit, Cursor after) {
    public static final int DEFAULT_LIMIT = 50;
    public static final int MAX_LIMIT = 200;

    /** From the query parameters, either of which may be null. */
    public static PageRequest of(String limit, String cursor) {
        return new PageRequest(limit == null ? DEFAULT_LIMIT : number(limit),
                cursor == null || cursor.isEmpty() ? null : Cursor.decode(cursor));
    }

    public static PageRequest first(int limit) {
        return new PageRequest(limit, null);
    }

    /** For SQL: one row more tells whether there is another page. */
    public int fetch() {
        return limit + 1;
    }

    public String afterKey() {
        return after == null ? null : after.key();
    }

    public String afterId() {
        return after == null ? null : after.id();
    }

    private static int number(String limit) {
        try {
            int number = Integer.parseInt(limit);
            if (number >= 1 && number <= MAX_LIMIT) return number;
        } catch (NumberFormatException refusedBelow) {
            // one sentence for both
        }
        throw Refusal.invalid("limit", "Please give a number from 1 to " + MAX_LIMIT + ".");
    }
}
