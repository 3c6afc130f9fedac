package routes;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import problems.FailureKind;
import problems.Problem;

/** A circuit breaker that remembers which failure opened it, and when it lets a call through again. */
final class SourceBreaker {
    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final CircuitBreaker circuit;
    private final Function<Throwable, Optional<Problem>> against;
    private volatile Problem lastFailure = Problem.of(FailureKind.TRANSIENT, null, "It did not answer.");
    private volatile Instant until = Instant.now();

    /**
     * @param ignored what says nothing of the source, good or bad
     * @param against what is a failure of the source; empty for what is an answer
     */
    SourceBreaker(String name, Predicate<Throwable> ignored, Function<Throwable, Optional<Problem>> against) {
        this.against = against;
        this.circuit = CircuitBreaker.of(name, CircuitBreakerConfig.custom()
                .slidingWindowSize(10).minimumNumberOfCalls(5).failureRateThreshold(50)
                .waitIntervalFunctionInOpenState(attempt -> open().toMillis()).permittedNumberOfCallsInHalfOpenState(1)
                .ignoreException(ignored).recordException(this::counts)
                .build());
    }

    private boolean counts(Throwable failure) {
        Optional<Problem> problem = against.apply(failure);
        problem.ifPresent(known -> lastFailure = known);
        return problem.isPresent();
    }

    /** Whoever says how long it wants to be left alone is left alone so long. */
    private Duration open() {
        long asked = lastFailure.retryAfter() == null ? 0 : lastFailure.retryAfter().toSeconds();
        Duration wait = Duration.ofSeconds(Math.min(Math.max(asked, WAIT.toSeconds()), LONGEST_WAIT.toSeconds()));
        until = Instant.now().plus(wait);
        return wait;
    }

    CircuitBreaker circuit() {
        return circuit;
    }

    State state() {
        return circuit.getState();
    }

    /** Empty while calls are let through. While one call is let through to see, the others wait for what comes of it. */
    Optional<LeftAlone> leftAlone() {
        return switch (circuit.getState()) {
            case FORCED_OPEN -> Optional.of(new LeftAlone(null, null));
            case OPEN, HALF_OPEN -> Optional.of(new LeftAlone(lastFailure, until));
            default -> Optional.empty();
        };
    }
}
