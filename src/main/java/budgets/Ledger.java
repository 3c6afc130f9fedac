package budgets;

import connectors.Budget.Allowance;
import connectors.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The account of one organisation: what it says of its limit, what was asked since, and whether it wants to be left alone.
 * Knows the time only as it is told, and no database.
 *
 * <p>A limit with an end is a fixed window: what was used in it only grows, until it ends. A limit without an end is one of 24
 * hours that roll (Salesforce: {@code api-usage} of the last 24 hours): there what is used may fall, and answers overtake each
 * other; so the most that was said within a minute counts. When it is used up nobody can say when others' calls fall out of it,
 * so one call an hour goes to find out. What was not heard of for 24 hours has passed.
 */
final class Ledger {
    static final Duration WINDOW = Duration.ofHours(24);
    static final Duration FARTHEST_END = Duration.ofDays(32);
    static final Duration LONGEST_REST = Duration.ofHours(24);
    static final Duration ASK_AGAIN = Duration.ofHours(1);
    /** A probe that was not answered by then is believed lost. */
    static final Duration PROBE = Duration.ofMinutes(1);
    /** How often the others look whether the probe was answered. */
    static final Duration LOOK = Duration.ofMillis(300);
    /** Answers overtake each other by no more than that. */
    private static final Duration OVERTAKING = Duration.ofMinutes(1);
    private static final long LARGEST = 1_000_000_000_000L;
    /** connectors.md 1.5: full jitter, base 1 s, factor 2, cap 60 s. */
    private static final long FIRST_BACKOFF_MILLIS = 1_000;
    private static final int DOUBLINGS = 6;
    private static final long LONGEST_BACKOFF_MILLIS = 60_000;
    private static final double SLOWEST = 0.1;
    private static final double FASTER = 0.1;

    Long limit;
    long used;
    Instant windowEnd;
    long peak;
    Instant peakSince;
    Instant heardAt;
    Rolling day = Rolling.day();
    Instant restingUntil;
    int refusals;
    Instant probeUntil;
    Double pace;
    Instant nextCallAt;

    private final Rules rules;

    Ledger(Rules rules) {
        this.rules = rules;
    }

    /** Counts the call if it may be made now. @param ownNext when the connection's own bounds allow it */
    Turn take(Urgency urgency, Instant ownNext, Instant now) {
        forget(now);
        Turn kept = kept(urgency, ownNext, now);
        if (kept != null) return kept;
        if (refusals > 0 || isUsedUp(urgency)) probeUntil = now.plus(PROBE);
        if (pace != null) nextCallAt = now.plusNanos((long) (1e9 / pace));
        if (limit != null) used++;
        day = day.add(now);
        return new Turn(Turn.Kind.GO, now);
    }

    /** @return null when nothing keeps the call */
    private Turn kept(Urgency urgency, Instant ownNext, Instant now) {
        if (isLater(restingUntil, now)) return new Turn(Turn.Kind.RESTING, restingUntil);
        if (isLater(ownNext, now)) return new Turn(Turn.Kind.OWN_LIMIT, ownNext);
        if (isUsedUp(urgency) && isLater(turns(now), now)) return new Turn(Turn.Kind.USED_UP, turns(now));
        if (isLater(probeUntil, now)) return new Turn(Turn.Kind.PROBING, now.plus(LOOK));
        return isLater(nextCallAt, now) ? new Turn(Turn.Kind.SLOW, nextCallAt) : null;
    }

    /** What an answer said. Numbers that cannot be are bounded, or say nothing. */
    void learn(Allowance said, Instant now) {
        boolean makesSense = said.limit() > 0 && said.used() >= 0 && !(said.end() != null && !said.end().isAfter(now));
        if (!makesSense) return;
        forget(now);
        long most = Math.min(said.limit(), LARGEST);
        long spent = Math.min(said.used(), most);
        boolean isFirst = limit == null;
        limit = most;
        Instant end = said.end() == null || said.end().isAfter(now.plus(FARTHEST_END)) ? null : said.end();
        if (isFirst) begin(spent, now);
        else if (end == null && windowEnd == null) rolls(spent, now);
        else used = Math.max(used, spent);
        windowEnd = earlier(windowEnd, end);
        heardAt = now;
    }

    private void begin(long spent, Instant now) {
        used = spent;
        peak = spent;
        peakSince = now;
    }

    private void rolls(long spent, Instant now) {
        if (peakSince == null || heardAt == null || now.isAfter(heardAt.plus(OVERTAKING))) {
            begin(spent, now);
        } else if (now.isBefore(peakSince.plus(OVERTAKING))) {
            peak = Math.max(peak, spent);
            used = Math.max(used, spent);
        } else {
            used = Math.max(peak, spent);
            peak = spent;
            peakSince = now;
        }
    }

    /** It asked to be left alone. What makes no sense is a refusal without a time. */
    void rest(Duration wait, Instant now) {
        if (wait.isNegative() || wait.isZero()) {
            refused(now);
            return;
        }
        if (!isLater(restingUntil, now)) refusals++;
        Instant until = now.plus(wait.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : wait);
        if (isLater(until, restingUntil)) restingUntil = until;
        probeUntil = null;
    }

    /**
     * Without a word on when to call again; who says no numbers either is called at half the pace. Calls that were under way
     * together are refused together: that counts once.
     */
    void refused(Instant now) {
        if (isLater(restingUntil, now)) return;
        refusals++;
        if (limit == null) pace = Math.max(SLOWEST, (pace == null ? rules.pace() : pace) / 2);
        long most = Math.min(LONGEST_BACKOFF_MILLIS, FIRST_BACKOFF_MILLIS << Math.min(refusals - 1, DOUBLINGS));
        restingUntil = now.plusMillis(1 + ThreadLocalRandom.current().nextLong(most));
        probeUntil = null;
    }

    /** An answer to a call that was made before a rest began says nothing of its end. */
    void served(Instant now) {
        if (isLater(restingUntil, now)) return;
        probeUntil = null;
        refusals = 0;
        restingUntil = null;
        if (pace == null) return;
        pace += FASTER;
        if (pace >= rules.pace()) {
            pace = null;
            nextCallAt = null;
        }
    }

    /** The next call is the probe. */
    void lost() {
        probeUntil = null;
    }

    /** Nothing that an answer could change but the numbers. */
    boolean isCalm() {
        return refusals == 0 && probeUntil == null && pace == null;
    }

    /** For people. */
    long used(Instant now) {
        forget(now);
        return limit == null ? day.sum(now) : used;
    }

    private void forget(Instant now) {
        boolean ended = windowEnd != null && !windowEnd.isAfter(now);
        boolean passed = windowEnd == null && heardAt != null && !heardAt.plus(WINDOW).isAfter(now);
        if (!ended && !passed) return;
        used = passed ? day.sum(now) : 0;
        windowEnd = null;
        peakSince = null;
        heardAt = now;
    }

    private boolean isUsedUp(Urgency urgency) {
        return limit != null && used >= rules.share(limit, urgency);
    }

    /** When more may be asked, or at least somebody may ask how much that is: also of a window that ends in weeks. */
    private Instant turns(Instant now) {
        Instant ask = heardAt == null ? now : heardAt.plus(windowEnd == null ? ASK_AGAIN : WINDOW);
        return earlier(windowEnd, ask);
    }

    private static boolean isLater(Instant time, Instant other) {
        return time != null && (other == null || time.isAfter(other));
    }

    private static Instant earlier(Instant known, Instant said) {
        if (known == null || said == null) return known == null ? said : known;
        return known.isBefore(said) ? known : said;
    }
}
