package connectors.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Arrays;
import problems.FailureKind;
import problems.Problem;

/** A base folder on this machine, resolved once. */
final class Jail implements Base {
    private final Path base;
    private final PathPolicy policy;

    private Jail(Path base, PathPolicy policy) {
        this.base = base;
        this.policy = policy;
    }

    /**
     * @param text the {@code base_path} of the settings
     * @throws problems.ProblemException of kind CONFIG for what is no absolute path of plain segments
     */
    static Path named(String text) {
        if (text == null || !text.startsWith("/") || text.startsWith("//") || text.indexOf('\0') >= 0
                || Arrays.asList(text.split("/")).contains("..")) {
            throw config("base_path_invalid", "The folder is not an absolute path without '..'.",
                    "Enter the path from the root, such as /data/imports.").asException();
        }
        try {
            return Names.path(text).normalize();
        } catch (IllegalArgumentException impossible) {
            throw config("base_path_invalid", "The folder is no path that this machine knows.",
                    "Enter the path from the root, such as /data/imports.").asException();
        }
    }

    /** @throws problems.ProblemException of kind POLICY, NOT_FOUND, PERMISSION or CONFIG, at the field */
    static Jail of(Path named, PathPolicy policy) throws IOException {
        Path real = policy.check(named);
        try {
            real = real.toRealPath();
        } catch (NoSuchFileException missing) {
            throw missing().asException();
        } catch (AccessDeniedException denied) {
            throw denied().asException();
        } catch (FileSystemException odd) {
            if (leadsThroughAFile(real)) throw notAFolder().asException();
            throw odd;
        }
        policy.check(real);
        if (!Files.isDirectory(real)) throw notAFolder().asException();
        return new Jail(real, policy);
    }

    private static boolean leadsThroughAFile(Path path) {
        for (Path above = path; above != null; above = above.getParent()) {
            if (Files.isRegularFile(above)) return true;
        }
        return false;
    }

    /** @throws problems.ProblemException as {@link #of}: without its base there is no source */
    @Override
    public LocalFolder open() throws IOException {
        try {
            return LocalFolder.open(base);
        } catch (NoSuchFileException missing) {
            throw missing().asException();
        } catch (AccessDeniedException denied) {
            throw denied().asException();
        } catch (NotDirectoryException replaced) {
            throw notAFolder().asException();
        }
    }

    @Override
    public boolean refuses(Path relative) {
        return policy.isRefused(base.resolve(relative));
    }

    static Problem missing() {
        return Problem.of(FailureKind.NOT_FOUND, "folder_missing", "The folder does not exist on the machine that Serai runs on.")
                .at("/base_path").fix("Check the path. In a container the folder must be mounted into it.");
    }

    static Problem denied() {
        return Problem.of(FailureKind.PERMISSION, "folder_denied", "The user that Serai runs as may not read the folder.")
                .at("/base_path").fix("Give that user the right to read the folder and to pass through the folders above it.");
    }

    static Problem notAFolder() {
        return config("not_a_folder", "The path does not lead to a folder.",
                "Enter the folder that holds the files, not a file.");
    }

    private static Problem config(String code, String message, String fix) {
        return Problem.of(FailureKind.CONFIG, code, message).at("/base_path").fix(fix);
    }
}
