package connectors.files;

import connectors.files.formats.Content;
import connectors.files.formats.FileFailure;
import connectors.files.formats.FileState;
import connectors.files.places.Looked;
import connectors.files.places.RemoteFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;

/** A file of a place on another machine. Random access is by reads of ranges, so that a footer does not cost the whole file. */
record RemoteContent(RemoteFiles files, RemoteFolder folder, String path, Looked looked) implements FileContent {

    @Override
    public FileState state() {
        return looked.state();
    }

    @Override
    public long size() {
        return looked.state().size();
    }

    @Override
    public InputStream stream() throws IOException {
        return files.read(path, looked, 0, RemoteFiles.ALL);
    }

    @Override
    public SeekableByteChannel channel() {
        return new RangeChannel(size(), (from, count) -> files.read(path, looked, from, count));
    }

    @Override
    public void mustBeUnchanged() throws IOException {
        if (files.isUnchanged(path, looked)) return;
        throw new FileFailure("still_written", "The file changed while it was read. Try again when it is written.");
    }

    @Override
    public Optional<Content> beside(String name) throws IOException {
        return folder.file(name).map(Content.class::cast);
    }
}
