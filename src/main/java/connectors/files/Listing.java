package connectors.files;

import catalog.CodePoints;
import catalog.Discovered.Unreadable;
import connectors.files.TableFiles.Found;
import connectors.files.formats.FileState;
import connectors.files.formats.FileType;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The tables of one folder, ordered by name; with grouping also those of the {@code key=value} folders in it. */
final class Listing {
    private static final String SCHEMA_FILE = ".xsd";

    private final FileChoice choice;
    private final boolean recursive;

    Listing(FileChoice choice, boolean recursive) {
        this.choice = choice;
        this.recursive = recursive;
    }

    /**
     * @param notices what of the folder could not be looked into
     * @param cut     whether there are more files than were asked for; the tables are made of the first ones
     */
    record Listed(List<TableFiles> tables, List<Unreadable> notices, boolean cut) { }

    /**
     * @param folder  which {@code relative} leads to
     * @param deepest how many folders deep {@code key=value} may lead
     * @param most    how many files to keep at the most, of the first ones by name
     */
    Listed of(Folder folder, String schema, Path relative, int deepest, long most) throws IOException {
        return new Looking(schema, most).run(folder, relative, deepest);
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

    boolean groups() {
        return choice.groups();
    }

    /** One look at a folder. */
    private final class Looking {
        private final String schema;
        private final long most;
        private final TreeMap<String, Member> files = new TreeMap<>(CodePoints::compare);
        private final Map<String, FileState> schemas = new TreeMap<>();
        private final List<Unreadable> notices = new ArrayList<>();
        private boolean cut;

        private record Member(Found found, List<String> keys) { }

        private Looking(String schema, long most) {
            this.schema = schema;
            this.most = most;
        }

        Listed run(Folder folder, Path relative, int deepest) throws IOException {
            look(folder, relative, "", List.of(), deepest);
            LikeNames<Member> names = new LikeNames<>(choice.groups());
            files.values().forEach(member -> add(names, member));
            List<TableFiles> tables = new ArrayList<>();
            names.tables().forEach((name, members) -> tables.add(new TableFiles(name,
                    members.stream().map(Member::found).sorted((a, b) -> CodePoints.compare(a.shown(), b.shown())).toList(),
                    members.get(0).keys, schemas)));
            return new Listed(tables, notices, cut);
        }

        private void add(LikeNames<Member> names, Member member) {
            FileEntry file = member.found.file();
            if (member.keys.isEmpty()) names.add(file.name(), file.type(), member);
            else names.addPartitioned(member.keys, file.type(), member);
        }

        private void look(Folder folder, Path relative, String shown, List<String> keys, int deepest) throws IOException {
            List<Path> partitions = new ArrayList<>();
            List<IOException> failed = new ArrayList<>();
            folder.names(name -> {
                try {
                    if (failed.isEmpty()) entry(folder, relative, name, shown, keys, partitions);
                } catch (IOException failure) {
                    failed.add(failure);
                }
            });
            if (!failed.isEmpty()) throw failed.get(0);
            if (deepest <= 0) return;
            for (Path partition : partitions) enter(folder, relative, partition, shown, keys, deepest - 1);
        }

        private void entry(Folder folder, Path relative, Path name, String shown, List<String> keys, List<Path> partitions)
                throws IOException {
            Optional<FileEntry> file = find(folder, name);
            if (file.isPresent()) {
                keep(new Found(relative, shown + file.get().name(), file.get()), keys);
                return;
            }
            String plain = name.toString();
            if (plain.toLowerCase(Locale.ROOT).endsWith(SCHEMA_FILE)) schemaFile(folder, name, plain);
            if (choice.groups() && recursive && Names.text(name).filter(Partition::is).isPresent()) partitions.add(name);
        }

        private void keep(Found found, List<String> keys) {
            files.put(found.shown(), new Member(found, keys));
            if (files.size() <= most) return;
            files.pollLastEntry();
            cut = true;
        }

        private void schemaFile(Folder folder, Path name, String plain) throws IOException {
            BasicFileAttributes attributes = Walk.attributes(folder, name);
            if (attributes != null && attributes.isRegularFile()) schemas.put(plain, LocalContent.state(attributes));
        }

        private void enter(Folder parent, Path relative, Path name, String shown, List<String> keys, int deepest)
                throws IOException {
            BasicFileAttributes attributes = Walk.attributes(parent, name);
            if (attributes == null || !attributes.isDirectory()) return;
            String text = Names.text(name).orElseThrow();
            List<String> longer = new ArrayList<>(keys);
            longer.add(Partition.of(text).key());
            try (Folder partition = parent.enter(name)) {
                look(partition, relative.resolve(name), shown + text + "/", List.copyOf(longer), deepest);
            } catch (NoSuchFileException | NotDirectoryException gone) {
                // its files will be missed: that is what happened to them
            } catch (AccessDeniedException denied) {
                notices.add(FolderEntry.notice(schema, "permission", "The user that Serai runs as may not read the folder "
                        + shown + text + "."));
            } catch (FileSystemException broken) {
                notices.add(FolderEntry.notice(schema, "io", "The folder " + shown + text + " could not be read from the disk."));
            }
        }
    }
}
