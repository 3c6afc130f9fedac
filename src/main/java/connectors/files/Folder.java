package connectors.files;

import connectors.files.places.Looked;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** One folder of a place. It never leads out of itself: names are single segments, and links are not followed. */
interface Folder extends Closeable {

    /** An entry of a listing. */
    interface Listed {
        Path name();

        /** Of the entry itself, not of what it may link to. @throws java.nio.file.NoSuchFileException for what is gone again */
        Looked look() throws IOException;
    }

    @FunctionalInterface
    interface Visitor {
        /** @return whether to show more */
        boolean visit(Listed entry) throws IOException;
    }

    /** Shows all entries, in no order, as they come. */
    void list(Visitor to) throws IOException;

    /** How many names of the last listing were refused, because they could mean another place than this folder. */
    default long refused() {
        return 0;
    }

    /** Of the entry itself, not of what it may link to. @throws java.nio.file.NoSuchFileException where there is none */
    Looked look(Path name) throws IOException;

    /** @throws java.nio.file.NotDirectoryException for a link too */
    Folder enter(Path name) throws IOException;

    /** @throws connectors.files.formats.FileFailure where this is no regular file, or not any more */
    FileContent open(FileEntry file) throws IOException;
}
