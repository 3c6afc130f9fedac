package budgets;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What may still be asked of an upstream organisation, as people see it.
 *
 * @param name           host and tenant, as the source calls them
 * @param product        as people call it
 * @param limit          calls in its window, as it says itself; null where it says nothing
 * @param used           of them, by whomever; where it says nothing, our own calls of the last 24 hours
 * @param reserved       calls at the end of the limit that imports leave to who waits and to checks; null without a limit
 * @param windowEnd      when it begins to count anew; null for 24 hours that roll
 * @param restingUntil   nothing is asked before; null when nothing keeps us
 * @param waitingImports of the connections that lead there, as far as the caller may see them
 * @param connections    that lead there, as far as the caller may see them
 */
public record Organisation(String name, String product, Long limit, long used, Long reserved, Instant windowEnd,
                           Instant restingUntil, long waitingImports, List<UUID> connections) { }
