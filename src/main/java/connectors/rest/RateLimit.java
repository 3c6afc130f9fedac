package connectors.rest;

import connectors.http.HttpAnswer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an answer says of its server's limit: in {@code RateLimit-*}, {@code X-RateLimit-*}, or the one field {@code RateLimit} of
 * the later drafts of the IETF (draft-ietf-httpapi-ratelimit-headers).
 *
 * @param limit null where it is not said
 */
record RateLimit(long remaining, Long limit) {
    private static final Pattern NUMBER = Pattern.compile("^\\s*([0-9]{1,12})");
    private static final Pattern REMAINING = Pattern.compile("\\br(?:emaining)?\\s*=\\s*([0-9]{1,12})");

    /** @return null where it says nothing */
    static RateLimit of(HttpAnswer answer) {
        for (String prefix : new String[] {"ratelimit-", "x-ratelimit-", "x-rate-limit-"}) {
            Long remaining = number(NUMBER, answer.header(prefix + "remaining"));
            if (remaining != null) return new RateLimit(remaining, number(NUMBER, answer.header(prefix + "limit")));
        }
        Long remaining = number(REMAINING, answer.header("ratelimit"));
        return remaining == null ? null : new RateLimit(remaining, null);
    }

    private static Long number(Pattern pattern, String text) {
        Matcher matcher = text == null ? null : pattern.matcher(text);
        return matcher != null && matcher.find() ? Long.valueOf(matcher.group(1)) : null;
    }
}
