package connectors.files;

import catalog.CodePoints;
import connectors.files.formats.FileType;
import connectors.files.formats.Format;
import connectors.files.places.Looked;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Finds the folders below a base that hold tables. It keeps folders, never files, so its memory does not grow with them. */
final class Walk {
    private static final int LONGEST_SCHEMA = 1_000;

    private record Child(String name, Path path, boolean valid) { }

    /** What one folder and its partitions hold. */
    private static final class Tally {
        private final LikeNames<Boolean> names;
        private boolean unread;

        private Tally(boolean groups) {
            names = new LikeNames<>(groups);
        }
    }

    /** @param keys of the {@code key=value} folders that lead here from the folder whose tally it is */
    private record Here(String path, Path relative, List<String> keys, Tally tally) {
        private Here folder(Child child, boolean groups) {
            return new Here(below(child), relative.resolve(child.path), List.of(), new Tally(groups));
        }

        private Here partition(Child child) {
            List<String> longer = new ArrayList<>(keys);
            longer.add(Partition.of(child.name).key());
            return new Here(below(child), relative.resolve(child.path), List.copyOf(longer), tally);
        }

        private String below(Child child) {
            return path.isEmpty() ? child.name : path + "/" + child.name;
        }
    }

    private final Base base;
    private final FileChoice choice;
    private final FilesSettings.Advanced budget;
    private final BooleanSupplier stopped;
    private final long mostEntries;
    private final List<FolderEntry> folders = new ArrayList<>();
    private final Map<Format, Long> perFormat = new EnumMap<>(Format.class);
    private final Map<Format, Tree.Found> firsts = new EnumMap<>(Format.class);
    private long entries;
    private long others;
    private long tooDeep;
    private String firstTooDeep;

    /** @param mostEntries after how many directory entries of any kind the walk ends */
    Walk(Base base, FileChoice choice, FilesSettings.Advanced budget, long mostEntries, BooleanSupplier stopped) {
        this.base = base;
        this.choice = choice;
        this.budget = budget;
        this.mostEntries = mostEntries;
        this.stopped = stopped;
    }

    Tree run() throws IOException {
        try (Folder opened = base.open()) {
            visit(opened, new Here("", Path.of(""), List.of(), new Tally(choice.groups())), 0);
        }
        if (tooDeep > 0) folders.add(deepNotice());
        folders.sort(null);
        return new Tree(folders, perFormat, others, firsts, isCut());
    }

    private boolean isCut() {
        return entries > mostEntries;
    }

    private void visit(Folder folder, Here here, int depth) throws IOException {
        List<Child> children = new ArrayList<>();
        look(folder, here, children);
        String schema = FolderEntry.schema(here.path);
        if (folder.refused() > 0) folders.add(FolderEntry.refused(schema, here.relative, folder.refused()));
        if (isCut()) {
            count(here);
            folders.add(FolderEntry.cut(schema, here.relative, "max_entries",
                    "The folder and what follows it were not read to the end,"
                    + " because more than " + mostEntries + " entries were met. Choose a folder with fewer files."));
            return;
        }
        children.sort(Comparator.comparing(Child::name, CodePoints::compare));
        // partitions belong to the folder's own tables; these are counted and forgotten before anything else is entered
        for (Child child : children) if (isPartition(child)) descend(folder, child, here, depth + 1);
        count(here);
        for (Child child : children) if (!isPartition(child)) descend(folder, child, here, depth + 1);
    }

    private boolean isPartition(Child child) {
        return choice.groups() && child.valid && Partition.is(child.name);
    }

    /** A folder adds up its own tables; a partition's files are those of the folder above it. */
    private void count(Here here) {
        if (!here.keys.isEmpty()) return;
        long tables = here.tally.names.tables().size();
        if (tables > 0 || here.tally.unread) folders.add(new FolderEntry(FolderEntry.schema(here.path), here.relative, tables, null));
    }

