package ui;

import java.util.Locale;
import java.util.stream.Stream;
import metadata.CallForecast;
import metadata.Quota;

/**
 * What is used of an organisation's limit, drawn: the bar has a width of 100.
 *
 * @param used  width of what is used; 0 without a limit
 * @param asked width of what an import would ask, after it
 * @param mark  from where on imports wait; null without a limit
 * @param tone  ok, warn or fail
 * @param word  what is wrong, in a word or two; null when nothing is
 * @param aloud for whoever does not see it
 */
public record Gauge(Quota quota, CallForecast forecast, double used, double asked, Double mark, String tone, String word,
                    String aloud) {
    private static final double WHOLE = 100;

    /** @param forecast null for none */
    static Gauge of(Quota quota, CallForecast forecast) {
        double used = part(quota.used(), quota);
        Long calls = forecast == null ? null : forecast.calls();
        double asked = calls == null ? 0 : Math.min(WHOLE - used, part(calls, quota));
        Double mark = quota.limit() == null ? null : (Double) (WHOLE - part(quota.reserved(), quota));
        return new Gauge(quota, forecast, used, asked, mark, tone(quota), word(quota), aloud(quota, calls));
    }

    private static double part(Long calls, Quota quota) {
        return quota.limit() == null || calls == null ? 0 : Math.min(WHOLE, Math.round(1_000.0 * calls / quota.limit()) / 10.0);
    }

    private static boolean isUsedUp(Quota quota) {
        return quota.remaining() != null && quota.remaining() == 0;
    }

    private static boolean isScarce(Quota quota) {
        return quota.limit() != null && quota.remaining() <= quota.reserved();
    }

    private static String tone(Quota quota) {
        if (isUsedUp(quota)) return "fail";
        return quota.restingUntil() != null || isScarce(quota) ? "warn" : "ok";
    }

    private static String word(Quota quota) {
        if (quota.restingUntil() != null) return "Left alone";
        if (isUsedUp(quota)) return "Used up";
        return isScarce(quota) ? "Imports wait" : null;
    }

    private static String aloud(Quota quota, Long calls) {
        String used = quota.limit() == null ? quota.used() + " calls in the last 24 hours"
                : quota.used() + " of " + quota.limit() + " calls used";
        String asked = calls == null ? null : "an import asks about " + calls;
        String state = word(quota) == null ? null : word(quota).toLowerCase(Locale.ROOT);
        return String.join(", ", Stream.of(used, asked, state).filter(java.util.Objects::nonNull).toList());
    }
}
