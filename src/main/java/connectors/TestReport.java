package connectors;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import problems.FailureKind;

/**
 * How a climb of the ladder ended.
 *
 * @param message     the sentence for the card
 * @param failureKind of the rung that decided it; null on success
 * @param turnedAway  whether it ended because we did not call: that says nothing of the source, good or bad
 */
public record TestReport(Status status, String message, FailureKind failureKind, boolean retryable, Server server,
                         List<Step> steps, boolean turnedAway) {

    public enum Status {
        @JsonProperty("success") SUCCESS,
        @JsonProperty("degraded") DEGRADED,
        @JsonProperty("failed") FAILED;

        public String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** What answered; null fields where the source does not say. */
    public record Server(String product, String version) { }
}
