package connections;

import java.util.UUID;

/** Published in the transaction that creates, edits or deletes a connection. */
public record ConnectionChanged(UUID id, UUID accountId, Kind kind) {
    public enum Kind { CREATED, EDITED, DELETED }
}
