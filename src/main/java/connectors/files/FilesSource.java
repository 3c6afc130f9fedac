package connectors.files;

import connectors.Causes;
import connectors.Source;
import connectors.files.formats.FileFailure;
import connectors.files.formats.Limits;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;

/** A place of files behind a connection. */
public final class FilesSource implements Source {
    private static final int READERS = 2;
    private static final int AHEAD = 8;
    private static final int IDLE_SECONDS = 5;

    private final Place place;
    private final FolderReader reader;
    private final ExecutorService threads = threads();
    private volatile boolean closed;

    FilesSource(FilesSettings settings, Place place, Limits limits) {
        this.place = place;
        this.reader = new FolderReader(settings, place, limits, () -> closed, new Readers(threads, AHEAD));
    }

    /** None while nothing is read; they end no program. */
    private static ExecutorService threads() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(READERS, READERS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                work -> {
                    Thread thread = new Thread(work, "serai-files");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    @Override
    public Map<String, Object> beans() {
        return Map.of("folder", reader);
    }

    @Override
    public Problem explain(Throwable failure) {
        return problem(failure, place);
    }

    /** Reading that is under way ends at its next look at the place. */
    @Override
    public void close() {
        closed = true;
        threads.shutdownNow();
        place.close();
    }

    static Problem problem(Throwable failure, Place place) {
        List<Throwable> chain = Causes.of(failure);
        Optional<Problem> said = chain.stream().map(FilesSource::said).filter(Objects::nonNull).findFirst()
                .or(() -> Optional.ofNullable(place.explain(failure)))
                .or(() -> chain.stream().map(FilesSource::known).filter(Objects::nonNull).findFirst());
        return said.orElseGet(() -> Problem.of(FailureKind.INTERNAL, "internal",
                        "Something went wrong on our side while the folder was read.")
                .fix("Please report it with the time of the attempt."));
    }

    private static Problem said(Throwable cause) {
        if (cause instanceof ProblemException known) return known.problem();
        return cause instanceof FileFailure file ? FolderReader.problem(file) : null;
    }

    private static Problem known(Throwable cause) {
        if (cause instanceof NoSuchFileException) return Jail.missing();
        if (cause instanceof AccessDeniedException) return Jail.denied();
        if (cause instanceof NotDirectoryException) return Jail.notAFolder();
        if (cause instanceof InterruptedIOException || cause instanceof ClosedByInterruptException
                || cause instanceof InterruptedException) {
            return Problem.of(FailureKind.TRANSIENT, "stopped", "Reading the folder was stopped before it was done.")
                    .fix("Try again; if it was too slow, choose a smaller folder or pattern.");
        }
        if (!(cause instanceof IOException) || cause.getCause() != null) return null;
        return Problem.of(FailureKind.TRANSIENT, "io", "The folder could not be read from where it lies.")
                .fix("Check that the disk, the network share or the server is there and healthy.");
    }
}
