package changes;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collection;
import java.util.Locale;

/** What a change means to those who use a table. In order: the worst first. */
public enum Impact {
    /** Readers fail. */
    BREAKING,
    /** Readers or writers may fail, or may misread. */
    RISKY,
    /** Nobody has to do anything. */
    SAFE;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @return safe for no changes */
    public static Impact worst(Collection<Change> changes) {
        return changes.stream().map(Change::impact).min(Impact::compareTo).orElse(SAFE);
    }
}
