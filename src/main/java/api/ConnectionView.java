package api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import connections.Configurations;
import connections.Connection;
import connections.Visibility;
import java.time.Instant;
import java.util.UUID;

/** A connection as it is shown: secrets are masks. */
record ConnectionView(UUID id, UUID accountId, UUID workspaceId, String name, String description, String connectionType,
                      ObjectNode configuration, boolean isActive, Instant lastTestedAt, String testStatus,
                      String testErrorMessage, ObjectNode importSettings, Instant lastImportAt, UUID ownerId,
                      Visibility visibility, boolean isLocked, UUID createdBy, Instant createdAt, Instant updatedAt,
                      long version) {

    static ConnectionView of(Connection c, Configurations configurations) {
        return new ConnectionView(c.id(), c.accountId(), c.workspaceId(), c.name(), c.description(), c.connectionType(),
                configurations.masked(c), c.isActive(), c.lastTestedAt(), c.testStatus(), c.testErrorMessage(),
                c.importSettings(), c.lastImportAt(), c.ownerId(), c.visibility(), c.visibility() == Visibility.LOCKED,
                c.createdBy(), c.createdAt(), c.updatedAt(), c.version());
    }
}
