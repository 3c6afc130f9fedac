package connectors.files;

import catalog.Discovered;
import catalog.Schema;
import catalog.Selection;
import catalog.Table;
import catalog.TableKind;
import catalog.TableSummary;
import connectors.TestReport;
import connectors.files.formats.FileFailure;
import connectors.files.formats.Limits;
import connectors.files.formats.Look;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import problems.FailureKind;
import problems.Problem;

/** What the route templates of the family call: each method is the work of one operation. Holds nothing open between calls. */
public final class FolderReader {
    /** A folder may hold this many times more entries than tables before a walk gives up. */
    private static final long ENTRIES_PER_FILE = 10;
    private static final long LEAST_ENTRIES = 100_000;

    private final FilesSettings settings;
    private final Place place;
    private final BooleanSupplier stopped;
    private final FileChoice choice;
    private final Listing listing;
    private final Look look;

    FolderReader(FilesSettings settings, Place place, Limits limits, BooleanSupplier stopped) {
        this.settings = settings;
        this.place = place;
        this.stopped = stopped;
        this.choice = new FileChoice(settings);
        this.listing = new Listing(choice);
        this.look = new Look(settings.advanced().sampleRows(), limits, stopped);
    }

    public TestReport test() {
        return ladder().climb(true);
    }

    /** As {@link #test}, without looking into files. */
    public TestReport health() {
        return ladder().climb(false);
    }

    private FolderTest ladder() {
        return new FolderTest(settings, place, choice, look);
    }

    /** @return the folders that hold tables, in order; the comment of one that could not be read says why */
    public List<Schema> schemas() throws IOException {
        List<Schema> schemas = new ArrayList<>();
        for (FolderEntry folder : walk(place.open()).folders()) {
            boolean unread = folder.notice() != null;
            int last = schemas.size() - 1;
            if (unread && last >= 0 && schemas.get(last).name().equals(folder.schema())) schemas.remove(last);
            schemas.add(new Schema(folder.schema(),
                    unread ? folder.notice().message() : null, unread ? null : (Long) folder.files()));
        }
        return schemas;
    }

    /** @param request {@code schema}; @return empty where there is no such folder */
    public List<TableSummary> tables(Map<String, String> request) throws IOException {
        String schema = request.get("schema");
        Base base = place.open();
        Optional<Path> relative = relative(schema, base);
        if (relative.isEmpty()) return List.of();
        try (Folder folder = base.open(relative.get())) {
            return listing.of(folder, name -> true, settings.advanced().maxFiles()).stream().limit(settings.advanced().maxFiles())
                    .map(file -> new TableSummary(schema, file.name(), TableKind.FILE, null, null)).toList();
        } catch (NoSuchFileException | NotDirectoryException none) {
            return List.of();
        }
    }

    /**
     * @param request {@code schema} and {@code table}
     * @return null where there is no such table
     * @throws problems.ProblemException where the file cannot be read
     */
    public Table table(Map<String, String> request) throws IOException {
        String schema = request.get("schema");
        Base base = place.open();
        Optional<Path> relative = relative(schema, base);
        Optional<Path> name = Names.segment(request.get("table"));
        if (relative.isEmpty() || name.isEmpty()) return null;
        Optional<FileEntry> file = find(base, relative.get(), name.get());
        if (file.isEmpty()) return null;
        try {
            return new TableReader(base, look).read(schema, relative.get(), file.get());
        } catch (FileFailure failure) {
            throw problem(failure).asException();
        }
    }

    private Optional<FileEntry> find(Base base, Path relative, Path name) throws IOException {
        try (Folder folder = base.open(relative)) {
            return listing.find(folder, name);
        } catch (NoSuchFileException | NotDirectoryException none) {
            return Optional.empty();
        }
    }

    static Problem problem(FileFailure failure) {
        FailureKind kind = switch (failure.code()) {
            case "permission" -> FailureKind.PERMISSION;
            case "still_written", "gone", "io", "timeout" -> FailureKind.TRANSIENT;
            default -> FailureKind.UNSUPPORTED;
        };
        return Problem.of(kind, failure.code(), failure.getMessage());
    }

    /** @return every selected table or the reason why it could not be read, by schema and name in the order of code points */
    public Iterator<Discovered> read(Selection selection) throws IOException {
        Base base = place.open();
        Selection wanted = selection == null ? Selection.EVERYTHING : selection;
        return new FolderImport(base, listing, new TableReader(base, look), wanted,
                settings.advanced().maxFiles(), walk(base).folders());
    }

    private Tree walk(Base base) throws IOException {
        long mostEntries = Math.max(LEAST_ENTRIES, settings.advanced().maxFiles() * ENTRIES_PER_FILE);
        return new Walk(base, choice, settings.advanced(), mostEntries, stopped).run();
    }

    /** @return empty where a schema of this name could not have been listed */
    private Optional<Path> relative(String schema, Base base) {
        if (schema == null) return Optional.empty();
        if (schema.equals(FolderEntry.BASE)) return Optional.of(Path.of(""));
        String path = schema.equals(FolderEntry.schema(FolderEntry.BASE)) ? FolderEntry.BASE : schema;
        String[] names = path.split("/", -1);
        if (!settings.advanced().recursive() || names.length > settings.advanced().maxDepth()) return Optional.empty();
        Path relative = Path.of("");
        for (String name : names) {
            Optional<Path> segment = FileChoice.isHidden(name) ? Optional.empty() : Names.segment(name);
            if (segment.isEmpty()) return Optional.empty();
            relative = relative.resolve(segment.get());
        }
        return base.refuses(relative) ? Optional.empty() : Optional.of(relative);
    }
}
