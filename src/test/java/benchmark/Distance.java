package benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/** A stretch of network in front of a server: every byte arrives later, but as many at once as were sent. */
final class Distance implements AutoCloseable {
    private static final int CHUNK = 64 * 1024;

    private record Chunk(byte[] bytes, long due) { }

    private final ServerSocket door;
    private final int target;
    private final long oneWayNanos;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "distance");
        thread.setDaemon(true);
        return thread;
    });

    private Distance(int target, Duration roundTrip) {
        this.target = target;
        this.oneWayNanos = roundTrip.toNanos() / 2;
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        threads.execute(this::accept);
    }

    static Distance to(int port, Duration roundTrip) {
        return new Distance(port, roundTrip);
    }

    int port() {
        return door.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        door.close();
        threads.shutdownNow();
    }

    private void accept() {
        try {
            while (true) {
                Socket near = door.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                carry(near, far);
                carry(far, near);
            }
        } catch (IOException closed) {
            // nobody comes any more
        }
    }

    private void carry(Socket from, Socket to) {
        BlockingQueue<Chunk> underWay = new LinkedBlockingQueue<>();
        threads.execute(() -> send(from, underWay));
        threads.execute(() -> deliver(underWay, to));
    }

    private void send(Socket from, BlockingQueue<Chunk> underWay) {
        byte[] buffer = new byte[CHUNK];
        try {
            InputStream in = from.getInputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                underWay.add(new Chunk(java.util.Arrays.copyOf(buffer, read), System.nanoTime() + oneWayNanos));
            }
        } catch (IOException broken) {
            // the other side learns it by the end
        }
        underWay.add(new Chunk(null, 0));
    }

    private static void deliver(BlockingQueue<Chunk> underWay, Socket to) {
        try (to) {
            for (Chunk chunk = underWay.take(); chunk.bytes != null; chunk = underWay.take()) {
                for (long early = chunk.due - System.nanoTime(); early > 0; early = chunk.due - System.nanoTime()) LockSupport.parkNanos(early);
                to.getOutputStream().write(chunk.bytes);
            }
        } catch (IOException | InterruptedException ended) {
            // so be it
        }
    }
}