    private void look(Folder folder, Here here, List<Child> children) throws IOException {
        folder.list(entry -> {
            if (++entries > mostEntries) return false;
            look(entry, here, children);
            return true;
        });
    }

    private void look(Folder.Listed entry, Here here, List<Child> children) throws IOException {
        if (stopped.getAsBoolean() || Thread.currentThread().isInterrupted()) throw new InterruptedIOException("stopped");
        Path name = entry.name();
        Optional<String> text = Names.text(name);
        String shown = text.orElseGet(() -> Names.escaped(name));
        if (FileChoice.isHidden(shown)) return;
        Looked looked = look(entry);
        if (looked == null) return;
        if (looked.isFolder()) children.add(new Child(shown, name, text.isPresent()));
        if (!looked.isFile()) return;
        Optional<FileType> type = choice.choose(shown);
        if (type.isEmpty()) others++;
        else count(here, new FileEntry(shown, name, type.get(), text.isPresent(), looked.state()));
    }

    private void count(Here here, FileEntry file) {
        perFormat.merge(file.type().format(), 1L, Long::sum);
        firsts.putIfAbsent(file.type().format(), new Tree.Found(FolderEntry.schema(here.path), here.relative, file));
        if (here.keys.isEmpty()) here.tally.names.add(file.name(), file.type(), true);
        else here.tally.names.addPartitioned(here.keys, file.type(), true);
    }

    /** @return null for what is gone again */
    static Looked look(Folder.Listed entry) throws IOException {
        try {
            return entry.look();
        } catch (NoSuchFileException gone) {
            return null;
        }
    }

    private void descend(Folder parent, Child child, Here above, int depth) throws IOException {
        if (!budget.recursive() || isCut()) return;
        Here here = isPartition(child) ? above.partition(child) : above.folder(child, choice.groups());
        if (base.refuses(here.relative)) return;
        String schema = FolderEntry.schema(here.path);
        if (depth > budget.maxDepth()) {
            tooDeep++;
            if (firstTooDeep == null || CodePoints.compare(schema, firstTooDeep) < 0) firstTooDeep = schema;
            return;
        }
        FolderEntry unread = unreadable(child, here.path, schema, here.relative);
        if (unread == null) unread = enter(parent, child, here, schema, depth);
        if (unread == null) return;
        // the listing of the folder above says why
        if (isPartition(child)) here.tally.unread = true;
        else folders.add(unread);
    }

    private static FolderEntry unreadable(Child child, String path, String schema, Path relative) {
        if (!child.valid()) {
            return FolderEntry.unread(schema, relative, "name_not_text", "The folder's name is not UTF-8. Please rename it.");
        }
        if (path.length() <= LONGEST_SCHEMA) return null;
        return FolderEntry.unread(path.substring(0, LONGEST_SCHEMA), relative, "name_too_long",
                "The folder's path is longer than " + LONGEST_SCHEMA + " characters.");
    }

    private FolderEntry enter(Folder parent, Child child, Here here, String schema, int depth) throws IOException {
        Path relative = here.relative;
        try (Folder folder = parent.enter(child.path())) {
            visit(folder, here, depth);
            return null;
        } catch (AccessDeniedException denied) {
            return FolderEntry.unread(schema, relative, "permission", "Serai is not permitted to read this folder.");
        } catch (NoSuchFileException | NotDirectoryException gone) {
            return null;
        } catch (FileSystemException broken) {
            return FolderEntry.unread(schema, relative, "io",
                    "The folder could not be read from where it lies, or was replaced meanwhile.");
        }
    }

    private FolderEntry deepNotice() {
        return FolderEntry.cut(firstTooDeep, Path.of(""), "max_depth", "The folder lies deeper than " + budget.maxDepth()
                + " levels and was not read" + (tooDeep > 1 ? ", nor were " + (tooDeep - 1) + " others" : "")
                + ". Raise advanced.max_depth to read it.");
    }
}
