package connectors.files;

import catalog.CodePoints;
import connectors.files.formats.FileType;
import connectors.files.places.Looked;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
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
        folder.list(entry -> {
            find(entry).filter(file -> wanted.test(file.name())).ifPresent(file -> files.put(file.name(), file));
            if (files.size() > most + 1) files.pollLastEntry();
            return true;
        });
        return files.values();
    }

    /** @return empty where there is no such entry, or it is no table */
    Optional<FileEntry> find(Folder folder, Path name) throws IOException {
        return find(new Folder.Listed() {
            @Override
            public Path name() {
                return name;
            }

            @Override
            public Looked look() throws IOException {
                return folder.look(name);
            }
        });
    }

    /** @return empty where the entry is no table: hidden, of another format or name, or not a regular file */
    private Optional<FileEntry> find(Folder.Listed entry) throws IOException {
        Optional<String> text = Names.text(entry.name());
        String shown = text.orElseGet(() -> Names.escaped(entry.name()));
        Optional<FileType> type = choice.choose(shown);
        if (type.isEmpty()) return Optional.empty();
        Looked looked = Walk.look(entry);
        if (looked == null || !looked.isFile()) return Optional.empty();
        return Optional.of(new FileEntry(shown, entry.name(), type.get(), text.isPresent(), looked.state()));
    }
}
