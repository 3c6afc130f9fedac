package connectors.files;

import catalog.Column;
import catalog.Discovered;
import catalog.Selection;
import catalog.Table;
import connectors.files.FilesSettings.Advanced;
import connectors.files.formats.Limits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/** A real folder, and the family's way into it. */
final class Sandbox {
    static final connectors.http.HttpClients CLIENTS = new connectors.http.HttpClients(new egress.Egress(egress.EgressSettings.DEFAULT));
    static final Advanced DEFAULTS = new Advanced(null, null, null, null, null, null, null, null, null, null);

    final Path folder;
    Advanced advanced = DEFAULTS;
    List<String> formats = List.of();
    Limits limits = Limits.DEFAULT;

    Sandbox(Path folder) {
        this.folder = folder;
    }

    Path write(String name, String text) {
        return write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    Path write(String name, byte[] bytes) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.write(file, bytes);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return out.toByteArray();
    }

    FilesSettings settings() {
        return new FilesSettings("local", folder.toString(), formats, advanced);
    }

    FilesSource source() {
        return new FilesSource(settings(), place(), limits);
    }

    /** Reads a table when it is asked for, so that a test can change the folder in between. */
    FolderReader oneAtATime() {
        return new FolderReader(settings(), place(), limits, () -> false, Readers.ONE_AT_A_TIME);
    }

    private LocalPlace place() {
        return new LocalPlace(settings(), new PathPolicy(List.of(), Path.of("/nowhere/serai")));
    }

    FolderReader reader() {
        return (FolderReader) source().beans().get("folder");
    }

    Table table(String schema, String name) throws IOException {
        return reader().table(Map.of("schema", schema, "table", name));
    }

    /** Writes the one file and reads it. */
    Table tableOf(String name, String text) throws IOException {
        write(name, text);
        return table("default", name);
    }

    List<Discovered> imported() throws IOException {
        return imported(Selection.EVERYTHING);
    }

    List<Discovered> imported(Selection selection) throws IOException {
        List<Discovered> all = new ArrayList<>();
        reader().read(selection, null).forEachRemaining(all::add);
        return all;
    }

    /** The reason why the only file cannot be read. */
    Discovered.Unreadable unreadable() throws IOException {
        List<Discovered> all = imported();
        return (Discovered.Unreadable) all.get(0);
    }

    static List<String> names(List<Discovered> all) {
        return all.stream().map(found -> found.tableName().toString()).toList();
    }

    /** {@code name TYPE} of each column, with {@code ?} where it may be null. */
    static List<String> columns(Table table) {
        return table.columns().stream().map(column -> column.name() + " " + column.type() + (column.nullable() ? "?" : "")).toList();
    }

    static Map<String, String> nativeTypes(Table table) {
        return table.columns().stream().collect(Collectors.toMap(Column::name, Column::nativeType));
    }
}
