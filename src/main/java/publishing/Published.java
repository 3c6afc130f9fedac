package publishing;

import catalog.TableName;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A dataset at a target, side by side with its source.
 *
 * @param connectionId of the target
 * @param version      of the dataset, as it was published
 * @param source       what imports know of it
 * @param state        {@code in_sync}; {@code behind}: the dataset has gone on; {@code drifted}: the target is another one than
 *                     was
 *                     published; {@code unknown}: nobody could look yet
 * @param checkedAt    null when the target was never looked at
 */
public record Published(UUID id, UUID datasetId, UUID connectionId, String connectionName, UUID publicationId, TableName target,
                        int version, Instant publishedAt, Source source, String state, List<Difference> differences,
                                Instant checkedAt) {

    /**
     * The dataset as the last import saw it.
     *
     * @param version    that is current
     * @param lastSeenAt when an import found it last
     * @param changedAt  when its current version was found
     * @param removedAt  when an import found that it is gone; null while it is there
     */
    public record Source(UUID connectionId, String connectionName, TableName table, int version, Instant lastSeenAt,
            Instant changedAt,
                         Instant removedAt) { }

    /**
     * @param kind    of the step that would remove it, or {@code note}, {@code source_gone}, {@code not_checked}
     * @param message a sentence
     * @param loses   whether removing it takes something away at the target
     */
    public record Difference(String kind, String message, boolean loses) { }
}
