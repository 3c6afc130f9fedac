package metadata;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import problems.Problem;

/**
 * One run, as the REST contract shows it.
 *
 * @param tablesTotal null while it is not known
 * @param problem     why it failed; null otherwise
 * @param waitingUntil when it goes on, while the source may not be asked any more; null while it does not wait
 * @param waitingReason why it waits: a sentence; null while it does not wait
 * @param isPlanned   whether its parts and their jobs are there
 */
public record Import(UUID id, UUID connectionId, String status, String phase,
                     Long tablesTotal, long tablesDone, long columnsDone,
                     long added, long changed, long unchanged, long removed,
                     List<FailedTable> failed, List<String> warnings, Reason problem, Instant waitingUntil, String waitingReason,
                     Instant createdAt, Instant startedAt, Instant finishedAt,
                     @JsonIgnore UUID accountId, @JsonIgnore UUID actingUserId, @JsonIgnore ImportRequest request,
                     @JsonIgnore boolean isPlanned) {

    /** @param code stable; @param message with the place, never with content */
    public record FailedTable(String schema, String table, String code, String message) { }

    public record Reason(String kind, String code, String message, String fix) {
        /** @return null for null */
        public static Reason of(Problem problem) {
            return problem == null ? null : new Reason(problem.kind().name(), problem.code(), problem.message(), problem.fix());
        }
    }

    @JsonIgnore
    public boolean isOver() {
        return !status.equals("queued") && !status.equals("running");
    }

    /** Milliseconds that the rest will take at the pace so far; null while nothing is known. */
    @JsonProperty("eta_ms")
    public Long etaMs() {
        if (isOver() || waitingUntil != null || tablesTotal == null || tablesDone == 0 || startedAt == null) return null;
        long elapsed = Duration.between(startedAt, Instant.now()).toMillis();
        return Math.max(0, elapsed * (tablesTotal - tablesDone) / tablesDone);
    }
}
