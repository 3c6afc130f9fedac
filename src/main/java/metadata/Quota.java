package metadata;

import budgets.Organisation;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What may still be asked of an organisation, as people and programs see it.
 *
 * @param organisation   host and tenant
 * @param product        as people call it
 * @param limit          calls in its window, as it says itself; null where it says nothing
 * @param used           of them, by whomever; where it says nothing, our own calls of the last 24 hours
 * @param remaining      null without a limit
 * @param usedPercent    of the limit, with one decimal; null without a limit
 * @param reserved       calls at the end of the limit that imports leave to people and to checks; null without a limit
 * @param windowEnd      when it begins to count anew; null for 24 hours that roll
 * @param restingUntil   nothing is asked before; null when nothing keeps us
 * @param waitingImports of connections that lead there
 * @param connections    that lead there, as far as the caller may see them
 */
public record Quota(String organisation, String product, Long limit, long used, Long remaining, Double usedPercent, Long reserved,
                    Instant windowEnd, Instant restingUntil, long waitingImports, List<UUID> connections) {

    static Quota of(Organisation found) {
        Long limit = found.limit();
        Long remaining = limit == null ? null : (Long) Math.max(0, limit - found.used());
        Double percent = limit == null ? null : (Double) (Math.round(1000.0 * found.used() / limit) / 10.0);
        return new Quota(found.name(), found.product(), limit, found.used(), remaining, percent, found.reserved(),
                found.windowEnd(), found.restingUntil(), found.waitingImports(), found.connections());
    }

    /** Calls that imports may still make; null without a limit. */
    Long leftForImports() {
        return remaining == null ? null : (Long) Math.max(0, remaining - (reserved == null ? 0 : reserved));
    }
}
