package connectors.files.formats;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;

/** One file's content, wherever the file lies. Whoever asks for a stream or a channel closes it; both may be asked for more than once. */
public interface Content {

    /** The file from its first byte. @throws IOException also a {@link FileFailure} where this file alone cannot be read */
    InputStream stream() throws IOException;

    /** Read-only access to any place of the file. A place that can only stream may answer with reads of ranges behind it. */
    SeekableByteChannel channel() throws IOException;

    /** In bytes, as stored: of a compressed file before it is decompressed. */
    long size();

    /**
     * A neighbour in the same folder, such as the schema beside a document.
     *
     * @param name one plain segment; whoever implements this checks that it is
     * @return empty where there is no such regular file, or the place does not offer neighbours
     */
    default Optional<Content> beside(String name) throws IOException {
        return Optional.empty();
    }
}
