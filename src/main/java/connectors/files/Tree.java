package connectors.files;

import connectors.files.formats.Format;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a walk has found: the folders that hold tables or that could not be looked into, in the order of their schemas.
 *
 * @param perFormat how many files of each format
 * @param others    files that are no tables
 * @param firsts    of each format, the first file that the walk met
 * @param cut       whether the walk ended at its limit of entries
 */
record Tree(List<FolderEntry> folders, Map<Format, Long> perFormat, long others, Map<Format, Found> firsts, boolean cut) {

    record Found(String schema, Path folder, FileEntry file) { }

    long files() {
        return perFormat.values().stream().mapToLong(Long::longValue).sum();
    }

    long readableFolders() {
        return folders.stream().filter(folder -> folder.files() > 0).count();
    }
}
