package connectors.files;

import catalog.Discovered;
import catalog.Selection;
import catalog.TableKind;
import catalog.TableName;
import catalog.TableSummary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The tables of a selection, one at a time, by schema and name. Between two of them nothing is open, so it may be left at
 * any time; it keeps the folders and the names of one folder.
 */
final class FolderImport implements Iterator<Discovered> {
    private final Base base;
    private final Listing listing;
    private final TableReader reader;
    private final Selection selection;
    private final long mostFiles;
    private final Iterator<FolderEntry> folders;
    private FolderEntry folder;
    private Iterator<FileEntry> files = Collections.emptyIterator();
    private long read;
    private boolean ended;
    private Discovered next;

    FolderImport(Base base, Listing listing, TableReader reader, Selection selection, long mostFiles, List<FolderEntry> folders) {
        this.base = base;
        this.listing = listing;
        this.reader = reader;
        this.selection = selection;
        this.mostFiles = mostFiles;
        this.folders = folders.iterator();
    }

    @Override
    public boolean hasNext() {
        try {
            while (next == null && !ended) step();
            return next != null;
        } catch (IOException failure) {
            ended = true;
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public Discovered next() {
        if (!hasNext()) throw new NoSuchElementException();
        Discovered discovered = next;
        next = null;
        return discovered;
    }

    private void step() throws IOException {
        if (files.hasNext()) file(files.next());
        else if (folders.hasNext()) folder(folders.next());
        else ended = true;
    }

    private void file(FileEntry file) throws IOException {
        if (read++ < mostFiles) {
            next = reader.discover(folder.schema(), folder.relative(), file);
            return;
        }
        ended = true;
        next = new Discovered.Unreadable(new TableName(folder.schema(), file.name()), "max_files",
                "This file and all that follow it were left out, because " + mostFiles + " files were read."
                        + " Raise advanced.max_files, or choose a smaller folder or pattern.", Discovered.Extent.FOLLOWING);
    }

    private void folder(FolderEntry entered) {
        folder = entered;
        if (!selection.schemas().isEmpty() && !selection.schemas().contains(entered.schema())) return;
        if (entered.notice() != null) {
            if (selection.covers(entered.notice().tableName())) next = entered.notice();
            return;
        }
        list(entered);
    }

    private boolean isSelected(String name) {
        return selection.test(new TableSummary(folder.schema(), name, TableKind.FILE, null, null));
    }

    private void list(FolderEntry entered) {
        try (Folder opened = base.open(entered.relative())) {
            files = listing.of(opened, this::isSelected, mostFiles - read).iterator();
        } catch (AccessDeniedException denied) {
            next = FolderEntry.notice(entered.schema(), "permission", "Serai is not permitted to read this folder.");
        } catch (NoSuchFileException gone) {
            // its files will be missed: that is what happened to them
            files = Collections.emptyIterator();
        } catch (FileSystemException replaced) {
            next = FolderEntry.notice(entered.schema(), "not_a_folder",
                    "The folder was found, but is not a folder any more. Links are not followed.");
        } catch (IOException broken) {
            next = FolderEntry.notice(entered.schema(), "io", "The folder could not be read from where it lies.");
        }
    }
}
