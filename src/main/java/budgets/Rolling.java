package budgets;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * How many calls were made in a window that ends now and moves on with the time, counted by slots: the one that has begun and
 * so many before it as the window has. So it remembers up to one slot more than the window, and never less.
 *
 * @param width  of a slot
 * @param latest number of the latest slot since 1970
 * @param counts of the slots, the latest first
 */
record Rolling(Duration width, long latest, long[] counts) {

    /** @param slots that the window has */
    static Rolling of(Duration window, int slots) {
        return new Rolling(window.dividedBy(slots), 0, new long[slots + 1]);
    }

    static Rolling minute() {
        return of(Duration.ofMinutes(1), 12);
    }

    static Rolling hour() {
        return of(Duration.ofHours(1), 12);
    }

    static Rolling day() {
        return of(Duration.ofHours(24), 24);
    }

    /** The same window with what was kept of it. @param kept as {@link #kept} gave it; what does not fit counts as nothing */
    Rolling with(Long[] kept) {
        if (kept == null || kept.length != counts.length + 1) return this;
        return new Rolling(width, kept[0], Arrays.stream(kept).skip(1).mapToLong(Long::longValue).toArray());
    }

    Long[] kept() {
        Long[] kept = new Long[counts.length + 1];
        kept[0] = latest;
        for (int i = 0; i < counts.length; i++) kept[i + 1] = counts[i];
        return kept;
    }

    Rolling add(Instant now) {
        Rolling moved = at(now);
        moved.counts[0]++;
        return moved;
    }

    long sum(Instant now) {
        return Arrays.stream(at(now).counts).sum();
    }

    /** @return when fewer than so many are left of what was counted; now, if it is so already */
    Instant fewerThan(long bound, Instant now) {
        Rolling moved = at(now);
        long left = Arrays.stream(moved.counts).sum();
        int slot = counts.length - 1;
        if (left < bound) return now;
        for (; slot > 0; slot--) {
            left -= moved.counts[slot];
            if (left < bound) break;
        }
        return Instant.EPOCH.plus(width.multipliedBy(moved.latest - slot + counts.length));
    }

    /** A clock that goes back a little counts into the latest slot. */
    private Rolling at(Instant now) {
        long slot = Math.max(latest, now.toEpochMilli() / width.toMillis());
        long passed = Math.min(slot - latest, counts.length);
        long[] moved = new long[counts.length];
        System.arraycopy(counts, 0, moved, (int) passed, counts.length - (int) passed);
        return new Rolling(width, slot, moved);
    }
}
