package connectors.files;

import java.io.IOException;
import java.nio.file.Path;

/** The base folder of a connection during one operation, and the only door to what is below it. */
interface Base {

    /** @throws problems.ProblemException where the base cannot be opened: without it there is no source */
    Folder open() throws IOException;

    /** @param relative names below the base, as a walk has found them; the empty path is the base itself */
    default Folder open(Path relative) throws IOException {
        Folder folder = open();
        if (relative.toString().isEmpty()) return folder;
        for (Path segment : relative) {
            try (Folder parent = folder) {
                folder = parent.enter(segment);
            }
        }
        return folder;
    }

    /** Whether a walk that comes to this folder turns back. */
    boolean refuses(Path relative);
}
