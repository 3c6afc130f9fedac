package routes;

import connectors.TurnedAway;
import connectors.Urgency;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.springframework.stereotype.Component;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;
import secrets.IntegrityFailure;

/** Says in our words why a call failed: the guard's own refusals here, all else by the source that was called. */
@Component
class Failures {
    /** Failures that say something of the source's state; a missing table or permission does not open the breaker. */
    private static final Set<FailureKind> COUNTED = EnumSet.of(FailureKind.NETWORK, FailureKind.TLS, FailureKind.AUTH,
            FailureKind.TRANSIENT, FailureKind.QUOTA, FailureKind.INTERNAL);

    Problem explain(Throwable failure, RunningSource running, Operation operation) {
        if (running.isGone()) return GuardRefusals.interrupted();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException known) return known.problem();
            if (cause instanceof IntegrityFailure altered) return secretUnreadable(altered);
            Problem refusal = GuardRefusals.of(cause, running, operation);
            if (refusal != null) return refusal;
        }
        return running.source.explain(failure);
    }

    /**
     * The same of a call that began then. What an import waited for its turn was not the source's time: its deadline is no
     * failure, and the import goes on later.
     *
     * @param start by {@link System#nanoTime}
     */
    Problem explain(Throwable failure, RunningSource running, Operation operation, long start) {
        Problem problem = explain(failure, running, operation);
        boolean isLate = operation.urgency() == Urgency.IMPORT && GuardRefusals.isLate(problem);
        return isLate && running.budgets.haveHeldUpImportsSince(start) ? GuardRefusals.heldUp(running) : problem;
    }

    /** What the breaker takes for a failure of the source; empty for what is an answer of it. */
    Optional<Problem> against(RunningSource running, Operation operation, Throwable failure) {
        return Optional.of(explain(failure, running, operation)).filter(problem -> COUNTED.contains(problem.kind()));
    }

    /** Whether it says nothing of the source, good or bad: we ended the call, or the receiver of the answer did. */
    boolean isOurDoing(RunningSource running, Throwable failure) {
        return running.isGone() || isOurDoing(failure);
    }

    /** The same of a call whose source is not known any more. */
    boolean isOurDoing(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException) return false;
            if (cause instanceof Operations.Passing || cause instanceof InterruptedException || isOurRefusal(cause)) return true;
        }
        return false;
    }

    /** Whether the guard, or a budget, turned the call away. */
    boolean isOurRefusal(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CallNotPermittedException || cause instanceof BulkheadFullException
                    || cause instanceof TimeoutException || cause instanceof RejectedExecutionException
                    || cause instanceof DirectConsumerNotAvailableException || cause instanceof TurnedAway) return true;
        }
        return false;
    }

    private static Problem secretUnreadable(IntegrityFailure altered) {
        return Problem.of(FailureKind.INTERNAL, "secret_unreadable", altered.getMessage())
                .at(altered.place().pointer()).fix("Enter the secret again.");
    }
}
