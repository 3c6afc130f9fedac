package connectors.files;

import connectors.files.formats.FileState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What becomes one table: a file, or files that are alike. A table's name is made by {@link LikeNames} and nowhere else.
 *
 * @param files   by their shown names in the order of code points; at least one
 * @param keys    of the folders {@code key=value} in which they lie
 * @param schemas what XML files among them may be described by: the XSD files of the folder, by name
 */
record TableFiles(String name, List<Found> files, List<String> keys, Map<String, FileState> schemas) {

    /**
     * @param folder relative to the base
     * @param shown  the file's name, after the {@code key=value} folders that lead to it
     */
    record Found(Path folder, String shown, FileEntry file) { }

    Found first() {
        return files.get(0);
    }

    boolean isGroup() {
        return files.size() > 1 || !keys.isEmpty();
    }

    long size() {
        return files.stream().mapToLong(found -> Math.max(0, found.file().state().size())).sum();
    }
}
