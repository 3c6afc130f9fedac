package connections;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * What a person saved.
 *
 * @param configuration    as stored: secrets are sealed texts
 * @param secretsUpdatedAt pointer of each secret to the time it was set
 * @param version          grows with each edit; routes, pools and caches are made for one version
 */
public record Connection(UUID id, UUID accountId, UUID workspaceId, String name, String description, String connectionType,
                         ObjectNode configuration, Map<String, Instant> secretsUpdatedAt, boolean isActive, Instant lastTestedAt,
                         String testStatus, String testErrorMessage, ObjectNode importSettings, Instant lastImportAt,
                         UUID ownerId, Visibility visibility, UUID createdBy, Instant createdAt, Instant updatedAt,
                         long version) { }
