package budgets;

import connectors.Budgets.Own;
import java.time.Instant;
import java.util.stream.Stream;

/** What one connection has asked of an organisation, and when it may ask again by its own bounds. */
record OwnCalls(Rolling minute, Rolling hour, Rolling day) {
    /** Of one that has asked nothing yet, or is not saved. */
    static final OwnCalls NONE = new OwnCalls(Rolling.minute(), Rolling.hour(), Rolling.day());

    OwnCalls add(Instant now) {
        return new OwnCalls(minute.add(now), hour.add(now), day.add(now));
    }

    /** @return now, if it may ask now */
    Instant next(Own own, Instant now) {
        return Stream.of(next(minute, own.perMinute(), now), next(hour, own.perHour(), now), next(day, own.perDay(), now))
                .max(Instant::compareTo).orElse(now);
    }

    private static Instant next(Rolling window, Integer bound, Instant now) {
        return bound == null ? now : window.fewerThan(Math.max(1, bound), now);
    }
}
