package connectors;

import java.util.function.Supplier;

/** What calls are made for, most urgent first: when not all of them may be made, the later ones wait. Bound to the thread. */
public enum Urgency {
    /** A check of one or two calls; without it nobody knows whether the source is well. */
    HEALTH,
    /** Somebody waits for it. */
    BROWSING,
    /** It can go on later. */
    IMPORT;

    private static final ThreadLocal<Urgency> CURRENT = ThreadLocal.withInitial(() -> BROWSING);

    /** Of what this thread does; where nobody has said it, somebody waits. */
    public static Urgency current() {
        return CURRENT.get();
    }

    /** Does the work as one of this urgency. */
    public <T> T call(Supplier<T> work) {
        Urgency before = CURRENT.get();
        CURRENT.set(this);
        try {
            return work.get();
        } finally {
            CURRENT.set(before);
        }
    }

    /** @param urgency null where nobody says it */
    static void bind(Urgency urgency) {
        if (urgency == null) CURRENT.remove();
        else CURRENT.set(urgency);
    }
}
