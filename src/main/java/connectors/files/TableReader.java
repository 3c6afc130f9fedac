package connectors.files;

import catalog.Discovered;
import catalog.Table;
import catalog.TableKind;
import catalog.TableName;
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
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/** Makes a table of one file. What is wrong with a file stays with that file; a stop and a lost base end the whole reading. */
final class TableReader {
    private final Base base;
    private final Look look;

    TableReader(Base base, Look look) {
        this.base = base;
        this.look = look;
    }

    Discovered discover(String schema, Path folder, FileEntry file) throws IOException {
        try {
            return new Discovered.Readable(read(schema, folder, file));
        } catch (FileFailure failure) {
            return new Discovered.Unreadable(new TableName(schema, file.name()), failure.code(), failure.getMessage());
        }
    }

    /**
     * @throws FileFailure where this file cannot be read
     * @throws problems.ProblemException where the base folder cannot
     */
    Table read(String schema, Path folder, FileEntry file) throws IOException {
        if (!file.valid()) throw new FileFailure("name_not_text", "The file's name is not UTF-8. Please rename it.");
        try (Folder opened = base.open(folder)) {
            return read(schema, opened, file);
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

    private Table read(String schema, Folder folder, FileEntry file) throws IOException {
        FileContent content = folder.open(file);
        Sample sample = look.into(file.type(), content);
        content.mustBeUnchanged();
        return table(schema, file, content.state(), sample);
    }

    private static Table table(String schema, FileEntry file, FileState state, Sample sample) {
        Map<String, Object> properties = new HashMap<>(sample.properties());
        properties.put("format", file.type().format().wireName());
        properties.put("size_bytes", state.size());
        if (state.modified() != null) properties.put("modified_at", state.modified().truncatedTo(ChronoUnit.SECONDS).toString());
        properties.put("compressed", file.type().gzip());
        properties.put("sampled_rows", sample.rows());
        Long rows = file.type().gzip() && !sample.complete() ? null : sample.rowEstimate(state.size());
        return Table.ofColumns(schema, file.name(), TableKind.FILE, rows, sample.columns(), properties);
    }
}
