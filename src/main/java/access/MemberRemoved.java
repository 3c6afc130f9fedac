package access;

import java.util.UUID;

/** Published in the transaction in which an admin takes someone out of the current account; the admin is the caller. */
public record MemberRemoved(UUID userId) { }
