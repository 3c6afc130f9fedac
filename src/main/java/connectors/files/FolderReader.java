package connectors.files;

import catalog.Discovered;
import catalog.KnownTokens;
import catalog.Schema;
import catalog.Selection;
import catalog.Table;
import catalog.TableKind;
import catalog.TableSummary;
import connectors.TestReport;
import connectors.files.formats.CsvOptions;
import connectors.files.formats.FileFailure;
import connectors.files.formats.FileType;
import connectors.files.formats.Limits;
import connectors.files.formats.Look;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import problems.FailureKind;
import problems.Problem;

/** What the route templates of the family call: each method is the work of one operation. Holds nothing open between calls. */
public final class FolderReader {
    /** A folder may hold this many times more entries than tables before a walk gives up. */
    private static final long ENTRIES_PER_FILE = 10;
    private static final long LEAST_ENTRIES = 100_000;
    private static final Duration RECENT = Duration.ofMinutes(5);

    private final FilesSettings settings;
    private final Place place;
    private final BooleanSupplier stopped;
    private final FileChoice choice;
    private final Listing listing;
    private final Look look;
    private final Readers readers;
    private volatile Walked last;

    private record Walked(Tree tree, long at) { }

    FolderReader(FilesSettings settings, Place place, Limits limits, BooleanSupplier stopped, Readers readers) {
        this.settings = settings;
        this.place = place;
        this.stopped = stopped;
        this.choice = new FileChoice(settings);
        this.listing = new Listing(choice, settings.advanced().recursive(), stopped);
        this.readers = readers;
        FilesSettings.Advanced files = settings.advanced();
        this.look = new Look(files.sampleRows(), limits, CsvOptions.of(files.header(), files.delimiter(), files.quote(), files.charset()),
                stopped);
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
        for (FolderEntry folder : walked(place.open()).folders()) {
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
        try {
            return list(base, schema, relative.get()).stream().limit(settings.advanced().maxFiles())
                    .map(table -> new TableSummary(schema, table.name(), TableKind.FILE, null, null)).toList();
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
        if (relative.isEmpty()) return null;
        Optional<TableFiles> files = find(base, schema, relative.get(), request.get("table"));
        if (files.isEmpty()) return null;
        try {
            return new TableReader(base, look).read(schema, files.get());
        } catch (FileFailure failure) {
            throw problem(failure).asException();
        }
    }

    private Optional<TableFiles> find(Base base, String schema, Path relative, String table) throws IOException {
        try {
            if (mayBeOfAGroup(table)) {
                return list(base, schema, relative).stream().filter(files -> files.name().equals(table)).findFirst();
            }
            Optional<Path> name = Names.segment(table);
            return name.isEmpty() ? Optional.empty() : file(base, relative, name.get());
        } catch (NoSuchFileException | NotDirectoryException none) {
            return Optional.empty();
        }
    }

    /** A file with nothing in its name that another may have otherwise needs no look at the others. */
    private boolean mayBeOfAGroup(String table) {
        if (table == null || !choice.groups()) return false;
        if (FileType.of(table).isEmpty() || table.indexOf('{') >= 0) return true;
        String stem = LikeNames.stem(table);
        return !NamePattern.of(stem).isPlain(stem);
    }

    private Optional<TableFiles> file(Base base, Path relative, Path name) throws IOException {
        try (Folder folder = base.open(relative)) {
            return listing.find(folder, name).map(file -> new TableFiles(file.name(),
                    List.of(new TableFiles.Found(relative, file.name(), file)), List.of(), Map.of()));
        }
    }

    private List<TableFiles> list(Base base, String schema, Path relative) throws IOException {
        FilesSettings.Advanced budget = settings.advanced();
        int depth = relative.toString().isEmpty() ? 0 : relative.getNameCount();
        try (Folder folder = base.open(relative)) {
            return listing.of(folder, schema, relative, budget.maxDepth() - depth, budget.maxFiles()).tables();
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

    /**
     * @param known what the import before has stored; null for nothing
     * @return every selected table, or that it is unchanged, or the reason why it could not be read, by schema and name in the
     *         order of code points
     */
    public Iterator<Discovered> read(@Body Selection selection, @Variable("known") KnownTokens known) throws IOException {
        Base base = place.open();
        Selection wanted = selection == null ? Selection.EVERYTHING : selection;
        boolean isPart = !wanted.schemas().isEmpty() && wanted.tables().isEmpty();
        return new FolderImport(base, listing, new TableReader(base, look), wanted, settings.advanced(),
                (isPart ? recent(base) : walked(base)).folders(), known == null ? KnownTokens.NONE : known, readers);
    }

    /** The parts of an import are made of the folders that were found when it was planned, a moment ago. */
    private Tree recent(Base base) throws IOException {
        Walked before = last;
        return before != null && System.nanoTime() - before.at < RECENT.toNanos() ? before.tree : walked(base);
    }

    private Tree walked(Base base) throws IOException {
        long mostEntries = Math.max(LEAST_ENTRIES, settings.advanced().maxFiles() * ENTRIES_PER_FILE);
        Tree tree = new Walk(base, choice, settings.advanced(), mostEntries, stopped).run();
        last = new Walked(tree, System.nanoTime());
        return tree;
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
