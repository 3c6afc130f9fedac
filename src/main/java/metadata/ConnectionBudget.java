package metadata;

import connectors.Budgets.Own;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What a connection may still ask.
 *
 * @param organisations that it leads to and that count calls; empty where nobody counts, and before the first call
 * @param own           bounds that the connection sets itself
 * @param waiting       its imports that wait until something may be asked again
 */
public record ConnectionBudget(UUID connectionId, List<Quota> organisations, List<Own> own, List<Waiting> waiting) {

    /** @param until when it goes on; @param reason a sentence */
    public record Waiting(UUID importId, Instant until, String reason) { }
}
