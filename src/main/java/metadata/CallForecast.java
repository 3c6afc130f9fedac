package metadata;

import connectors.Budgets.Own;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What an import would ask of its source, where calls are counted.
 *
 * @param tables       that it is about, as far as they are known; null where nobody has looked yet
 * @param calls        about; null where that is not known
 * @param shareOfLimit percent of the organisation's limit, with one decimal; null where it says none
 * @param remaining    calls that are left of it now, by whomever they are made
 * @param enough       whether the import can be done without waiting; null where nobody knows
 * @param resetsAt     when the organisation begins to count anew; null for 24 hours that roll
 * @param sentence     all of it in words
 */
public record CallForecast(Long tables, Long calls, Double shareOfLimit, Long remaining, Boolean enough, Instant resetsAt,
                           String sentence) {
    private static final String UNKNOWN = "How many calls an import makes is known when the tables have been listed.";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm 'UTC'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("HH:mm 'UTC on' d MMMM", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final Duration DAY = Duration.ofHours(24);

    /** @param quota null before the organisation has said anything */
    static CallForecast of(Long tables, Long calls, Quota quota, List<Own> own) {
        Long remaining = quota == null ? null : quota.remaining();
        Instant resets = quota == null ? null : quota.windowEnd();
        if (calls == null) return new CallForecast(tables, null, null, remaining, null, resets, UNKNOWN);
        Double share = share(calls, quota);
        Boolean enough = enough(calls, quota, own);
        String sentence = new Sentence(calls, quota, share, enough, Bound.tightest(own)).text();
        return new CallForecast(tables, calls, share, remaining, enough, resets, sentence);
    }

    private static Double share(long calls, Quota quota) {
        if (quota == null || quota.limit() == null) return null;
        return Math.round(1000.0 * calls / quota.limit()) / 10.0;
    }

    private static Boolean enough(long calls, Quota quota, List<Own> own) {
        Bound bound = Bound.tightest(own);
        if (bound != null && calls > bound.calls) return false;
        if (quota == null || quota.limit() == null) return null;
        return quota.restingUntil() == null && calls <= quota.leftForImports();
    }

    /** What the connection allows itself. */
    private record Bound(int calls, String window) {
        /** @return null for no limit; one of a minute only makes it slower */
        static Bound tightest(List<Own> own) {
            return Stream.concat(own.stream().map(Own::perDay).filter(Objects::nonNull).map(calls -> new Bound(calls, "in 24 hours")),
                            own.stream().map(Own::perHour).filter(Objects::nonNull).map(calls -> new Bound(calls, "in an hour")))
                    .min(Comparator.comparing(Bound::calls)).orElse(null);
        }
    }

    private record Sentence(long calls, Quota quota, Double share, Boolean enough, Bound bound) {
        String text() {
            return about() + left() + (Boolean.FALSE.equals(enough) ? " " + waits() : "");
        }

        private String about() {
            String about = "About " + count(calls, "call", "calls");
            if (share == null) return about + (bound == null ? "." : ofItsOwn());
            String window = quota.windowEnd() == null ? "in 24 hours" : "until " + time(quota.windowEnd());
            return about + ", " + percent(share) + " of the " + number(quota.limit()) + " that " + quota.organisation() + " allows "
                    + window;
        }

        private String ofItsOwn() {
            double percent = Math.round(1000.0 * calls / bound.calls) / 10.0;
            return ", " + percent(percent) + " of the " + number(bound.calls) + " that this connection allows itself " + bound.window + ".";
        }

        private static String percent(double share) {
            if (share < 1) return "less than 1 %";
            return String.format(Locale.ROOT, share < 10 && share % 1 != 0 ? "%.1f %%" : "%.0f %%", share);
        }

        private String left() {
            return share == null ? "" : "; " + number(quota.remaining()) + (quota.remaining() == 1 ? " is left." : " are left.");
        }

        private String waits() {
            if (quota != null && quota.restingUntil() != null) {
                return "It has turned calls away, so the import begins at " + time(quota.restingUntil()) + ".";
            }
            if (bound != null && calls > bound.calls) {
                return "This connection allows itself " + count(bound.calls, "call", "calls") + " " + bound.window
                        + ": the import waits and goes on by itself.";
            }
            return "That is more than imports may use now: the import begins, waits, and goes on by itself "
                    + (quota.windowEnd() == null ? "as calls are allowed again." : "at " + time(quota.windowEnd()) + ".");
        }

        private static String time(Instant at) {
            return (at.isBefore(Instant.now().plus(DAY)) ? TIME : DAY_AND_TIME).format(at);
        }

        private static String count(long number, String one, String many) {
            return number(number) + " " + (number == 1 ? one : many);
        }

        private static String number(long number) {
            return String.format(Locale.ROOT, "%,d", number);
        }
    }
}
