package publishing;

import catalog.TableName;
import catalog.TargetTable.Note;
import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import metadata.Import;

/**
 * A plan for a target, and what came of it.
 *
 * @param connectionId of the target
 * @param status       {@code planned}, {@code applying}, {@code applied}, {@code partial}, {@code failed}, {@code cancelled}
 * @param allowLoss    whether somebody confirmed the steps that take something away
 * @param problem      why it stopped; null otherwise
 * @param createdBy    null when that user is gone
 * @param version      grows when somebody decides something about it
 */
public record Publication(UUID id, UUID connectionId, String connectionName, String status, PublishRequest.Options options,
                          boolean allowLoss, Tables tables, Steps steps, int notes, Import.Reason problem, UUID createdBy,
                          Instant createdAt, Instant plannedAt, Instant startedAt, Instant finishedAt,
                          @JsonIgnore UUID accountId, @JsonIgnore UUID actingUserId, @JsonIgnore long connectionVersion,
                          @JsonIgnore long version) {

    /** What the target had of the tables when they were planned. */
    public record Tables(int total, int missing, int same, int drifted, int conflict) { }

    /** @param losing those that take something away at the target */
    public record Steps(int total, int losing, int done, int failed, int skipped) {
        public int ended() {
            return done + failed + skipped;
        }
    }

    /**
     * A dataset of the plan.
     *
     * @param version that was planned
     * @param state   {@code missing}, {@code same}, {@code drifted} or {@code conflict} at the target, when it was planned
     * @param status  of its steps together: {@code none}, {@code pending}, {@code done}, {@code failed} or {@code skipped}
     * @param drift   what the last look at the target found, as in {@link Published#state()}; null while it is not there by this
     *                plan
     */
    public record PlannedTable(int position, UUID datasetId, UUID sourceId, TableName source, int version, TableName target,
                               String state, List<Note> notes, int steps, String status, String drift) { }

    /**
     * Something to do at the target.
     *
     * @param table    position of the table that it is about
     * @param status   {@code pending}, {@code done}, {@code failed} or {@code skipped}
     * @param message  what came of it; null while nothing has
     * @param isLate   whether it comes after all that are not
     */
    public record PlannedStep(int position, int table, TableName target, String kind, String summary, String statement,
            boolean loses,
                              String status, String message, int attempts, Instant startedAt, Instant finishedAt,
                              @JsonIgnore boolean isLate) { }

    @JsonIgnore
    public boolean isPlanned() {
        return status.equals("planned");
    }

    @JsonIgnore
    public boolean isUnderWay() {
        return status.equals("applying");
    }

    /** Whether it was begun and ended with something left to do. */
    @JsonIgnore
    public boolean isResumable() {
        return startedAt != null && (status.equals("failed") || status.equals("partial") || status.equals("cancelled"));
    }
}
