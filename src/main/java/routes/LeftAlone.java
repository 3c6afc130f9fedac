package routes;

import java.time.Duration;
import java.time.Instant;
import problems.FailureKind;
import problems.Problem;

/**
 * Why a source is not called, and until when.
 *
 * @param because the failure that decided it; null where a person did
 * @param until   when it is tried again; null where a person must say so
 */
public record LeftAlone(Problem because, Instant until) {
    private static final Problem BY_PERSON = Problem.of(FailureKind.TRANSIENT, "circuit_open",
                    "Someone has opened the circuit breaker of this route, so the source is left alone.")
            .fix("Reset the circuit breaker on the operations page.");

    /**
     * The same for people and programs.
     *
     * @param code       of the failure that decided it; null where a person did
     * @param message    a sentence: what is wrong
     * @param field      JSON pointer of the setting to change; null where none would help
     * @param retryAfter seconds until it is tried again; null where a person must say so
     */
    public record Shown(FailureKind kind, String code, String message, String fix, String field, Instant until,
                        Long retryAfter) { }

    Shown shown() {
        if (until == null) return new Shown(null, null, BY_PERSON.message(), BY_PERSON.fix(), null, null, null);
        return new Shown(because.kind(), because.code(), because.message(), because.fix(), because.field(), until,
                seconds(Instant.now()));
    }

    /** What a call is told that comes meanwhile. */
    Problem problem() {
        if (until == null) return BY_PERSON;
        long seconds = seconds(Instant.now());
        return Problem.of(FailureKind.TRANSIENT, "circuit_open",
                        "The last calls to this source failed, so it is left alone for now. " + because.message())
                .at(because.field()).fix(remedy(seconds)).retryAfter(Duration.ofSeconds(seconds));
    }

    /** Rounded up: what was said to be over is over then. */
    private long seconds(Instant now) {
        return Math.max(1, Duration.between(now, until).plusMillis(999).toSeconds());
    }

    private String remedy(long seconds) {
        String again = "It is tried again in " + words(seconds)
                + ", or at once when the circuit breaker is reset on the operations page.";
        return because.fix() == null ? again : because.fix() + " " + again;
    }

    private static String words(long seconds) {
        return seconds <= 120 ? seconds + " s" : (seconds + 59) / 60 + " min";
    }
}
