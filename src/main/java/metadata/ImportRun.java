package metadata;

import access.Caller;
import catalog.Discovered.Extent;
import catalog.Discovered.Unreadable;
import catalog.Table;
import catalog.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * One attempt at an import: what the writer needs, and what it counts. It travels through the route as an opaque variable.
 *
 * @see routes.Operations#RUN
 */
final class ImportRun {
    private static final int MOST_REPORTED = 1_000;
    private static final int MOST_WARNINGS = 50;
    private static final long LARGE = 1_000_000;

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
    final List<Import.FailedTable> failed = new ArrayList<>();
    /** Larger parts of the source that could not be read. */
    private final List<Unreadable> unread = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();

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
        batch.tables().values().forEach(definition -> warnIfLarge(definition.table()));
        batch.unreadable().forEach(this::fail);
    }

    private void fail(Unreadable unreadable) {
        TableName name = unreadable.tableName();
        if (unreadable.extent() != Extent.TABLE) unread.add(unreadable);
        if (failed.size() < MOST_REPORTED) {
            failed.add(new Import.FailedTable(name.schema(), name.name(), unreadable.code(), unreadable.message()));
        }
    }

    /** Whether the table may be there, although nothing was read of it. */
    boolean mayHide(TableName name) {
        return unread.stream().anyMatch(unreadable -> unreadable.mayHide(name));
    }

    /** The specification's sentence, from the source's statistics. */
    private void warnIfLarge(Table table) {
        if (table.rowEstimate() == null || table.rowEstimate() < LARGE || warnings.size() >= MOST_WARNINGS) return;
        warnings.add("The table '" + table.schema() + "." + table.name() + "' contains " + inWords(table.rowEstimate())
                + " rows. Import may take several minutes.");
    }

    void warn(String sentence) {
        if (warnings.size() < MOST_WARNINGS) warnings.add(sentence);
    }

    private static String inWords(long rows) {
        if (rows >= 1_000 * LARGE) return tenths(rows, 1_000 * LARGE) + " billion";
        return tenths(rows, LARGE) + " million";
    }

    private static String tenths(long rows, long unit) {
        long tenths = Math.round(rows * 10.0 / unit);
        return tenths % 10 == 0 ? Long.toString(tenths / 10) : tenths / 10 + "." + tenths % 10;
    }

    /** What an import found of one table. */
    enum Outcome { ADDED, CHANGED, UNCHANGED }
}
