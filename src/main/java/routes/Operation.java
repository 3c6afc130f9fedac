package routes;

import java.time.Duration;
import java.util.Locale;
import types.ConnectionType.Limits;

/** What can be asked of a source. The names are those of the route templates: {@code <family>-<operation>}. */
public enum Operation {
    TEST, HEALTH, SCHEMAS, TABLES, TABLE, IMPORT;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reading again is harmless; a test shows each failure, and an import is tried again by its job. */
    boolean mayRetry() {
        return this == SCHEMAS || this == TABLES || this == TABLE;
    }

    Duration timeout(Limits limits) {
        return this == IMPORT ? limits.importTimeout() : limits.timeout();
    }

    int concurrent(Limits limits) {
        return this == IMPORT ? 1 : limits.concurrent();
    }
}
