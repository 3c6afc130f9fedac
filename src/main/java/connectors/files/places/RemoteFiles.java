package connectors.files.places;

import connectors.Ladder;
import connectors.TestReport;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import problems.Problem;

/**
 * The files below the base of a connection on another machine, by one protocol. Whoever calls has checked each path: it is
 * relative to the base, its segments are divided by {@code /}, and none of them is empty, {@code ..} or holds a separator or a
 * control character. What comes back is not checked: a server may send any name.
 *
 * <p>Methods throw {@link java.nio.file.NoSuchFileException} and {@link java.nio.file.AccessDeniedException} for what concerns
 * the one path, {@link connectors.files.formats.FileFailure} for what concerns the one file, and
 * {@link problems.ProblemException} where the place itself does not answer. None of them holds what the server wrote.
 */
public interface RemoteFiles extends AutoCloseable {
    /** For the count of {@link #read}: up to the end. */
    long ALL = -1;

    @FunctionalInterface
    interface Listener {
        /** @param name as the server wrote it; @return whether to show more */
        boolean accept(String name, Looked looked) throws IOException;
    }

    /** Adds the rungs from the name of the host to the open base. */
    void climb(Ladder ladder);

    /** What answers there, for the report of a test. */
    TestReport.Server server();

    /** Shows the entries of a folder as they come, in no order. @param folder empty for the base */
    void list(String folder, Listener to) throws IOException;

    /** @return empty where there is no such entry */
    Optional<Looked> look(String path) throws IOException;

    /**
     * Opens a file for reading; nothing of it is ever written, locked, moved or removed.
     *
     * @param listed what the listing told of it; where the place can, it refuses to read another version
     * @param from   the first byte
     * @param count  how many bytes, or {@link #ALL}; the stream may end earlier where the file does
     */
    InputStream read(String path, Looked listed, long from, long count) throws IOException;

    /** Whether the file is still the one that was listed. A place that reads one version of a file has nothing to ask. */
    boolean isUnchanged(String path, Looked listed) throws IOException;

    /** Says in our words why the server could not be reached; null where that is not the reason. */
    Problem explain(Throwable failure);

    /** Pointer of the setting that names the base. */
    String baseField();

    /** Ends every reading under way. Does not throw. */
    @Override
    void close();
}
