package connectors.files;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of a file's name stands for a date, a number or a UUID: {@code orders_202401} is {@code orders_{yyyy}{MM}}.
 *
 * @param dated    the name with dates as such
 * @param numbered the name with every run of digits that stands alone as a number: two names that are alike have the same
 * @param values   of the dates' parts, by name, in order
 */
record NamePattern(String dated, String numbered, List<Value> values) {
    private static final int LONGEST = 1_000;
    private static final String YEAR = "((?:19|20)\\d\\d)";
    private static final String MONTH = "(0[1-9]|1[0-2])";
    private static final String DAY = "(0[1-9]|[12]\\d|3[01])";
    private static final String START = "(?<!\\d)";
    private static final String END = "(?!\\d)";
    private static final String UUID = "(?<![0-9a-fA-F])[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![0-9a-fA-F])";
    private static final Pattern PARTS = Pattern.compile("(?<uuid>" + UUID + ")"
            + "|" + START + YEAR + MONTH + DAY + END
            + "|" + START + YEAR + "([-_.])" + MONTH + "\\6" + DAY + END
            + "|" + START + YEAR + "([-_.])" + MONTH + END
            + "|" + START + YEAR + MONTH + END
            + "|" + START + YEAR + END
            + "|(?<=\\d)T(?<time>\\d{4}(?:\\d\\d)?)(?![0-9A-Za-z]|Z[0-9A-Za-z])"
            + "|(?<![^-_. ])(?<number>\\d{1,18})(?![^-_. ])");
    /** The groups of year, month and day in each alternative of {@link #PARTS}; 0 for none. */
    private static final int[][] DATES = {{2, 3, 4}, {5, 7, 8}, {9, 11, 0}, {12, 13, 0}, {14, 0, 0}};
    private static final String[] COLUMNS = {"year", "month", "day"};
    static final String YEAR_HOLDER = "{yyyy}";
    private static final String[] HOLDERS = {YEAR_HOLDER, "{MM}", "{dd}"};
    private static final String SEPARATORS = "-_. ";

    /** @param column {@code year}, {@code month} or {@code day} */
    record Value(String column, String text) { }

    /** @param stem a file's name without its extensions */
    static NamePattern of(String stem) {
        if (stem.length() > LONGEST) return new NamePattern(stem, stem, List.of());
        List<Value> values = new ArrayList<>();
        StringBuilder dated = new StringBuilder();
        StringBuilder numbered = new StringBuilder();
        Matcher matcher = PARTS.matcher(stem);
        int from = 0;
        while (matcher.find()) {
            String between = stem.substring(from, matcher.start());
            String held = held(matcher, values);
            dated.append(between).append(held);
            numbered.append(between).append(isNumber(stem, matcher) ? "{n}" : held);
            from = matcher.end();
        }
        String rest = stem.substring(from);
        return new NamePattern(dated.append(rest).toString(), numbered.append(rest).toString(), List.copyOf(values));
    }

    private static String held(Matcher found, List<Value> values) {
        if (found.group("uuid") != null) return "{uuid}";
        if (found.group("number") != null) return "{n}";
        return found.group("time") != null ? "T{time}" : date(found.toMatchResult(), values);
    }

    private static String date(MatchResult found, List<Value> values) {
        StringBuilder held = new StringBuilder();
        for (int[] groups : DATES) {
            if (found.group(groups[0]) == null) continue;
            int from = found.start();
            for (int i = 0; i < groups.length && groups[i] > 0; i++) {
                held.append(found.group(), from - found.start(), found.start(groups[i]) - found.start()).append(HOLDERS[i]);
                from = found.end(groups[i]);
                values.add(new Value(COLUMNS[i], found.group(groups[i])));
            }
        }
        return held.toString();
    }

    /** Digits alone between separators: they may be a date by chance. */
    private static boolean isNumber(String stem, Matcher found) {
        boolean digits = found.group().chars().allMatch(c -> c >= '0' && c <= '9');
        return digits && separates(stem, found.start() - 1) && separates(stem, found.end());
    }

    private static boolean separates(String stem, int at) {
        return at < 0 || at >= stem.length() || SEPARATORS.indexOf(stem.charAt(at)) >= 0;
    }

    /** Whether there is anything in it that another name may have otherwise. */
    boolean isPlain(String stem) {
        return dated.equals(stem);
    }
}
