package ui;

import connections.Connection;
import health.HealthChecks.HealthCheck;
import java.time.Instant;

/**
 * What a status pill says.
 *
 * @param tone     ok, warn, fail, idle or busy: the glyph and its colour
 * @param at       null for no age
 * @param sentence null where the word says it all
 */
public record Status(String tone, String word, Instant at, String sentence) {
    static final Status WAITING = new Status("warn", "Waiting", null, "It goes on by itself when the source may be asked again.");

    /** The newest word on a connection, be it of a test or of a health check: a broken source must not look healthy. */
    static Status of(Connection connection, HealthCheck latest) {
        if (!connection.isActive()) return new Status("idle", "Off", null, "This connection is switched off.");
        Instant tested = connection.lastTestedAt();
        if (latest != null && (tested == null || latest.at().isAfter(tested))) {
            return outcome(latest.status(), latest.at(), latest.message());
        }
        return outcome(connection.testStatus(), tested, connection.testErrorMessage());
    }

    public static Status outcome(String status, Instant at, String sentence) {
        return switch (status) {
            case "success" -> new Status("ok", "Passed", at, sentence);
            case "degraded" -> new Status("warn", "Degraded", at, sentence);
            case "failed" -> new Status("fail", "Failed", at, sentence);
            case "pending", "running" -> new Status("busy", "Testing", at, sentence);
            case "cancelled" -> new Status("idle", "Cancelled", at, sentence);
            case "skipped" -> new Status("idle", "Skipped", at, sentence);
            default -> new Status("idle", "Untested", null, "Nobody has tested this connection yet.");
        };
    }

    public static Status ofImport(String status, Instant at) {
        return switch (status) {
            case "succeeded" -> new Status("ok", "Succeeded", at, null);
            case "partial" -> new Status("warn", "Partial", at, "Some tables could not be read.");
            case "failed" -> new Status("fail", "Failed", at, null);
            case "cancelled" -> new Status("idle", "Cancelled", at, null);
            case "queued" -> new Status("busy", "Queued", at, null);
            default -> new Status("busy", "Running", at, null);
        };
    }

    public static Status ofPublication(String status, Instant at) {
        return switch (status) {
            case "planned" -> new Status("idle", "Planned", at, "Nothing was changed at the target yet.");
            case "applying" -> new Status("busy", "Applying", at, null);
            case "applied" -> new Status("ok", "Applied", at, null);
            case "partial" -> new Status("warn", "Partial", at, "Some steps were not done.");
            case "cancelled" -> new Status("idle", "Cancelled", at, null);
            default -> new Status("fail", "Failed", at, null);
        };
    }

    /** What a target had of a table when it was planned. */
    public static Status ofTarget(String state) {
        return switch (state) {
            case "missing" -> new Status("idle", "To create", null, "It is not at the target yet.");
            case "same" -> new Status("ok", "As wanted", null, "It is at the target as it should be.");
            case "drifted" -> new Status("warn", "To change", null, "What is at the target is not as it should be.");
            default -> new Status("fail", "Conflict", null, "Something of this name is at the target that is left alone.");
        };
    }

    /** What the last look at a published table found. */
    public static Status ofDrift(String state, Instant at) {
        return switch (state) {
            case "in_sync" -> new Status("ok", "In sync", at, "The target has it as the dataset is now.");
            case "behind" -> new Status("warn", "Behind", at, "The dataset has changed since it was published.");
            case "drifted" -> new Status("warn", "Drifted", at, "The target has changed since it was published.");
            default -> new Status("idle", "Unknown", at, "The target could not be looked at.");
        };
    }

    public static Status ofStep(String status) {
        return switch (status) {
            case "done" -> new Status("ok", "Done", null, null);
            case "failed" -> new Status("fail", "Failed", null, null);
            case "skipped" -> new Status("warn", "Left out", null, null);
            default -> new Status("idle", "To do", null, null);
        };
    }

    public static Status ofRoute(String state) {
        return switch (state) {
            case "started" -> new Status("ok", "Started", null, null);
            case "suspended" -> new Status("warn", "Suspended", null, "Calls are refused until someone resumes it.");
            case "stopped" -> new Status("fail", "Stopped", null, "Calls are refused until someone starts it.");
            default -> new Status("busy", new Words().sentence(state), null, null);
        };
    }

    public static Status ofBreaker(String state) {
        return switch (state) {
            case "closed" -> new Status("ok", "Closed", null, "Calls go through.");
            case "half_open" -> new Status("warn", "Half open", null, "A few calls try whether the source has recovered.");
            case "open" -> new Status("fail", "Open", null, "After repeated failures the source is left alone for a while.");
            case "forced_open" -> new Status("fail", "Opened by hand", null,
                    "The source is left alone until someone resets the breaker.");
            default -> new Status("idle", new Words().sentence(state), null, null);
        };
    }

    /** Of an entry in the audit log. */
    public static Status ofOutcome(String outcome) {
        return switch (outcome) {
            case "success" -> new Status("ok", "Done", null, null);
            case "denied" -> new Status("warn", "Denied", null, null);
            default -> new Status("fail", "Failed", null, null);
        };
    }

    public boolean needsAttention() {
        return tone.equals("fail") || tone.equals("warn");
    }
}
