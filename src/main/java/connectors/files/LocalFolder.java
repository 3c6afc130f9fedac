package connectors.files;

import connectors.files.places.Looked;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Iterator;
import java.util.Set;

/**
 * An open directory. What is in it is looked at and opened relative to it, never through a path, and never through a link:
 * whoever moves or replaces folders meanwhile cannot lead the reader elsewhere.
 */
final class LocalFolder implements Folder {
    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    private final SecureDirectoryStream<Path> stream;

    private LocalFolder(DirectoryStream<Path> stream) throws IOException {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            this.stream = secure;
            return;
        }
        stream.close();
        throw new FileSystemException(null, null, "this platform opens no files relative to a folder");
    }

    /** @param real a path without links; it is checked after opening that there is still none */
    static LocalFolder open(Path real) throws IOException {
        LocalFolder opened = new LocalFolder(Files.newDirectoryStream(real));
        try {
            opened.mustBe(real);
            return opened;
        } catch (IOException | RuntimeException replaced) {
            opened.close();
            throw replaced;
        }
    }

    private void mustBe(Path real) throws IOException {
        Object here = stream.getFileAttributeView(BasicFileAttributeView.class).readAttributes().fileKey();
        Object there = Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
        if (here.equals(there) && real.equals(real.toRealPath())) return;
        throw new NotDirectoryException("the base folder was replaced");
    }

    @Override
    public void list(Visitor to) throws IOException {
        try {
            Iterator<Path> entries = stream.iterator();
            boolean more = true;
            while (more && entries.hasNext()) more = to.visit(new Entry(this, entries.next().getFileName()));
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
    }

    /** An entry that has not been looked at yet: most are chosen by their names alone. */
    private record Entry(LocalFolder folder, Path name) implements Listed {
        @Override
        public Looked look() throws IOException {
            return folder.look(name);
        }
    }

    @Override
    public Looked look(Path name) throws IOException {
        BasicFileAttributes found = attributes(name);
        return new Looked(found.isRegularFile(), found.isDirectory(), LocalContent.state(found));
    }

    BasicFileAttributes attributes(Path name) throws IOException {
        return stream.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS).readAttributes();
    }

    /** @throws NotDirectoryException for a link too */
    @Override
    public LocalFolder enter(Path name) throws IOException {
        // looked at first: opening a pipe would wait for its writer
        if (!look(name).isFolder()) throw new NotDirectoryException("not a folder");
        return new LocalFolder(stream.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS));
    }

    @Override
    public LocalContent open(FileEntry file) throws IOException {
        return LocalContent.of(this, file.path());
    }

    /** Opens a file that {@link #look} has called regular. */
    SeekableByteChannel read(Path name) throws IOException {
        return stream.newByteChannel(name, READ);
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
