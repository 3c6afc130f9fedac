package routes;

import connectors.TurnedAway;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.processor.ThrottlerRejectedExecutionException;
import org.springframework.stereotype.Component;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;
import secrets.IntegrityFailure;

/** Says in our words why a call failed: the guard's own refusals here, all else by the source that was called. */
@Component
class Failures {
    static final Duration BREAKER_WAIT = Duration.ofSeconds(30);
    /** Failures that say something of the source's state; a missing table or permission does not open the breaker. */
    private static final Set<FailureKind> COUNTED = EnumSet.of(FailureKind.NETWORK, FailureKind.TLS, FailureKind.AUTH,
            FailureKind.TRANSIENT, FailureKind.QUOTA, FailureKind.INTERNAL);

    Problem explain(Throwable failure, RunningSource running) {
        if (running.isGone()) return interrupted();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException known) return known.problem();
            if (cause instanceof IntegrityFailure altered) return secretUnreadable(altered);
            Problem refusal = ourRefusal(cause, running);
            if (refusal != null) return refusal;
        }
        return running.source.explain(failure);
    }

    /** Whether the breaker takes it for a failure of the source; else it is an answer. */
    boolean countsAgainst(RunningSource running, Throwable failure) {
        return COUNTED.contains(explain(failure, running).kind());
    }

    /** Whether it says nothing of the source, good or bad: we ended the call, or the receiver of the answer did. */
    boolean isOurDoing(RunningSource running, Throwable failure) {
        if (running.isGone()) return true;
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

    private static Problem ourRefusal(Throwable cause, RunningSource running) {
        String product = running.type.name();
        var limits = running.type.limits();
        if (cause instanceof CallNotPermittedException) {
            return circuitOpen(running, (CallNotPermittedException) cause).retryAfter(BREAKER_WAIT);
        }
        if (cause instanceof InterruptedException) return interrupted();
        if (cause instanceof ThrottlerRejectedExecutionException) {
            return Problem.of(FailureKind.QUOTA, "throttled", "This connection allows " + limits.requestsPerMinute()
                            + " requests of a kind in a minute, and they are used up.")
                    .fix("Try again in a minute.").retryAfter(Duration.ofMinutes(1));
        }
        if (cause instanceof BulkheadFullException) {
            return Problem.of(FailureKind.QUOTA, "busy", "As many calls of this kind as this connection allows are under way.")
                    .fix("Try again when they have ended.").retryAfter(Duration.ofSeconds(5));
        }
        if (cause instanceof RejectedExecutionException) {
            return Problem.of(FailureKind.QUOTA, "overloaded", "Serai is busy with calls to slow sources.")
                    .fix("Try again in a few seconds.").retryAfter(Duration.ofSeconds(5));
        }
        if (cause instanceof TimeoutException) {
            return Problem.of(FailureKind.TRANSIENT, "deadline", product + " did not answer within the deadline of this call.")
                    .fix("Try again; if it happens often, look at the load of the source.");
        }
        if (cause instanceof DirectConsumerNotAvailableException) {
            return Problem.of(FailureKind.POLICY, "route_stopped", "The route for this operation has been stopped.")
                    .fix("Start it again on the operations page.");
        }
        return null;
    }

    private static Problem circuitOpen(RunningSource running, CallNotPermittedException refused) {
        if (running.breakerState(refused.getCausingCircuitBreakerName()) == CircuitBreaker.State.FORCED_OPEN) {
            return Problem.of(FailureKind.TRANSIENT, "circuit_open",
                            "Someone has opened the circuit breaker of this route, so the source is left alone.")
                    .fix("Reset the circuit breaker on the operations page.");
        }
        return Problem.of(FailureKind.TRANSIENT, "circuit_open",
                        "Too many calls to this connection have failed in a row, so it is left alone for a while.")
                .fix("It is tried again within " + BREAKER_WAIT.toSeconds() + " s. "
                        + "Look at its last failure, or reset the circuit breaker on the operations page.");
    }

    private static Problem secretUnreadable(IntegrityFailure altered) {
        return Problem.of(FailureKind.INTERNAL, "secret_unreadable", altered.getMessage())
                .at(altered.place().pointer()).fix("Enter the secret again.");
    }

    private static Problem interrupted() {
        return Problem.of(FailureKind.TRANSIENT, "interrupted", "The call was ended before the source had answered, "
                        + "because the connection was changed or the work was cancelled.")
                .fix("Try again.");
    }
}
