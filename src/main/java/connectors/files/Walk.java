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
            visit(opened, "", Path.of(""), 0);
        }
        if (tooDeep > 0) folders.add(deepNotice());
        folders.sort(null);
        return new Tree(folders, perFormat, others, firsts, isCut());
    }

    private boolean isCut() {
        return entries > mostEntries;
    }

    private void visit(Folder folder, String path, Path relative, int depth) throws IOException {
        List<Child> children = new ArrayList<>();
        long files = look(folder, path, relative, children);
        String schema = FolderEntry.schema(path);
        if (files > 0) folders.add(new FolderEntry(schema, relative, files, null));
        if (folder.refused() > 0) folders.add(FolderEntry.refused(schema, relative, folder.refused()));
        if (isCut()) {
            folders.add(FolderEntry.cut(schema, relative, "max_entries",
                    "The folder and what follows it were not read to the end,"
                    + " because more than " + mostEntries + " entries were met. Choose a folder with fewer files."));
            return;
        }
        children.sort(Comparator.comparing(Child::name, CodePoints::compare));
        for (Child child : children) {
            if (isCut()) return;
            descend(folder, child, path, relative, depth + 1);
        }
    }

    private long look(Folder folder, String path, Path relative, List<Child> children) throws IOException {
        long[] files = {0};
        folder.list(entry -> {
            if (++entries > mostEntries) return false;
            if (isTable(entry, path, relative, children)) files[0]++;
            return true;
        });
        return files[0];
    }

    private boolean isTable(Folder.Listed entry, String path, Path relative, List<Child> children) throws IOException {
        if (stopped.getAsBoolean() || Thread.currentThread().isInterrupted()) throw new InterruptedIOException("stopped");
        Path name = entry.name();
        Optional<String> text = Names.text(name);
        String shown = text.orElseGet(() -> Names.escaped(name));
        if (FileChoice.isHidden(shown)) return false;
        Looked looked = look(entry);
        if (looked == null) return false;
        if (looked.isFolder()) children.add(new Child(shown, name, text.isPresent()));
        if (!looked.isFile()) return false;
        Optional<FileType> type = choice.choose(shown);
        if (type.isEmpty()) others++;
        type.ifPresent(known -> count(path, relative,
                new FileEntry(shown, name, known, text.isPresent(), looked.state())));
        return type.isPresent();
    }

    private void count(String path, Path relative, FileEntry file) {
        perFormat.merge(file.type().format(), 1L, Long::sum);
        firsts.putIfAbsent(file.type().format(), new Tree.Found(FolderEntry.schema(path), relative, file));
    }

    /** @return null for what is gone again */
    static Looked look(Folder.Listed entry) throws IOException {
        try {
            return entry.look();
        } catch (NoSuchFileException gone) {
            return null;
        }
    }

    private void descend(Folder parent, Child child, String parentPath, Path parentRelative, int depth) throws IOException {
        if (!budget.recursive()) return;
        String path = parentPath.isEmpty() ? child.name() : parentPath + "/" + child.name();
        String schema = FolderEntry.schema(path);
        Path relative = parentRelative.resolve(child.path());
        if (base.refuses(relative)) return;
        if (depth > budget.maxDepth()) {
            tooDeep++;
            if (firstTooDeep == null || CodePoints.compare(schema, firstTooDeep) < 0) firstTooDeep = schema;
            return;
        }
        FolderEntry unread = unreadable(child, path, schema, relative);
        if (unread == null) unread = enter(parent, child, path, schema, relative, depth);
        if (unread != null) folders.add(unread);
    }

    private static FolderEntry unreadable(Child child, String path, String schema, Path relative) {
        if (!child.valid()) {
            return FolderEntry.unread(schema, relative, "name_not_text", "The folder's name is not UTF-8. Please rename it.");
        }
        if (path.length() <= LONGEST_SCHEMA) return null;
        return FolderEntry.unread(path.substring(0, LONGEST_SCHEMA), relative, "name_too_long",
                "The folder's path is longer than " + LONGEST_SCHEMA + " characters.");
    }

    private FolderEntry enter(Folder parent, Child child, String path, String schema, Path relative, int depth)
            throws IOException {
        try (Folder folder = parent.enter(child.path())) {
            visit(folder, path, relative, depth);
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
