package routes;

import java.time.Duration;
import java.util.Locale;
import types.ConnectionType.Limits;

/** What can be asked of a source. The names are those of the route templates: {@code <family>-<operation>}. */
public enum Operation {
    TEST, HEALTH, SCHEMAS, TABLES, TABLE, IMPORT,
    /** Reads as an import does, by its work route, for somebody who waits; with a guard of its own. */
    PREVIEW,
    /** Asks for the schemas with their change tokens, before an import, which can wait longer than a person. */
    PLAN;

    private static final Duration LONGEST_LOOK = Duration.ofMinutes(5);

    /** Whose template does the work. */
    public Operation work() {
        if (this == PLAN) return SCHEMAS;
        return this == PREVIEW ? IMPORT : this;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reading again is harmless; a test shows each failure, and an import is tried again by its job. */
    boolean mayRetry() {
        return work() == SCHEMAS || this == TABLES || this == TABLE;
    }

    Duration timeout(Limits limits) {
        Duration longest = this == IMPORT || this == PREVIEW || this == PLAN ? limits.importTimeout() : limits.timeout();
        boolean isLook = this == PREVIEW || this == PLAN;
        return isLook && longest.compareTo(LONGEST_LOOK) > 0 ? LONGEST_LOOK : longest;
    }

    /** One import of a connection goes on at a time; a large one reads two parts at once. */
    int concurrent(Limits limits) {
        if (this == IMPORT) return 2;
        return this == PREVIEW || this == PLAN ? 1 : limits.concurrent();
    }
}
