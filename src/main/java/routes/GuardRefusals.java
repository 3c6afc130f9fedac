package routes;

import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.processor.ThrottlerRejectedExecutionException;
import problems.FailureKind;
import problems.Problem;
import types.Limits;

/** What a guard says when it turns a call away, or ends it. */
final class GuardRefusals {
    private static final Duration A_MOMENT = Duration.ofSeconds(5);

    private static final String LATE = "deadline";

    private GuardRefusals() { }

    /** @return null where it is none of the guard's */
    static Problem of(Throwable cause, RunningSource running, Operation operation) {
        if (cause instanceof CallNotPermittedException refused) return circuitOpen(running, refused);
        if (cause instanceof InterruptedException) return interrupted();
        if (cause instanceof ThrottlerRejectedExecutionException) return throttled(running);
        if (cause instanceof BulkheadFullException) return busy();
        if (cause instanceof RejectedExecutionException) return overloaded();
        if (cause instanceof TimeoutException) return late(running, operation);
        return cause instanceof DirectConsumerNotAvailableException ? stopped() : null;
    }

    static Problem interrupted() {
        return Problem.of(FailureKind.TRANSIENT, "interrupted", "The call was ended before the source had answered, "
                        + "because the connection was changed or the work was cancelled.")
                .fix("Try again.");
    }

    private static Problem circuitOpen(RunningSource running, CallNotPermittedException refused) {
        return running.breaker(refused.getCausingCircuitBreakerName()).flatMap(SourceBreaker::leftAlone)
                .map(LeftAlone::problem).orElseGet(GuardRefusals::closedMeanwhile);
    }

    private static Problem closedMeanwhile() {
        return Problem.of(FailureKind.TRANSIENT, "circuit_open", "This source was left alone for a while after failures.")
                .fix("Try again now.").retryAfter(Duration.ofSeconds(1));
    }

    private static Problem throttled(RunningSource running) {
        String setting = running.limits.own().requestsPerMinute();
        return Problem.of(FailureKind.QUOTA, "throttled", "This connection allows " + running.limits.requestsPerMinute()
                        + " requests of a kind in a minute, and they are used up.").at(setting)
                .fix(setting == null ? "Try again in a minute." : "Try again in a minute, or raise its requests a minute.")
                .retryAfter(Duration.ofMinutes(1));
    }

    private static Problem busy() {
        return Problem.of(FailureKind.QUOTA, "busy", "As many calls of this kind as this connection allows are under way.")
                .fix("Try again when they have ended.").retryAfter(A_MOMENT);
    }

    private static Problem overloaded() {
        return Problem.of(FailureKind.QUOTA, "overloaded", "Serai is busy with calls to slow sources.")
                .fix("Try again in a few seconds.").retryAfter(A_MOMENT);
    }

    private static Problem late(RunningSource running, Operation operation) {
        String setting = deadline(running.limits, operation);
        return Problem.of(FailureKind.TRANSIENT, LATE,
                        running.type.name() + " did not answer within the deadline of this call.")
                .at(setting).fix("Try again; if it happens often, look at the load of the source"
                        + (setting == null ? "." : ", or raise the time-out of the connection."));
    }

    static boolean isLate(Problem problem) {
        return LATE.equals(problem.code());
    }

    static Problem heldUp(RunningSource running) {
        return Problem.of(FailureKind.QUOTA, Operations.HELD_UP, "The calls to " + running.type.name()
                        + " had to wait for their turn, until the deadline of the import.")
                .fix("It goes on by itself.").retryAfter(A_MOMENT);
    }

    /** The setting that makes an operation's deadline; null where none does, as for imports. */
    private static String deadline(Limits limits, Operation operation) {
        if (!operation.timeout(limits).equals(limits.timeout())) return null;
        return limits.own().timeout() != null ? limits.own().timeout() : limits.own().answer();
    }

    private static Problem stopped() {
        return Problem.of(FailureKind.POLICY, "route_stopped", "The route for this operation has been stopped.")
                .fix("Start it again on the operations page.");
    }
}
