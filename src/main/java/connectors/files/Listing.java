package connectors.files;

import catalog.CodePoints;
import catalog.Discovered.Unreadable;
import connectors.files.TableFiles.Found;
import connectors.files.formats.FileState;
import connectors.files.formats.FileType;
import connectors.files.places.Looked;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** The tables of one folder, ordered by name; with grouping also those of the {@code key=value} folders in it. */
final class Listing {
    private static final String SCHEMA_FILE = ".xsd";

    private final FileChoice choice;
    private final boolean recursive;
    private final BooleanSupplier stopped;

    /** @param recursive whether {@code key=value} folders are looked into */
    Listing(FileChoice choice, boolean recursive, BooleanSupplier stopped) {
        this.choice = choice;
        this.recursive = recursive;
        this.stopped = stopped;
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
            folder.list(entry -> {
                look(entry, relative, shown, keys, partitions);
                return true;
            });
            if (deepest <= 0) return;
            for (Path partition : partitions) enter(folder, relative, partition, shown, keys, deepest - 1);
        }

        private void look(Folder.Listed entry, Path relative, String shown, List<String> keys, List<Path> partitions)
                throws IOException {
            if (stopped.getAsBoolean() || Thread.currentThread().isInterrupted()) throw new InterruptedIOException("stopped");
            Optional<FileEntry> file = find(entry);
            if (file.isPresent()) {
                keep(new Found(relative, shown + file.get().name(), file.get()), keys);
                return;
            }
            String plain = entry.name().toString();
            boolean describes = plain.toLowerCase(Locale.ROOT).endsWith(SCHEMA_FILE);
            boolean divides = choice.groups() && recursive && Names.text(entry.name()).filter(Partition::is).isPresent();
            Looked looked = describes || divides ? Walk.look(entry) : null;
            if (looked == null) return;
            if (describes && looked.isFile()) schemas.put(plain, looked.state());
            if (divides && looked.isFolder()) partitions.add(entry.name());
        }

        private void keep(Found found, List<String> keys) {
            files.put(found.shown(), new Member(found, keys));
            if (files.size() <= most) return;
            files.pollLastEntry();
            cut = true;
        }

        private void enter(Folder parent, Path relative, Path name, String shown, List<String> keys, int deepest)
                throws IOException {
            String text = Names.text(name).orElseThrow();
            List<String> longer = new ArrayList<>(keys);
            longer.add(Partition.of(text).key());
            try (Folder partition = parent.enter(name)) {
                look(partition, relative.resolve(name), shown + text + "/", List.copyOf(longer), deepest);
            } catch (NoSuchFileException | NotDirectoryException gone) {
                // its files will be missed: that is what happened to them
            } catch (AccessDeniedException denied) {
                notices.add(FolderEntry.notice(schema, "permission", "Serai is not permitted to read the folder "
                        + shown + text + "."));
            } catch (FileSystemException broken) {
                notices.add(FolderEntry.notice(schema, "io", "The folder " + shown + text + " could not be read from where it lies."));
            }
        }
    }
}
