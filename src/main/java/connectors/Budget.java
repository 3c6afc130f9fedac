package connectors;

import java.time.Duration;
import java.time.Instant;

/**
 * What may still be asked of one upstream organisation, by all of an account's connections that lead there. Each call that is
 * taken ends: with what came of it, or with a {@link #rest}.
 */
public interface Budget {
    /** Of who sets no limit. */
    Budget FREE = new Budget() { };

    /**
     * What an organisation says of its own limit.
     *
     * @param limit calls in its window
     * @param used  of them, by whomever
     * @param end   of the window; null where it does not say
     */
    record Allowance(long limit, long used, Instant end) { }

    /** What came of a call. */
    enum Outcome {
        /** An answer, whatever it says. */
        SERVED,
        /** Too many calls, and no word on when to call again. */
        REFUSED,
        /** No answer, or none that says whether there are too many. */
        LOST
    }

    /**
     * Counts a call that is about to be made; by its {@link Urgency}, waits for its turn if that comes soon.
     *
     * @throws problems.ProblemException of kind QUOTA, with the time when to try again and a {@link TurnedAway} as its cause, if
     *                                   it does not
     */
    default void take() { }

    /** What an answer said of the organisation's limit. */
    default void learn(Allowance allowance) { }

    /** It asked to be left alone. @param wait from now on */
    default void rest(Duration wait) { }

    /** What came of a call that was taken. */
    default void ended(Outcome outcome) { }

    /** The connection that asks was closed: nothing is taken any more, and whoever waits for a turn fails as interrupted. */
    default void close() { }

    /** How long a call of this thread may wait for its turn, all in all; nothing where nobody counts. */
    default Duration patience() {
        return Duration.ZERO;
    }
}
