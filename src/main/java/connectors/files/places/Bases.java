package connectors.files.places;

import connectors.Ladder.Finding;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import problems.FailureKind;
import problems.Problem;

/** What is said when the base folder itself cannot be opened. */
public final class Bases {
    private Bases() { }

    /** Looks whether the base can be listed. @throws problems.ProblemException where it cannot, at its field */
    static Finding target(RemoteFiles files) throws IOException {
        try {
            files.list("", (name, looked) -> false);
            return Finding.passed("The folder is there and can be listed.");
        } catch (NoSuchFileException | AccessDeniedException | NotDirectoryException failed) {
            throw problem(failed, files.baseField()).asException();
        }
    }

    /** @return null where the failure is not one of the base */
    public static Problem problem(IOException failed, String field) {
        if (failed instanceof NoSuchFileException) {
            return Problem.of(FailureKind.NOT_FOUND, "folder_missing", "The folder does not exist on the server.").at(field)
                    .fix("Check the path; what a user sees on a server may begin elsewhere than the server's own root.");
        }
        if (failed instanceof AccessDeniedException) {
            return Problem.of(FailureKind.PERMISSION, "folder_denied", "The server does not let this user list the folder.")
                    .at(field).fix("Give the user the right to read and list the folder.");
        }
        if (failed instanceof NotDirectoryException) {
            return Problem.of(FailureKind.CONFIG, "not_a_folder", "The path does not lead to a folder.").at(field)
                    .fix("Enter the folder that holds the files, not a file.");
        }
        return null;
    }
}
