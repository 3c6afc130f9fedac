package connectors.http;

import connectors.Budget;
import connectors.Budget.Allowance;
import java.time.Instant;
import java.util.function.Function;

/**
 * Counts calls against a budget, and tells it what the answers say of what is left.
 *
 * @param allowance what an answer says of the organisation's limit; null where it says nothing
 */
public record Meter(Budget budget, Function<HttpAnswer, Allowance> allowance) {
    /** Of who sets no limit. */
    public static final Meter NONE = new Meter(Budget.FREE, answer -> null);

    void note(HttpAnswer answer) {
        Allowance said = allowance.apply(answer);
        if (said != null) budget.learn(said);
        boolean turnedAway = answer.status() == 429 || answer.status() == 503;
        if (turnedAway) answer.retryAfter(Instant.now()).ifPresent(budget::rest);
    }
}
