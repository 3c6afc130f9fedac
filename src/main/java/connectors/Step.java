package connectors;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import problems.FailureKind;

/**
 * One rung of a test, as it went.
 *
 * @param field JSON pointer of the setting to change
 * @param code  the vendor's code verbatim
 */
public record Step(String id, String label, Status status, boolean mandatory, long durationMs, String message, String fix,
                   String field, String code, @JsonIgnore FailureKind kind) {

    public enum Status {
        @JsonProperty("passed") PASSED,
        @JsonProperty("warned") WARNED,
        @JsonProperty("failed") FAILED,
        @JsonProperty("skipped") SKIPPED;

        public String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
