package health;

import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** When work that is done again and again is due. */
public final class Rounds {
    /** Rounds spread by a tenth, so that a thousand connections do not knock at the same second. */
    private static final double JITTER = 0.1;

    private Rounds() { }

    public static Instant next(int intervalSeconds) {
        double spread = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
        return Instant.now().plusMillis(Math.round(intervalSeconds * 1000 * spread));
    }
}
