package connectors.servicenow;

import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import problems.FailureKind;
import problems.Problem;

/**
 * Reads all rows of a table that a question asks for, page by page.
 *
 * <p>An instance applies the limit first and access control afterwards, so a page may be short or empty while more follow, and
 * only the count of rows ends the reading. After a page that is full the next one is asked for by {@code sys_id>} its last row:
 * rows that come or go meanwhile move nothing. After one that is not, the last row shown says little, because any number of
 * hidden ones may follow it: from there on rows are counted ({@code sysparm_offset}), which passes a page at a time whatever is
 * hidden. So there are never more calls than pages. While rows are counted, a count that has changed means that they have moved:
 * the page is asked for again from the last row that was seen.
 */
final class Reading {
    /** What an instance would need to have before this is one that repeats itself. */
    private static final int MOST_PAGES = 20_000;
    private static final int MOST_MOVES = 5;
    private static final int SMALLEST_PAGE = 50;
    /** Most are 32 hexadecimal digits; those of shipped records may be words. */
    private static final Pattern SYS_ID = Pattern.compile("[0-9A-Za-z_-]{1,40}");

    /**
     * How it ended.
     *
     * @param seen   rows that were given
     * @param hidden rows that there are, and that access control does not show
     * @param tooMany whether there are more than the question wants at the most: then there may be none at all
     */
    record Read(long seen, long hidden, boolean tooMany) { }

    private final TableApi api;
    private final Question question;
    private final Consumer<Map<String, String>> each;
    /** Of the ids of rows that were given, so that one that comes again counts once. */
    private final Set<Long> seen = new HashSet<>();
    private int size;
    private boolean byRow = true;
    private String first;
    private String after;
    private long offset;
    private long passed;
    private Long counted;
    private long hidden;
    private int moves;
    private Page page;

    private Reading(TableApi api, Question question, int size, Consumer<Map<String, String>> each) {
        this.api = api;
        this.question = question;
        this.size = size;
        this.each = each;
    }

    /** What is found out of one page while its rows pass. */
    private final class Page {
        private int rows;
        /** Whether it begins where all begins. */
        private boolean repeats;
        private String last;
        private Long total;

        /** A row may come again; what is made of it is the same. */
        void take(Map<String, String> row) {
            last = row.getOrDefault("sys_id", "");
            seen.add(hash(last));
            if (first == null) first = last;
            else if (rows == 0) repeats = last.equals(first);
            rows++;
            each.accept(row);
        }

        boolean isLast() {
            return total == null ? rows == 0 : offset + size >= total;
        }

        long missing() {
            return total == null ? 0 : Math.max(0, Math.min(size, total - offset) - rows);
        }
    }

    /**
     * @param size rows at a time
     * @param each is given every row that is shown, perhaps more than once; the map is used again
     */
    static Read all(TableApi api, Question question, int size, Consumer<Map<String, String>> each) throws IOException {
        return new Reading(api, question, size, each).all();
    }

    private Read all() throws IOException {
        for (int pages = 0; pages < MOST_PAGES; pages++) {
            String lastSeen = page == null ? null : page.last == null ? after : page.last;
            page = ask();
            if (page.total != null && page.total > question.most()) return new Read(seen.size(), 0, true);
            if (isIgnored()) countFrom(null, passed);
            else if (hasMoved()) countFrom(isId(lastSeen) ? lastSeen : null, 0);
            else if (isEnd()) return new Read(seen.size(), hidden, seen.size() > question.most());
        }
        throw Problem.of(FailureKind.UNSUPPORTED, "endless_list", "The instance's list does not come to an end.")
                .fix("Try again; if it happens often, tell those who run the instance.").asException();
    }

    /** The instance has not understood "after this row": it begins anew, or shows nothing although more were to come. */
    private boolean isIgnored() {
        return byRow && after != null && offset == 0 && (page.repeats || Long.valueOf(0).equals(page.total)) && passed > 0;
    }

    private boolean hasMoved() {
        return offset > 0 && counted != null && !counted.equals(page.total) && moves++ < MOST_MOVES;
    }

    private void countFrom(String row, long first) {
        byRow = row != null;
        after = row;
        offset = first;
        counted = null;
    }

    private boolean isEnd() {
        hidden += page.missing();
        passed += Math.max(page.rows, page.total == null ? page.rows : Math.min(size, page.total - offset));
        if (page.isLast()) return true;
        boolean full = page.rows >= size;
        if (byRow && full && isId(page.last)) countFrom(page.last, 0);
        else offset += size;
        counted = offset == 0 ? null : page.total;
        return false;
    }

    /** With half as many rows at a time, when it was too much. */
    private Page ask() throws IOException {
        while (true) {
            Page asked = new Page();
            try {
                asked.total = api.page(question, after, offset, size, asked::take);
                return asked;
            } catch (CutOff tooMuch) {
                if (size <= SMALLEST_PAGE) throw tooSlow();
                size = Math.max(SMALLEST_PAGE, size / 2);
            }
        }
    }

    private static RuntimeException tooSlow() {
        return Problem.of(FailureKind.TRANSIENT, "cut_off",
                        "The instance does not get to the end of its answers, however little is asked for.")
                .fix("Try again when it has less to do; a transaction quota of the instance may be too low.").asException();
    }

    private static boolean isId(String text) {
        return text != null && SYS_ID.matcher(text).matches();
    }

    private static long hash(String id) {
        long hash = 1125899906842597L;
        for (int i = 0; i < id.length(); i++) hash = 31 * hash + id.charAt(i);
        return hash;
    }
}
