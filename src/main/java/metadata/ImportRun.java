package metadata;

import access.Caller;
import catalog.Selection;
import java.util.UUID;

/**
 * One attempt at a part of an import: what the writer needs, and what it counts. It travels through the route as an opaque
 * variable.
 *
 * @see routes.Operations#RUN
 */
final class ImportRun {
    final Import run;
    final UUID importId;
    final UUID accountId;
    final UUID connectionId;
    final ImportPart part;
    final ImportRequest request;
    final Caller caller;
    /** The job's, which waits for the source. */
    final Thread thread = Thread.currentThread();

    long tables;
    long columns;
    long added;
    long changed;
    long unchanged;
    final NotRead notRead = new NotRead();
    final Warnings warnings = new Warnings();

    ImportRun(Import run, ImportPart part, Caller caller) {
        this.run = run;
        this.importId = run.id();
        this.accountId = run.accountId();
        this.connectionId = run.connectionId();
        this.part = part;
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

    /** What the source is asked for. */
    Selection selection() {
        Selection whole = request.selection();
        if (part.schemas() == null) return whole;
        return new Selection(part.schemas(), whole.tables(), whole.include(), whole.exclude(), whole.includeViews());
    }

    /** What an import found of one table. */
    enum Outcome { ADDED, CHANGED, UNCHANGED }
}
