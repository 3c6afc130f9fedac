package connectors.files;

import catalog.CodePoints;
import connectors.files.formats.FileType;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The tables of one folder, ordered by name. */
final class Listing {
    private final FileChoice choice;

    Listing(FileChoice choice) {
        this.choice = choice;
    }

    /** @param most how many to keep at the most, of the first ones; that there are more shows by one more */
    Collection<FileEntry> of(Folder folder, Predicate<String> wanted, long most) throws IOException {
        TreeMap<String, FileEntry> files = new TreeMap<>(CodePoints::compare);
        List<IOException> failed = new ArrayList<>();
        folder.names(name -> {
            try {
                if (failed.isEmpty()) {
                    find(folder, name).filter(file -> wanted.test(file.name())).ifPresent(file -> files.put(file.name(), file));
                }
            } catch (IOException failure) {
                failed.add(failure);
            }
            if (files.size() > most + 1) files.pollLastEntry();
        });
        if (!failed.isEmpty()) throw failed.get(0);
        return files.values();
    }

    /** @return empty where the entry is no table: hidden, of another format or name, or not a regular file */
    Optional<FileEntry> find(Folder folder, Path name) throws IOException {
        Optional<String> text = Names.text(name);
        String shown = text.orElseGet(() -> Names.escaped(name));
        Optional<FileType> type = choice.choose(shown);
        if (type.isEmpty()) return Optional.empty();
        BasicFileAttributes attributes = Walk.attributes(folder, name);
        if (attributes == null || !attributes.isRegularFile()) return Optional.empty();
        return Optional.of(new FileEntry(shown, name, type.get(), text.isPresent(), LocalContent.state(attributes)));
    }
}
