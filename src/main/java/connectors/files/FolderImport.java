package connectors.files;

import catalog.Discovered;
import catalog.KnownTokens;
import catalog.Selection;
import catalog.TableKind;
import catalog.TableName;
import catalog.TableSummary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The tables of a selection, one at a time, by schema and name; a few are read ahead. It may be left at any time: what is under
 * way
 * then ends by itself. It keeps the folders, and the names of one folder.
 */
final class FolderImport implements Iterator<Discovered> {
    private final Base base;
    private final Listing listing;
    private final TableReader reader;
    private final Selection selection;
    private final FilesSettings.Advanced budget;
    private final KnownTokens known;
    private final Iterator<FolderEntry> folders;
    private final Ahead<List<Discovered>> ahead;
    private final Deque<Discovered> found = new ArrayDeque<>();
    private FolderEntry folder;
    private Instant listed;
    private Iterator<TableFiles> tables = Collections.emptyIterator();
    private boolean cut;
    private long read;
    private boolean ended;

    /** @param known what the import before has stored */
    FolderImport(Base base, Listing listing, TableReader reader, Selection selection, FilesSettings.Advanced budget,
                 List<FolderEntry> folders, KnownTokens known, Readers readers) {
        this.base = base;
        this.listing = listing;
        this.reader = reader;
        this.selection = selection;
        this.budget = budget;
        this.known = known;
        this.folders = folders.iterator();
        this.ahead = new Ahead<>(readers);
    }

    @Override
    public boolean hasNext() {
        try {
            while (found.isEmpty()) {
                while (!ended && !ahead.isFull()) step();
                if (ahead.isEmpty()) return false;
                found.addAll(ahead.take());
            }
            return true;
        } catch (IOException failure) {
            ended = true;
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public Discovered next() {
        if (!hasNext()) throw new NoSuchElementException();
        return found.remove();
    }

    private void step() throws IOException {
        if (tables.hasNext()) table(tables.next());
        else if (cut) restLeftOut();
        else if (folders.hasNext()) folder(folders.next());
        else ended = true;
    }

    private void table(TableFiles table) throws IOException {
        if (!selection.test(new TableSummary(folder.schema(), table.name(), TableKind.FILE, null, null))) return;
        read += table.files().size();
        if (read > budget.maxFiles()) {
            ended = true;
            leaveOut(table.name(), cut ? Discovered.Extent.UNKNOWN : Discovered.Extent.FOLLOWING);
            return;
        }
        String schema = folder.schema();
        Instant at = listed;
        String token = known.of(new TableName(schema, table.name()));
        ahead.add(() -> reader.discover(schema, table, token, at));
    }

    /** Of a folder with more files than may be read, the first ones were listed, and what was selected of them was read. */
    private void restLeftOut() {
        cut = false;
        leaveOut("*", Discovered.Extent.UNKNOWN);
    }

    private void leaveOut(String name, Discovered.Extent extent) {
        say(new Discovered.Unreadable(new TableName(folder.schema(), name), "max_files",
                "This file and all that follow it were left out, because " + budget.maxFiles() + " files were read."
                        + " Raise advanced.max_files, or choose a smaller folder or pattern.", extent));
    }

    private void say(Discovered.Unreadable notice) {
        ahead.addReady(List.of(notice));
    }

    private void folder(FolderEntry entered) throws IOException {
        folder = entered;
        if (!selection.schemas().isEmpty() && !selection.schemas().contains(entered.schema())) return;
        if (entered.notice() == null) list(entered);
        else if (selection.covers(entered.notice().tableName())) say(entered.notice());
    }

    private void list(FolderEntry entered) throws IOException {
        listed = Instant.now();
        try (Folder opened = base.open(entered.relative())) {
            Listing.Listed all = listing.of(opened, entered.schema(), entered.relative(), deepest(entered), budget.maxFiles() + 1L);
            all.notices().forEach(this::say);
            tables = all.tables().iterator();
            cut = all.cut();
        } catch (AccessDeniedException denied) {
            say(FolderEntry.notice(entered.schema(), "permission", "Serai is not permitted to read this folder."));
        } catch (NoSuchFileException gone) {
            // its files will be missed: that is what happened to them
            tables = Collections.emptyIterator();
        } catch (FileSystemException replaced) {
            say(FolderEntry.notice(entered.schema(), "not_a_folder",
                    "The folder was found, but is not a folder any more. Links are not followed."));
        } catch (java.io.InterruptedIOException stopped) {
            throw stopped;
        } catch (IOException broken) {
            say(FolderEntry.notice(entered.schema(), "io", "The folder could not be read from where it lies."));
        }
    }

    /** How many levels of partitions may lie below the folder. */
    private int deepest(FolderEntry entered) {
        int depth = entered.relative().toString().isEmpty() ? 0 : entered.relative().getNameCount();
        return budget.recursive() ? budget.maxDepth() - depth : 0;
    }
}
