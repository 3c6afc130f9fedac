package publishing;

import access.Caller;
import catalog.TargetTable.TargetStep;
import java.util.UUID;

/** One attempt at applying a plan. */
final class PublishRun {
    /** After so many failed steps in a row the fault is hardly that of each of them. */
    private static final int MOST_FAILURES_IN_A_ROW = 20;

    final UUID id;
    final UUID connectionId;
    final long fencingToken;
    final Caller caller = Caller.current();
    /** The job's, which waits for the target. */
    final Thread thread = Thread.currentThread();
    private int failuresInARow;

    PublishRun(UUID id, UUID connectionId, long fencingToken) {
        this.id = id;
        this.connectionId = connectionId;
        this.fencingToken = fencingToken;
    }

    /** The step that is to be done now. @param attempt 1 for the first one */
    record Step(int position, int tablePosition, int attempt, TargetStep step) { }

    void noteSuccess() {
        failuresInARow = 0;
    }

    /** @return whether to go on with the next step */
    boolean noteFailure() {
        return ++failuresInARow < MOST_FAILURES_IN_A_ROW;
    }
}
