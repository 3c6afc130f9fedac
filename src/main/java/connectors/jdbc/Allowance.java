package connectors.jdbc;

import problems.FailureKind;
import problems.Problem;

/** What one answer may bring into memory at a time: an honest catalog stays far below, a hostile server need not end at all. */
final class Allowance {
    private static final int MOST_ROWS = 100_000;
    private static final long MOST_CHARACTERS = 32L << 20;

    private int rows;
    private long characters;

    /** @throws problems.ProblemException of kind UNSUPPORTED when it is used up */
    Row take(Row row) {
        for (Object value : row.values().values()) characters += length(value);   // for each row of a catalog: no stream
        if (++rows <= MOST_ROWS && characters <= MOST_CHARACTERS) return row;
        String message = "The server's answer is longer than the description of tables can be.";
        throw Problem.of(FailureKind.UNSUPPORTED, "endless", message)
                .fix("Check that server and port lead to the right database.").asException();
    }

    private static long length(Object value) {
        if (value instanceof byte[] bytes) return bytes.length;
        return value instanceof CharSequence text ? text.length() : 0;
    }
}
