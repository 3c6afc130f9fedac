package connections;

import java.util.UUID;

/**
 * Published in the transaction that creates, edits or deletes a connection.
 *
 * @param moved whether it leads elsewhere than before
 */
public record ConnectionChanged(UUID id, UUID accountId, Kind kind, boolean moved) {
    public enum Kind { CREATED, EDITED, DELETED }
}
