package secrets;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A secret in memory: prints and serializes as a mask, so that it cannot slip into a log or an answer. */
public final class Secret {
    public static final String MASK = "***";
    private final String value;

    @JsonCreator
    public Secret(String value) {
        this.value = value;
    }

    /** The plain text. Call this only where it is handed to a driver or client. */
    public String reveal() {
        return value;
    }

    @JsonValue
    @Override
    public String toString() {
        return MASK;
    }
}
