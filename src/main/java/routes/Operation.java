package routes;

import java.time.Duration;
import java.util.Locale;
import types.ConnectionType.Limits;

/** What can be asked of a source. The names are those of the route templates: {@code <family>-<operation>}. */
public enum Operation {
    TEST, HEALTH, SCHEMAS, TABLES, TABLE, IMPORT,
    /** Reads as an import does, by its work route, for somebody who waits; with a guard of its own. */
    PREVIEW;

    private static final Duration LONGEST_PREVIEW = Duration.ofMinutes(5);

    /** Whose template does the work. */
    public Operation work() {
        return this == PREVIEW ? IMPORT : this;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reading again is harmless; a test shows each failure, and an import is tried again by its job. */
    boolean mayRetry() {
        return this == SCHEMAS || this == TABLES || this == TABLE;
    }

    Duration timeout(Limits limits) {
        if (this == PREVIEW && limits.importTimeout().compareTo(LONGEST_PREVIEW) > 0) return LONGEST_PREVIEW;
        return work() == IMPORT ? limits.importTimeout() : limits.timeout();
    }

    /** One import of a connection goes on at a time; a large one reads two parts at once. */
    int concurrent(Limits limits) {
        if (this == IMPORT) return 2;
        return this == PREVIEW ? 1 : limits.concurrent();
    }
}
