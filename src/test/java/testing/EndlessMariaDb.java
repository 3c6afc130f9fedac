package testing;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** In front of a real MariaDB: the first row of each answer about schemas and tables comes again and again, without end. */
public final class EndlessMariaDb implements AutoCloseable {
    private static final int END_OF_ROWS = 0xFE;
    private static final int ERROR = 0xFF;

    private final ServerSocket door;
    private final int target;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "endless");
        thread.setDaemon(true);
        return thread;
    });

    public EndlessMariaDb(int target) {
        this.target = target;
        try {
            door = new ServerSocket(0, 20, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        threads.execute(this::accept);
    }

    public int port() {
        return door.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        door.close();
        threads.shutdownNow();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                threads.execute(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client; Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            threads.execute(() -> forward(client, server));
            answer(new DataInputStream(server.getInputStream()), new BufferedOutputStream(client.getOutputStream(), 1 << 16));
        } catch (IOException gone) {
            // so be it
        }
    }

    private static void forward(Socket client, Socket server) {
        try {
            client.getInputStream().transferTo(server.getOutputStream());
        } catch (IOException gone) {
            // so be it
        }
    }

    private static void answer(DataInputStream from, OutputStream to) throws IOException {
        boolean described = false;
        int firstRow = Integer.MAX_VALUE;
        while (true) {
            byte[] header = new byte[4];
            from.readFully(header);
            byte[] body = from.readNBytes(header[0] & 0xFF | (header[1] & 0xFF) << 8 | (header[2] & 0xFF) << 16);
            int number = header[3] & 0xFF;
            if (number == 1) {
                described = false;
                firstRow = body.length == 1 ? body[0] + 2 : Integer.MAX_VALUE;
            }
            described |= new String(body, StandardCharsets.UTF_8).contains("schema_name");
            boolean isRow = number >= firstRow && body.length > 0 && (body[0] & 0xFF) != END_OF_ROWS && (body[0] & 0xFF) != ERROR;
            do {
                to.write(header);
                to.write(body);
                header[3]++;
            } while (described && isRow);
            if (from.available() == 0) to.flush();
        }
    }
}
