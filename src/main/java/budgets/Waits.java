package budgets;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** Which calls wait for their turn, and when one did last. */
final class Waits {
    /** Asking our own database takes a moment, too. */
    private static final long LONG_NANOS = Duration.ofSeconds(1).toNanos();

    private static final class Wait {
        private final long start = System.nanoTime();

        boolean isLong(long now) {
            return now - start >= LONG_NANOS;
        }
    }

    private final Set<Wait> current = ConcurrentHashMap.newKeySet();
    /** The end of the last long one; null before the first. */
    private final AtomicReference<Long> lastEnd = new AtomicReference<>();

    void during(Runnable call) {
        Wait wait = new Wait();
        current.add(wait);
        try {
            call.run();
        } finally {
            current.remove(wait);
            long now = System.nanoTime();
            if (wait.isLong(now)) lastEnd.set(now);
        }
    }

    /** @param start by {@link System#nanoTime} */
    boolean anySince(long start) {
        Long end = lastEnd.get();
        long now = System.nanoTime();
        return end != null && end - start >= 0 || current.stream().anyMatch(wait -> wait.isLong(now));
    }
}
