package app;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import problems.CannotStart;

/**
 * A real PostgreSQL of our own under {@code SERAI_HOME}. The library starts servers for tests; what it sets for those is
 * changed here: durable writes, a password from the first moment on, data kept, and nothing listens but loopback.
 */
final class EmbeddedDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final String SUPERUSER = "postgres";

    private final Home home;
    private final FutureTask<DatabaseServer> starting = new FutureTask<>(this::startServer);
    private FileChannel lock;
    private EmbeddedPostgres postgres;

    EmbeddedDatabase(Home home) {
        this.home = home;
    }

    /** Starts in a thread of its own; safe to repeat. */
    void begin() {
        Thread thread = new Thread(starting, "serai-database-start");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Waits until the server answers.
     *
     * @throws CannotStart when another Serai runs on this folder
     */
    DatabaseServer start() {
        starting.run();
        try {
            return starting.get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException known) throw known;
            throw new IllegalStateException(failure.getCause());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Stopped while the embedded PostgreSQL started", stopping);
        }
    }

    private synchronized DatabaseServer startServer() {
        Path data = home.path("postgres");
        String password = home.keptSecret("postgres.password", Passphrase::random);
        int port = Integer.parseInt(home.keptSecret("postgres.port", () -> Integer.toString(freePort())));
        try {
            lockFolder();
            Orphan.stop(data);
            port = freeAgain(port);
            postgres = server(data, password, port).start();
        } catch (IOException failure) {
            throw new UncheckedIOException("The embedded PostgreSQL did not start. Its output is above.", failure);
        }
        return new DatabaseServer("jdbc:postgresql://127.0.0.1:" + port + "/serai", SUPERUSER, password, port, true);
    }

    private EmbeddedPostgres.Builder server(Path data, String password, int port) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(home.privateFolder("postgres-binaries").toFile())
                .setPort(port)
                // else it stops while the rest of the program still needs it
                .setRegisterShutdownHook(false)
                .setConnectConfig("password", password)
                .setPGStartupWait(Duration.ofSeconds(60))
                // code points order as the sources' names do, alike on every machine
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("auth", "scram-sha-256")
                .setLocaleConfig("pwfile", home.path("postgres.password").toString());
        // the first of these undoes the library's -F
        builder.setServerConfig("fsync", "on").setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on").setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("max_connections", "100").setServerConfig("shared_buffers", "128MB")
                .setServerConfig("password_encryption", "scram-sha-256").setServerConfig("log_min_messages", "warning");
        return builder;
    }

    private void lockFolder() throws IOException {
        lock = FileChannel.open(home.path("serai.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock.tryLock() == null) {
            throw new CannotStart("Another Serai is running on " + home.folder()
                    + ". Stop it first, or set SERAI_HOME to another folder.");
        }
    }

    /** The remembered port, unless somebody else has taken it meanwhile. */
    private int freeAgain(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException taken) {
            int other = freePort();
            LOG.info("Port {} of the embedded database is taken; using {} from now on.", port, other);
            home.writePrivate(home.path("postgres.port"), other + "\n");
            return other;
        }
    }

    private static int freePort() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Waits for a start under way; safe to repeat. */
    @Override
    public synchronized void close() throws IOException {
        starting.cancel(false);
        if (postgres != null) postgres.close();
        postgres = null;
        if (lock != null) lock.close();
    }
}
