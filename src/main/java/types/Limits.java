package types;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * What one connection may ask of its source.
 *
 * @param requestsPerMinute per operation; more are refused until the minute turns
 * @param concurrent        calls at the same time, per operation
 * @param timeout           the deadline of one call; an import has {@code importTimeout}
 * @param healthEvery       how often a new connection is checked; null for what is usual
 * @param own               by which settings a connection says otherwise; null for none
 */
public record Limits(int requestsPerMinute, int concurrent, Duration timeout, Duration importTimeout, Duration healthEvery,
                     Own own) {
    /** Beyond what one answer may take, so that what the source's client has to say comes before the guard's deadline. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    /**
     * JSON pointers of whole numbers in a connection's configuration; null for none.
     *
     * @param requestsPerMinute takes the place of the type's
     * @param timeout           seconds; takes the place of the type's
     * @param answer            seconds that one answer of the source may take, of which a call may need several: the deadline of
     *                          a call is longer than that
     */
    public record Own(String requestsPerMinute, String timeout, String answer) {
        static final Own NONE = new Own(null, null, null);
    }

    public Limits {
        own = own == null ? Own.NONE : own;
    }

    /** As a connection of this configuration has them. */
    public Limits of(JsonNode configuration) {
        int requests = number(configuration, own.requestsPerMinute);
        return new Limits(requests > 0 ? requests : requestsPerMinute, concurrent, deadline(configuration), importTimeout,
                healthEvery, own);
    }

    private Duration deadline(JsonNode configuration) {
        int seconds = number(configuration, own.timeout);
        int answer = number(configuration, own.answer);
        Duration call = seconds > 0 ? Duration.ofSeconds(seconds) : timeout;
        return answer > 0 ? longer(call, Duration.ofSeconds(answer).plus(MARGIN)) : call;
    }

    /** No more than these, whatever a type or a connection says. */
    public Limits within(Limits most) {
        return new Limits(Math.min(requestsPerMinute, most.requestsPerMinute), Math.min(concurrent, most.concurrent),
                shorter(timeout, most.timeout), shorter(importTimeout, most.importTimeout), healthEvery, own);
    }

    private static int number(JsonNode configuration, String pointer) {
        return pointer == null ? 0 : Math.max(0, configuration.at(pointer).asInt());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
