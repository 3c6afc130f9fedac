package connectors.http;

import connectors.Budget;
import connectors.Budget.Allowance;
import connectors.Budget.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Counts calls against a budget, and tells it what the answers say of what is left.
 *
 * @param allowance what an answer says of the organisation's limit; null where it says nothing
 * @param refuses   whether an answer says that there were too many calls
 */
public record Meter(Budget budget, Function<HttpAnswer, Allowance> allowance, Predicate<HttpAnswer> refuses) {
    /** Of who sets no limit. */
    public static final Meter NONE = new Meter(Budget.FREE, answer -> null);

    /** For who refuses by the status 429. */
    public Meter(Budget budget, Function<HttpAnswer, Allowance> allowance) {
        this(budget, allowance, answer -> answer.status() == 429);
    }

    void note(HttpAnswer answer) {
        Allowance said = allowance.apply(answer);
        if (said != null) budget.learn(said);
        Optional<Duration> wait = answer.retryAfter(Instant.now());
        if (turnsAway(answer) && wait.isPresent()) budget.rest(wait.get());
        else budget.ended(outcome(answer));
    }

    private Outcome outcome(HttpAnswer answer) {
        if (refuses.test(answer)) return Outcome.REFUSED;
        return answer.status() == 503 ? Outcome.LOST : Outcome.SERVED;
    }

    /** No answer came of the call. */
    void lost() {
        budget.ended(Outcome.LOST);
    }

    /** Whether the budget sees to it that nobody calls too early after this answer. */
    boolean keepsAway(HttpAnswer answer) {
        return budget != Budget.FREE && turnsAway(answer);
    }

    private boolean turnsAway(HttpAnswer answer) {
        return refuses.test(answer) || answer.status() == 503 && answer.retryAfter(Instant.now()).isPresent();
    }
}
