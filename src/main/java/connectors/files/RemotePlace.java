package connectors.files;

import connectors.Ladder;
import connectors.TestReport;
import connectors.files.places.RemoteFiles;
import java.io.IOException;
import java.nio.file.Path;
import problems.Problem;

/** Files on another machine, by whatever protocol. */
final class RemotePlace implements Place {
    private final RemoteFiles files;

    RemotePlace(RemoteFiles files) {
        this.files = files;
    }

    @Override
    public Base open() {
        return new Base() {
            @Override
            public Folder open() {
                return new RemoteFolder(files, "");
            }

            @Override
            public Folder open(Path relative) throws IOException {
                return relative.toString().isEmpty() ? open() : new RemoteFolder(files, RemoteFolder.checked(relative));
            }

            @Override
            public boolean refuses(Path relative) {
                return false;
            }
        };
    }

    @Override
    public void climb(Ladder ladder) {
        files.climb(ladder);
    }

    @Override
    public TestReport.Server server() {
        return files.server();
    }

    /** Of the network at the most: what concerns one file has been explained where it was met. */
    @Override
    public Problem explain(Throwable failure) {
        return files.explain(failure);
    }

    @Override
    public void close() {
        files.close();
    }
}
