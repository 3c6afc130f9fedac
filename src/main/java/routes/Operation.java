package routes;

import connectors.Urgency;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import types.ConnectionType;
import types.Limits;

/** What can be asked of a source. The names are those of the route templates: {@code <family>-<operation>}. */
public enum Operation {
    TEST, HEALTH, SCHEMAS, TABLES, TABLE, IMPORT,
    /** Reads as an import does, by its work route, for somebody who waits; with a guard of its own. */
    PREVIEW,
    /** Asks for the schemas with their change tokens, before an import, which can wait longer than a person. */
    PLAN,
    /** Looks at a target and says what has to be done there; changes nothing. Only types that are targets have it. */
    TARGET_PLAN,
    /** Does one step of such a plan. Doing it twice does no harm. */
    TARGET_APPLY,
    /** Puts a plan into words of the target's own language, for people to run themselves; asks nobody. */
    TARGET_EXPORT;

    private static final Duration LONGEST_LOOK = Duration.ofMinutes(5);
    /** A target may have to wake up first. */
    private static final Duration LONGEST_STEP = Duration.ofMinutes(15);

    /** What can be asked of sources of a type, in the enum's order. */
    public static List<Operation> of(ConnectionType type) {
        return Arrays.stream(values()).filter(operation -> type.target() || !operation.isForTargets()).toList();
    }

    private boolean isForTargets() {
        return this == TARGET_PLAN || this == TARGET_APPLY || this == TARGET_EXPORT;
    }

    /** Whose template does the work. */
    public Operation work() {
        if (this == PLAN) return SCHEMAS;
        return this == PREVIEW ? IMPORT : this;
    }

    /** Who waits for it. */
    public Urgency urgency() {
        return switch (this) {
            case HEALTH -> Urgency.HEALTH;
            case IMPORT, PLAN -> Urgency.IMPORT;
            default -> Urgency.BROWSING;
        };
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reading again is harmless; a test shows each failure, and an import, or a step at a target, is tried again by its job. */
    boolean mayRetry() {
        return work() == SCHEMAS || this == TABLES || this == TABLE || this == TARGET_PLAN;
    }

    Duration timeout(Limits limits) {
        return switch (this) {
            case IMPORT -> limits.importTimeout();
            case PREVIEW, PLAN, TARGET_PLAN -> shorter(limits.importTimeout(), LONGEST_LOOK);
            case TARGET_APPLY -> shorter(limits.importTimeout(), LONGEST_STEP);
            default -> limits.timeout();
        };
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** One import of a connection goes on at a time; a large one reads two parts at once. */
    int concurrent(Limits limits) {
        if (this == IMPORT) return 2;
        return this == PREVIEW || this == PLAN ? 1 : limits.concurrent();
    }
}
