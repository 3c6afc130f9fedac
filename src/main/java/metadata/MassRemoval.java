package metadata;

import problems.FailureKind;
import problems.Problem;

/** The guard against an import that would remove what is only out of sight. */
final class MassRemoval {
    private MassRemoval() { }

    /**
     * @param missing tables that are known, were asked for and were not seen
     * @param seen    tables that were known and seen again
     * @param read    tables that the source showed at all
     * @return why nothing may be removed; null when all is well
     */
    static Problem check(long missing, long seen, long read, int maxPercent) {
        if (missing == 0) return null;
        long known = missing + seen;
        if (read == 0) return stop(missing, known, "The source shows no table at all; the login may have lost its rights.");
        long percent = Math.round(100.0 * missing / known);
        return percent > maxPercent ? stop(missing, known, "The login may have lost rights, or the source was really emptied.")
                : null;
    }

    private static Problem stop(long missing, long known, String cause) {
        return Problem.of(FailureKind.PERMISSION, "mass_removal", "This import would remove " + missing + " of " + known
                        + " known tables, so it stops before that. " + cause)
                .fix("Check what the login can see. "
                        + "If the tables are really gone, import again with a higher max_removed_percent.");
    }
}
