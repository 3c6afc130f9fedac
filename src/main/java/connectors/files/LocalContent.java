package connectors.files;

import connectors.files.formats.Content;
import connectors.files.formats.FileFailure;
import connectors.files.formats.FileState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;

/** A regular file of an open folder; it can be read as long as the folder is open. */
record LocalContent(LocalFolder folder, Path name, BasicFileAttributes looked) implements FileContent {

    /** @throws FileFailure for what is no regular file */
    static LocalContent of(LocalFolder folder, Path name) throws IOException {
        BasicFileAttributes looked = folder.attributes(name);
        if (!looked.isRegularFile()) throw notRegular();
        return new LocalContent(folder, name, looked);
    }

    static FileFailure notRegular() {
        return new FileFailure("not_regular", "The file was listed, but is not a regular file any more. Links are not followed.");
    }

    @Override
    public long size() {
        return looked.size();
    }

    @Override
    public InputStream stream() throws IOException {
        return Channels.newInputStream(channel());
    }

    @Override
    public SeekableByteChannel channel() throws IOException {
        SeekableByteChannel channel = folder.read(name);
        try {
            // between looking and opening the name may have come to mean another file
            mustBeUnchanged();
            return channel;
        } catch (IOException changed) {
            channel.close();
            throw changed;
        }
    }

    @Override
    public FileState state() {
        return state(looked);
    }

    @Override
    public void mustBeUnchanged() throws IOException {
        BasicFileAttributes now = of(folder, name).looked;
        if (looked.size() == now.size() && Objects.equals(looked.fileKey(), now.fileKey())) return;
        throw new FileFailure("still_written", "The file changed while it was read. Try again when it is written.");
    }

    @Override
    public Optional<Content> beside(String name) throws IOException {
        Optional<Path> segment = Names.segment(name);
        if (segment.isEmpty()) return Optional.empty();
        try {
            BasicFileAttributes attributes = folder.attributes(segment.get());
            if (!attributes.isRegularFile()) return Optional.empty();
            return Optional.of(new LocalContent(folder, segment.get(), attributes));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    static FileState state(BasicFileAttributes attributes) {
        Object key = attributes.fileKey();
        return new FileState(attributes.size(), attributes.lastModifiedTime().toInstant(), key == null ? null : key.toString());
    }
}
