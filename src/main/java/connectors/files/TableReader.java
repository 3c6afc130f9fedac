package connectors.files;

import catalog.Discovered;
import catalog.Discovered.Unreadable;
import catalog.Table;
import catalog.TableKind;
import catalog.TableName;
import connectors.files.TableFiles.Found;
import connectors.files.formats.FileFailure;
import connectors.files.formats.FileState;
import connectors.files.formats.Look;
import connectors.files.formats.Sample;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a table of a file, or of files that are alike. What is wrong with a file stays with that file; a stop and a lost base
 * end the
 * whole reading.
 */
final class TableReader {
    private final Base base;
    private final Look look;
    private final FileTokens tokens;

    TableReader(Base base, Look look) {
        this.base = base;
        this.look = look;
        this.tokens = new FileTokens(base);
    }

    /**
     * @param known  the token of the import before; null for none
     * @param listed when the files were listed
     * @return the table, or that it is unchanged, or why it cannot be read; before it the files of a group that cannot be read
     */
    List<Discovered> discover(String schema, TableFiles table, String known, Instant listed) throws IOException {
        TableName name = new TableName(schema, table.name());
        if (known != null && tokens.isSame(known, table)) {
            return List.of(new Discovered.Unchanged(name, tokens.renewed(known, table, listed)));
        }
        String token = tokens.of(table, listed);
        if (table.isGroup()) return group(schema, table, token);
        try {
            return List.of(new Discovered.Readable(read(schema, table.first().folder(), table.first().file()), token));
        } catch (FileFailure failure) {
            return List.of(new Unreadable(name, failure.code(), failure.getMessage()));
        }
    }

    private List<Discovered> group(String schema, TableFiles files, String token) throws IOException {
        List<Unreadable> unreadable = new ArrayList<>();
        FileGroup group = new FileGroup(schema, files);
        for (Found found : group.sampled()) {
            try {
                group.add(found, look(found.folder(), found.file()));
            } catch (FileFailure failure) {
                unreadable.add(new Unreadable(new TableName(schema, found.shown()), failure.code(), failure.getMessage()));
            }
        }
        if (group.isEmpty()) return List.of(none(schema, files, unreadable));
        // a file's name sorts before that of its group, but for letters that no date has
        List<Discovered> all = new ArrayList<>(unreadable.stream().filter(one -> one.tableName().name().compareTo(files.name()) < 0)
                .toList());
        all.add(new Discovered.Readable(group.table(), token));
        return all;
    }

    private static Unreadable none(String schema, TableFiles files, List<Unreadable> unreadable) {
        return new Unreadable(new TableName(schema, files.name()), unreadable.get(0).code(), "None of the "
                + unreadable.size() + " files that were looked at can be read. " + unreadable.get(0).tableName().name() + ": "
                + unreadable.get(0).message());
    }

    /** @throws FileFailure where none of the files can be read */
    Table read(String schema, TableFiles files) throws IOException {
        if (!files.isGroup()) return read(schema, files.first().folder(), files.first().file());
        List<Discovered> found = group(schema, files, null);
        Discovered last = found.get(found.size() - 1);
        if (last instanceof Discovered.Readable readable) return readable.table();
        Unreadable unreadable = (Unreadable) last;
        throw new FileFailure(unreadable.code(), unreadable.message());
    }

    /** One file that was looked into. */
    record Looked(FileState state, Sample sample) {
        /** @return null where nothing can be said */
        Long rows(boolean gzip) {
            return gzip && !sample.complete() && sample.counted() == null ? null : sample.rowEstimate(state.size());
        }
    }

    /**
     * @throws FileFailure where this file cannot be read
     * @throws problems.ProblemException where the base folder cannot
     */
    Table read(String schema, Path folder, FileEntry file) throws IOException {
        Looked looked = look(folder, file);
        Map<String, Object> properties = new HashMap<>(looked.sample.properties());
        properties.put("format", file.type().format().wireName());
        properties.put("size_bytes", looked.state.size());
        if (looked.state.modified() != null) properties.put("modified_at", shown(looked.state.modified()));
        properties.put("compressed", file.type().gzip());
        if (!file.type().format().declaresColumns()) properties.put("sampled_rows", looked.sample.rows());
        return Table.ofColumns(schema, file.name(), TableKind.FILE, looked.rows(file.type().gzip()), looked.sample.columns(), properties);
    }

    static String shown(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private Looked look(Path folder, FileEntry file) throws IOException {
        if (!file.valid()) throw new FileFailure("name_not_text", "The file's name is not UTF-8. Please rename it.");
        try (Folder opened = base.open(folder)) {
            FileContent content = opened.open(file);
            Sample sample = look.into(file.type(), file.name(), content);
            content.mustBeUnchanged();
            return new Looked(content.state(), sample);
        } catch (FileFailure | InterruptedIOException | ClosedChannelException passed) {
            throw passed;
        } catch (NoSuchFileException gone) {
            throw new FileFailure("gone", "The file was listed, but is not there any more.");
        } catch (AccessDeniedException denied) {
            throw new FileFailure("permission", "Serai is not permitted to read the file.");
        } catch (FileSystemException replaced) {
            throw LocalContent.notRegular();
        } catch (IOException broken) {
            throw new FileFailure("io", "The file could not be read from where it lies.");
        }
    }
}
