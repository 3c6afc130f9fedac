package app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A PostgreSQL that outlived a killed Serai: it still holds the data directory. Call only under the folder's lock. */
final class Orphan {
    private static final Logger LOG = LoggerFactory.getLogger(Orphan.class);
    private static final int SECONDS_TO_STOP = 20;

    private Orphan() { }

    static void stop(Path data) throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) return;
        List<String> lines = Files.readAllLines(pidFile);
        // second line: the data directory, so that a reused process id is never taken for our server
        if (lines.size() > 1 && Path.of(lines.get(1)).equals(data)) {
            ProcessHandle.of(Long.parseLong(lines.get(0).strip())).filter(Orphan::isPostgres).ifPresent(Orphan::end);
        }
        Files.deleteIfExists(pidFile);
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info().command().map(command -> command.endsWith("postgres")).orElse(false);
    }

    /** SIGTERM is PostgreSQL's smart shutdown, which waits for clients; the clients of a killed process are gone. */
    private static void end(ProcessHandle process) {
        LOG.info("Stopping the database server {} that a killed run left behind.", process.pid());
        process.destroy();
        try {
            process.onExit().get(SECONDS_TO_STOP, TimeUnit.SECONDS);
        } catch (TimeoutException stubborn) {
            process.destroyForcibly();
            process.onExit().join();
        } catch (InterruptedException | ExecutionException failure) {
            throw new IllegalStateException("The former database server " + process.pid() + " did not stop", failure);
        }
    }
}
