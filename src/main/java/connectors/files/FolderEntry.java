package connectors.files;

import catalog.CodePoints;
import catalog.Discovered.Extent;
import catalog.Discovered.Unreadable;
import java.nio.file.Path;

/**
 * A folder that a walk has found.
 *
 * @param schema   its path below the base with {@code /}, as text; {@code default} is the base itself
 * @param relative the same with the bytes that the file system gave
 * @param files    how many tables it holds
 * @param notice   in place of tables: why the folder was not looked into
 */
record FolderEntry(String schema, Path relative, long files, Unreadable notice) implements Comparable<FolderEntry> {
    static final String BASE = "default";

    static FolderEntry unread(String schema, Path relative, String code, String message) {
        return new FolderEntry(schema, relative, 0, notice(schema, code, message));
    }

    /** The walk ended at one of its limits, so there may be other folders that nothing is known of. */
    static FolderEntry cut(String schema, Path relative, String code, String message) {
        return new FolderEntry(schema, relative, 0,
                new Unreadable(new catalog.TableName(schema, "*"), code, message, Extent.UNKNOWN));
    }

    /** Beside the files: there are others, of which nothing can be said but that their names are not used. */
    static FolderEntry refused(String schema, Path relative, long names) {
        String which = names == 1 ? "One name in the folder was left out, because it holds"
                : names + " names in the folder were left out, because they hold";
        return new FolderEntry(schema, relative, 0, new Unreadable(new catalog.TableName(schema, "*"), "name_refused",
                which + " a separator, '..' or control characters, or no text. Please rename what is called so."));
    }

    /** {@code *} stands for all that may be in the folder. */
    static Unreadable notice(String schema, String code, String message) {
        return new Unreadable(new catalog.TableName(schema, "*"), code, message, Extent.SCHEMA);
    }

    /** A subfolder of this very name would otherwise be taken for the base. */
    static String schema(String path) {
        if (path.isEmpty()) return BASE;
        return path.equals(BASE) ? "./" + BASE : path;
    }

    @Override
    public int compareTo(FolderEntry other) {
        return CodePoints.compare(schema, other.schema);
    }
}
