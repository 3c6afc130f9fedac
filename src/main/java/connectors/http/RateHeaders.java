package connectors.http;

import connectors.Budget.Allowance;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What an answer says of its server's limit, in the fields that are in use: {@code RateLimit-*} and {@code RateLimit} with
 * {@code RateLimit-Policy} (draft-ietf-httpapi-ratelimit-headers, 03 to 10), {@code X-RateLimit-*} and {@code X-Rate-Limit-*}.
 * Nobody agrees what a reset is: seconds from now, seconds or milliseconds since 1970, or a date. All are understood; what makes
 * no sense is taken as not said.
 *
 * @param limit     calls in a window; null where it is not said
 * @param remaining of them; null where it is not said
 * @param end       of the window, by our clock; null where it is not said
 */
public record RateHeaders(Long limit, Long remaining, Instant end) {
    private static final List<String> PREFIXES = List.of("ratelimit-", "x-ratelimit-", "x-rate-limit-");
    private static final Duration LONGEST_WINDOW = Duration.ofDays(31);
    /** Smaller numbers are seconds from now, larger ones a time: so many from now are 31 years, since 1970 the year 2001. */
    private static final double FIRST_SECOND = 1e9;
    private static final double FIRST_MILLISECOND = 1e12;
    private static final String WHOLE = "([0-9]{1,12})(?![0-9A-Za-z.])";
    private static final Pattern LEADING = Pattern.compile("^\\s*" + WHOLE);
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,14}(?:\\.[0-9]{1,9})?");

    /** @return empty where it says neither the limit nor what is left */
    public static Optional<RateHeaders> of(HttpAnswer answer, Instant now) {
        return Stream.concat(Stream.of(oneField(answer, now)), PREFIXES.stream().map(prefix -> separate(prefix, answer, now)))
                .filter(said -> said.limit != null || said.remaining != null).findFirst();
    }

    /** For a {@link Meter}. @return null where it says too little */
    public static Allowance allowance(HttpAnswer answer) {
        return of(answer, Instant.now()).map(RateHeaders::allowance).orElse(null);
    }

    private Allowance allowance() {
        if (limit == null || limit < 1 || remaining == null) return null;
        return new Allowance(limit, Math.max(0, limit - remaining), end);
    }

    private static RateHeaders separate(String prefix, HttpAnswer answer, Instant now) {
        Long limit = first(LEADING, answer.header(prefix + "limit"));
        Long left = first(LEADING, answer.header(prefix + "remaining"));
        boolean usedUp = left == null && limit != null && answer.status() == 429;
        return new RateHeaders(limit, usedUp ? Long.valueOf(0) : left, end(answer.header(prefix + "reset"), answer, now));
    }

    /** Of several policies, the one that ends first. */
    private static RateHeaders oneField(HttpAnswer answer, Instant now) {
        String field = answer.header("ratelimit");
        if (field == null) return new RateHeaders(null, null, null);
        if (field.contains("remaining")) {
            return new RateHeaders(named("limit", field), named("remaining", field), end(text("reset", field), answer, now));
        }
        String policies = answer.header("ratelimit-policy");
        return Stream.of(field.split(",")).filter(item -> isOfCalls(item, policies))
                .map(item -> new RateHeaders(named("q", policy(item, policies)), named("r", item),
                        end(text("t", item), answer, now)))
                .filter(said -> said.remaining != null).min(Comparator.comparing(RateHeaders::remaining))
                .orElse(new RateHeaders(null, null, null));
    }

    /** A policy may as well be of bytes, or of calls at the same time. */
    private static boolean isOfCalls(String item, String policies) {
        String policy = policy(item, policies);
        return policy == null || !policy.contains("qu=") || policy.contains("qu=\"requests\"");
    }

    private static String policy(String item, String policies) {
        if (policies == null) return null;
        String name = name(item);
        return Stream.of(policies.split(",")).filter(policy -> name(policy).equals(name)).findFirst().orElse(null);
    }

    private static String name(String item) {
        int end = item.indexOf(';');
        return (end < 0 ? item : item.substring(0, end)).strip();
    }

    private static Long named(String name, String text) {
        String number = text(name, text);
        return number == null ? null : Long.valueOf(number);
    }

    private static String text(String name, String text) {
        Matcher matcher = text == null ? null : Pattern.compile("(?<![A-Za-z0-9_-])" + name + "\\s*=\\s*" + WHOLE).matcher(text);
        return matcher != null && matcher.find() ? matcher.group(1) : null;
    }

    private static Long first(Pattern pattern, String text) {
        Matcher matcher = text == null ? null : pattern.matcher(text);
        return matcher != null && matcher.find() ? Long.valueOf(matcher.group(1)) : null;
    }

    private static Instant end(String text, HttpAnswer answer, Instant now) {
        Duration wait = text == null ? null : until(text.strip(), answer, now);
        boolean makesSense = wait != null && !wait.isNegative() && wait.compareTo(LONGEST_WINDOW) <= 0;
        return makesSense ? now.plus(wait) : null;
    }

    private static Duration until(String text, HttpAnswer answer, Instant now) {
        if (!NUMBER.matcher(text).matches()) return untilDate(text, answer, now);
        double number = Double.parseDouble(text);
        if (number < FIRST_SECOND) return millis(number * 1000);
        Instant end = Instant.EPOCH.plus(millis(number < FIRST_MILLISECOND ? number * 1000 : number));
        return Duration.between(clock(answer, now), end);
    }

    private static Duration untilDate(String text, HttpAnswer answer, Instant now) {
        return date(text).map(end -> Duration.between(clock(answer, now), end)).orElse(null);
    }

    private static Duration millis(double number) {
        return Duration.ofMillis((long) number);
    }

    /** The server's, where it says it: a time of day means little beside a clock that goes wrong. */
    private static Instant clock(HttpAnswer answer, Instant now) {
        String date = answer.header("date");
        return date == null ? now : date(date.strip()).orElse(now);
    }

    private static Optional<Instant> date(String text) {
        return Stream.of(DateTimeFormatter.RFC_1123_DATE_TIME, DateTimeFormatter.ISO_OFFSET_DATE_TIME)
                .flatMap(format -> parsed(text, format).stream()).findFirst();
    }

    private static Optional<Instant> parsed(String text, DateTimeFormatter format) {
        try {
            return Optional.of(format.parse(text, Instant::from));
        } catch (DateTimeException wrong) {
            return Optional.empty();
        }
    }
}
