package connectors.files;

import connectors.files.formats.FileState;
import connectors.files.places.Bases;
import connectors.files.places.Looked;
import connectors.files.places.RemoteFiles;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import problems.Problem;

/**
 * A folder of a place on another machine: a path there and nothing that is open. Names that the server lists are used only if
 * they can mean nothing but an entry of this folder; camel-ftp did not check that before 4.18.5 (CVE-2026-79983).
 */
final class RemoteFolder implements Folder {
    private static final int LONGEST_NAME = 1_000;

    private final RemoteFiles files;
    private final String path;
    private long refused;

    /** @param path below the base, checked; empty for the base itself */
    RemoteFolder(RemoteFiles files, String path) {
        this.files = files;
        this.path = path;
    }

    /** The segments of a path, divided by slashes. @throws NoSuchFileException where one of them can be no name */
    static String checked(Path relative) throws NoSuchFileException {
        StringBuilder path = new StringBuilder();
        for (Path segment : relative) path.append(path.isEmpty() ? "" : "/").append(name(segment));
        return path.toString();
    }

    private static String name(Path segment) throws NoSuchFileException {
        return Names.text(segment).filter(RemoteFolder::isName).orElseThrow(() -> new NoSuchFileException(null));
    }

    /** Whether it is one segment everywhere, and text: no separator of any system, no way up, no control character. */
    static boolean isName(String name) {
        if (name == null || name.isEmpty() || name.length() > LONGEST_NAME || name.equals(".") || name.equals("..")) return false;
        return name.codePoints().noneMatch(c -> c == '/' || c == '\\' || c == '\uFFFD' || Character.isISOControl(c)
                || Character.getType(c) == Character.SURROGATE || c == '\u2028' || c == '\u2029');
    }

    /** An entry that the listing has told everything of. */
    private record Entry(Path name, Looked look) implements Listed { }

    @Override
    public void list(Visitor to) throws IOException {
        refused = 0;
        try {
            files.list(path, (name, looked) -> {
                if (isName(name)) return to.visit(new Entry(Names.path(name), looked));
                refused++;
                return true;
            });
        } catch (FileSystemException failed) {
            Problem ofTheBase = path.isEmpty() ? Bases.problem(failed, files.baseField()) : null;
            if (ofTheBase != null) throw ofTheBase.asException();
            throw failed;
        }
    }

    @Override
    public long refused() {
        return refused;
    }

    @Override
    public Looked look(Path name) throws IOException {
        return files.look(below(name)).orElseThrow(() -> new NoSuchFileException(null));
    }

    private String below(Path name) throws NoSuchFileException {
        return path.isEmpty() ? name(name) : path + "/" + name(name);
    }

    @Override
    public RemoteFolder enter(Path name) throws IOException {
        return new RemoteFolder(files, below(name));
    }

    @Override
    public RemoteContent open(FileEntry file) throws IOException {
        FileState listed = file.state();
        if (listed.size() >= 0) return content(file.path(), Looked.file(listed));
        Looked looked = look(file.path());
        if (!looked.isFile()) throw LocalContent.notRegular();
        return content(file.path(), looked);
    }

    private RemoteContent content(Path name, Looked looked) throws IOException {
        return new RemoteContent(files, this, below(name), looked);
    }

    /** @return empty where there is no such regular file */
    Optional<RemoteContent> file(String name) throws IOException {
        Optional<Path> segment = isName(name) ? Names.segment(name) : Optional.empty();
        if (segment.isEmpty()) return Optional.empty();
        Optional<Looked> looked = files.look(below(segment.get())).filter(Looked::isFile);
        return looked.isEmpty() ? Optional.empty() : Optional.of(content(segment.get(), looked.get()));
    }

    @Override
    public void close() { }
}
