package connectors.rest;

import connectors.rest.description.Description;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.time.Duration;
import java.time.Instant;

/**
 * The description that was read last. It is asked for again when it has not been asked for during {@link #FRESH}, and read again
 * only when it is another one. Given up when memory runs out.
 */
final class Known {
    private static final Duration FRESH = Duration.ofSeconds(30);

    /** @param token see {@link Found} */
    record State(Description description, String token) { }

    private final Lookup lookup;
    private volatile SoftReference<Found> kept = new SoftReference<>(null);
    private Instant asked = Instant.EPOCH;

    Known(Lookup lookup) {
        this.lookup = lookup;
    }

    /** One at a time: who comes meanwhile gets what the first one read. */
    synchronized State state() throws IOException {
        Found before = kept.get();
        boolean fresh = before != null && Instant.now().isBefore(asked.plus(FRESH));
        Found found = fresh ? before : lookup.look(before);
        if (!fresh) {
            kept = new SoftReference<>(found);
            asked = Instant.now();
        }
        return new State(found.description(), found.token());
    }

    /** About how many calls it takes to read it again; waits for nobody who reads it. */
    long calls() {
        return lookup.calls(kept.get());
    }

    /** Asks now, whenever it was asked last: for a test. */
    synchronized State again() throws IOException {
        asked = Instant.EPOCH;
        return state();
    }
}
