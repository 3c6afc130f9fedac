package budgets;

import java.time.Instant;

/**
 * Whether a call may be made now.
 *
 * @param at when it may, or may be asked for again
 */
record Turn(Kind kind, Instant at) {
    enum Kind {
        GO,
        /** The organisation has asked to be left alone. */
        RESTING,
        /** After a rest one call goes first, and is under way. */
        PROBING,
        /** Of the organisation's limit, what calls of this urgency may use is used up. */
        USED_UP,
        /** The connection allows itself no more. */
        OWN_LIMIT,
        /** Slower, since calls were turned away. */
        SLOW
    }

    boolean goes() {
        return kind == Kind.GO;
    }
}
