package testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongPredicate;

/** A stretch of network in front of a real server, that misbehaves when it is told to. */
public final class Gateway implements AutoCloseable {
    /** What happens to a new connection, and to the bytes of those that are open. */
    public enum Mood {
        /** All passes. */
        PASS,
        /** Connections are accepted, and nothing ever comes back. */
        SILENT,
        /** Connections are accepted and broken at once. */
        RESET,
        /** The server's answers come one byte at a time. */
        TRICKLE
    }

    private final ServerSocket door;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger resetsLeft = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "gateway");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Mood mood = Mood.PASS;
    private volatile LongPredicate stopsAfter = bytes -> false;
    private volatile CountDownLatch stopped = new CountDownLatch(1);

    private Gateway(int target) {
        this.target = target;
        try {
            door = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        threads.execute(this::accept);
    }

    /** @param port of the server on this machine */
    public static Gateway to(int port) {
        return new Gateway(port);
    }

    /** In front of nothing, for moods in which nothing gets through. */
    public static Gateway toNowhere(Mood mood) {
        Gateway gateway = new Gateway(0);
        gateway.mood = mood;
        return gateway;
    }

    public int port() {
        return door.getLocalPort();
    }

    public void become(Mood wanted) {
        mood = wanted;
    }

    /** The next connections break; those after them pass. */
    public void resetNext(int connections) {
        resetsLeft.set(connections);
    }

    /** Falls silent in the middle of an answer: when one connection has brought so many bytes from the server. */
    public void fallSilentAfter(long bytes) {
        stopped = new CountDownLatch(1);
        stopsAfter = count -> count > bytes;
    }

    public void awaitSilence() throws InterruptedException {
        stopped.await();
    }

    public void recover() {
        stopsAfter = bytes -> false;
        mood = Mood.PASS;
    }

    /** Connections since the start. */
    public int accepted() {
        return accepted.get();
    }

    /** Connections that neither side has closed. */
    public int open() {
        return open.size();
    }

    @Override
    public void close() {
        closeQuietly(door);
        open.forEach(Gateway::closeQuietly);
        threads.shutdownNow();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                accepted.incrementAndGet();
                open.add(client);
                threads.execute(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            if (mood == Mood.RESET || resetsLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) client.setSoLinger(true, 0);
            else if (mood == Mood.SILENT || target == 0) client.getInputStream().transferTo(OutputStream.nullOutputStream());
            else connect(client);
        } catch (IOException broken) {
            // so be it
        } finally {
            open.remove(client);
        }
    }

    private void connect(Socket client) throws IOException {
        try (Socket server = new Socket()) {
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
            threads.execute(() -> answer(server, client));
            client.getInputStream().transferTo(server.getOutputStream());
        }
    }

    private void answer(Socket server, Socket client) {
        byte[] buffer = new byte[8192];
        long count = 0;
        try {
            InputStream in = server.getInputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                count += read;
                if (stopsAfter.test(count) || mood == Mood.SILENT) {
                    stopped.countDown();
                    in.transferTo(OutputStream.nullOutputStream());
                    return;
                }
                if (mood == Mood.TRICKLE) trickle(buffer, read, client.getOutputStream());
                else client.getOutputStream().write(buffer, 0, read);
            }
            client.shutdownOutput();
        } catch (IOException broken) {
            closeQuietly(client);
        }
    }

    private static void trickle(byte[] bytes, int count, OutputStream out) throws IOException {
        for (int i = 0; i < count; i++) {
            out.write(bytes[i]);
            out.flush();
            pause();
        }
    }

    /** The pace of the trickle; nothing waits for it to be over. */
    private static void pause() throws IOException {
        try {
            new CountDownLatch(1).await(400, java.util.concurrent.TimeUnit.MILLISECONDS);
        } catch (InterruptedException closing) {
            throw new IOException(closing);
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
