package testing.tds;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/** Answers as a SQL Server would, in TDS 7.4, to the driver's own words. It knows no SQL: a test says what a statement brings. */
public final class TdsServer implements AutoCloseable {
    private final ServerSocket door;
    private final SSLContext encryption;
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private final List<LoginPacket> logins = new CopyOnWriteArrayList<>();
    private final List<String> statements = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "tds");
        thread.setDaemon(true);
        return thread;
    });
    volatile Function<LoginPacket, Answer> signIn = login -> Answer.done();
    volatile Function<String, Answer> answers = sql -> Answer.done();

    private TdsServer(SSLContext encryption) {
        this.encryption = encryption;
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        threads.execute(this::accept);
    }

    public static TdsServer plain() {
        return new TdsServer(null);
    }

    public static TdsServer encrypted(SSLContext encryption) {
        return new TdsServer(encryption);
    }

    public int port() {
        return door.getLocalPort();
    }

    /** @param answer a failure refuses the login; anything else lets it in */
    public void onSignIn(Function<LoginPacket, Answer> answer) {
        signIn = answer;
    }

    /** @param answer to a statement, in which parameters stand as {@code @P0}; null falls silent */
    public void onStatement(Function<String, Answer> answer) {
        answers = answer;
    }

    public List<LoginPacket> logins() {
        return logins;
    }

    public List<String> statements() {
        return statements;
    }

    /** Connections that neither side has closed. */
    public int open() {
        return open.size();
    }

    @Override
    public void close() {
        closeQuietly(door);
        open.forEach(TdsServer::closeQuietly);
        threads.shutdownNow();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                open.add(client);
                threads.execute(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            new Session(this, client, encryption).run();
        } catch (IOException gone) {
            // so be it
        } finally {
            open.remove(client);
        }
    }

    private static void closeQuietly(Closeable thing) {
        try {
            thing.close();
        } catch (IOException gone) {
            // it is closed either way
        }
    }
}
