package connectors.files.formats;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedChannelException;
import javax.xml.stream.XMLStreamException;

/** Looks behind the exceptions of parsers for what their input threw. */
final class Causes {
    private static final int DEEPEST = 20;

    private Causes() { }

    /** Rethrows what is not about the file's content: our own refusals, an interruption, a failing disk. */
    static void rethrowInput(Throwable failure) throws IOException {
        FileFailure known = find(failure, FileFailure.class);
        if (known != null) throw known;
        InterruptedIOException interrupted = find(failure, InterruptedIOException.class);
        if (interrupted != null) throw interrupted;
        ClosedChannelException closed = find(failure, ClosedChannelException.class);
        if (closed != null) throw closed;
    }

    static <T extends Throwable> T find(Throwable failure, Class<T> kind) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < DEEPEST; i++, cause = next(cause)) {
            if (kind.isInstance(cause)) return kind.cast(cause);
        }
        return null;
    }

    private static Throwable next(Throwable failure) {
        return failure instanceof XMLStreamException stream && stream.getNestedException() != null
                ? stream.getNestedException() : failure.getCause();
    }
}
