package connectors.files.formats;

import java.io.IOException;

/** The permitted bytes of a file are read: what was seen so far counts, if it holds a row. */
final class CapReached extends IOException {

    /** Parsers wrap what their input throws. */
    static boolean causes(Throwable failure) {
        return Causes.find(failure, CapReached.class) != null;
    }
}
