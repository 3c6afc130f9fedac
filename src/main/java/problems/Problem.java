package problems;

import java.time.Duration;

/**
 * A failure in our words.
 *
 * @param code       the vendor's code verbatim, or ours; stable and machine readable
 * @param field      JSON pointer into the connection's configuration of the setting to change; null where none would help
 * @param message    one sentence: the thing, the event
 * @param fix        what to do about it; null where the message says it
 * @param retryAfter the source's or our own word on when to try again; null where unknown
 */
public record Problem(FailureKind kind, String code, String field, String message, String fix, Duration retryAfter) {

    public static Problem of(FailureKind kind, String code, String message) {
        return new Problem(kind, code, null, message, null, null);
    }

    public Problem at(String pointer) {
        return new Problem(kind, code, pointer, message, fix, retryAfter);
    }

    public Problem fix(String remedy) {
        return new Problem(kind, code, field, message, remedy, retryAfter);
    }

    public Problem retryAfter(Duration wait) {
        return new Problem(kind, code, field, message, fix, wait);
    }

    public boolean retryable() {
        return kind.retryable();
    }

    public ProblemException asException() {
        return new ProblemException(this, null);
    }
}
