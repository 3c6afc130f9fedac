package metadata;

import access.Caller;
import catalog.Discovered;
import catalog.Selection;
import catalog.Table;
import catalog.TableName;
import changes.TableChange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Reads what an import would read and compares it with what is known: two ordered streams, side by side, so that memory does
 * not grow with the source. It travels through the route as an opaque variable.
 */
final class PreviewRun {
    private static final int MOST_SHOWN = 200;
    /** Reading the old definition of a changed table costs a query. */
    private static final int MOST_COMPARED = 100;

    private final Caller caller = Caller.current();
    private final UUID connectionId;
    private final ImportRequest request;
    private final Selection selection;
    private final Definitions definitions;
    private final DatasetReads rows;
    private final KnownTables known;
    private final NotRead notRead = new NotRead();
    private final Warnings warnings = new Warnings();
    private final List<TableChange> shown = new ArrayList<>();
    private long tables;
    private long columns;
    private long added;
    private long changed;
    private long unchanged;
    private long removed;
    private int compared;

    PreviewRun(UUID connectionId, ImportRequest request, Definitions definitions, DatasetReads rows) {
        this.connectionId = connectionId;
        this.request = request;
        this.selection = request.selection();
        this.definitions = definitions;
        this.rows = rows;
        this.known = new KnownTables(after -> rows.after(connectionId, after));
    }

    /**
     * On a thread of the guard, which interrupts it when the time is over.
     *
     * @param remarks sentences about the source; null for none
     * @throws OwnFailure when it is our database that does not answer
     */
    void read(Iterator<Discovered> source, List<String> remarks) {
        warnings.say(remarks);
        caller.run(() -> {
            while (source.hasNext()) {
                if (Thread.currentThread().isInterrupted()) throw new CancellationException("nobody waits any more");
                Discovered found = source.next();
                ours(() -> take(found));
            }
            ours(this::missTheRest);
        });
    }

    private static void ours(Runnable work) {
        try {
            work.run();
        } catch (DataAccessException | TransactionException failure) {
            throw new OwnFailure(failure);
        }
    }

    private void missTheRest() {
        while (known.peek() != null) miss(known.take());
    }

    private void take(Discovered found) {
        if (found instanceof Discovered.Readable readable) compare(definitions.of(request.options().trim(readable.table())));
        else if (found instanceof Discovered.Unchanged same) keep(Importer.storable(same.tableName()));
        else if (found instanceof Discovered.Unreadable unreadable) leave(unreadable);
    }

    private void keep(TableName name) {
        KnownTables.Known before = knownAs(name);
        if (before == null) throw DatasetRows.neverImported(name);
        tables++;
        columns += before.columns();
        unchanged++;
        if (before.remarkable() != null) warnings.look(before.remarkable());
    }

    private void compare(Definitions.Definition found) {
        Table table = found.table();
        tables++;
        columns += table.columns().size();
        warnings.look(table);
        KnownTables.Known before = knownAs(table.tableName());
        if (before == null) {
            added++;
            show(TableChange.between(null, null, table));
        } else if (Arrays.equals(before.fingerprint(), found.fingerprint())) unchanged++;
        else change(before, found);
    }

    private void change(KnownTables.Known before, Definitions.Definition found) {
        changed++;
        if (compared++ >= MOST_COMPARED || shown.size() >= MOST_SHOWN) return;
        Table old = definitions.lasting(rows.definition(before.id(), before.version()));
        show(TableChange.between(before.id(), old, definitions.lasting(found.text())));
    }

    private void leave(Discovered.Unreadable unreadable) {
        TableName name = Importer.storable(unreadable.tableName());
        notRead.add(new Discovered.Unreadable(name, unreadable.code(), unreadable.message(), unreadable.extent()));
        if (unreadable.extent() == Discovered.Extent.TABLE) knownAs(name);
    }

    /** The known tables before this one were not seen. @return null when there is none of this name */
    private KnownTables.Known knownAs(TableName name) {
        for (KnownTables.Known next = known.peek(); next != null; next = known.peek()) {
            int order = next.name().compareTo(name);
            if (order > 0) return null;
            known.take();
            if (order == 0) return next;
            miss(next);
        }
        return null;
    }

    private void miss(KnownTables.Known gone) {
        if (!selection.test(gone.summary()) || notRead.mayHide(gone.name())) return;
        removed++;
        if (shown.size() < MOST_SHOWN) {
            show(TableChange.between(gone.id(), definitions.lasting(rows.definition(gone.id(), gone.version())), null));
        }
    }

    private void show(TableChange change) {
        if (shown.size() < MOST_SHOWN) shown.add(change);
    }

    Preview result(Preview.Forecast forecast) {
        return new Preview(connectionId, tables, columns, added, changed, unchanged, removed, notRead.tables(), shown,
                added + changed + removed - shown.size(), Import.Reason.of(MassRemoval.check(removed, unchanged + changed, tables,
                request.options().maxRemovedPercent())), warnings.all(), forecast);
    }

    long tables() {
        return tables;
    }
}
