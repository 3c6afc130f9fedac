package metadata;

import access.Caller;
import catalog.TableName;
import java.util.List;
import java.util.UUID;

/**
 * One attempt at an import: what the writer needs, and what it counts. It travels through the route as an opaque variable.
 *
 * @see routes.Operations#RUN
 */
final class ImportRun {
    final UUID importId;
    final UUID accountId;
    final UUID connectionId;
    /** Grows with each attempt. A write with an older one is refused, so that a worker that was believed dead changes nothing. */
    final long fencingToken;
    final ImportRequest request;
    final Caller caller;
    /** The job's, which waits for the source. */
    final Thread thread = Thread.currentThread();

    long tables;
    long columns;
    long added;
    long changed;
    long unchanged;
    long removed;
    private final NotRead notRead = new NotRead();
    final List<Import.FailedTable> failed = notRead.tables();
    final Warnings warnings = new Warnings();

    ImportRun(Import run, long fencingToken, Caller caller) {
        this.importId = run.id();
        this.accountId = run.accountId();
        this.connectionId = run.connectionId();
        this.fencingToken = fencingToken;
        this.request = run.request();
        this.caller = caller;
    }

    void count(Outcome outcome) {
        switch (outcome) {
            case ADDED -> added++;
            case CHANGED -> changed++;
            case UNCHANGED -> unchanged++;
        }
    }

    /** What a person should know of a batch. */
    void note(ImportBatch batch) {
        batch.tables().values().forEach(definition -> warnings.look(definition.table()));
        batch.unreadable().forEach(notRead::add);
    }

    /** Whether the table may be there, although nothing was read of it. */
    boolean mayHide(TableName name) {
        return notRead.mayHide(name);
    }

    /** What an import found of one table. */
    enum Outcome { ADDED, CHANGED, UNCHANGED }
}
