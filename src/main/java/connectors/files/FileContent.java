package connectors.files;

import connectors.files.formats.Content;
import connectors.files.formats.FileState;
import java.io.IOException;

/** The content of a file that a folder has opened; it can be read as long as the folder is open. */
interface FileContent extends Content {

    /** What the file was like when it was opened. */
    FileState state();

    /** @throws connectors.files.formats.FileFailure where the name means another file by now, or the file grew or shrank */
    void mustBeUnchanged() throws IOException;
}
