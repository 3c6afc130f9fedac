package testing;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The first packet of an Oracle listener and no more: it refuses with a code, hangs up, or says nothing. */
public final class OracleListener implements AutoCloseable {
    private static final int REFUSE = 4;
    private static final int HEADER = 12;
    private static final int LONGEST_CONNECT = 4096;

    private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final AtomicInteger callers = new AtomicInteger();
    private final List<Socket> held = new CopyOnWriteArrayList<>();

    private interface Manner {
        void meet(Socket caller) throws IOException;
    }

    private OracleListener(Manner manner) throws IOException {
        Thread door = new Thread(() -> serve(manner), "oracle-listener");
        door.setDaemon(true);
        door.start();
    }

    public static OracleListener refusing(int code) throws IOException {
        return new OracleListener(caller -> refuse(caller, code));
    }

    public static OracleListener hangingUp() throws IOException {
        return new OracleListener(Socket::close);
    }

    public static OracleListener silent() throws IOException {
        return new OracleListener(caller -> { });
    }

    public int port() {
        return server.getLocalPort();
    }

    public int callers() {
        return callers.get();
    }

    private void serve(Manner manner) {
        while (!server.isClosed()) {
            try {
                Socket caller = server.accept();
                held.add(caller);
                callers.incrementAndGet();
                manner.meet(caller);
            } catch (IOException gone) {
                // the next one, if the door is still open
            }
        }
    }

    private static void refuse(Socket caller, int code) throws IOException {
        caller.getInputStream().read(new byte[LONGEST_CONNECT]);
        byte[] reason = ("(DESCRIPTION=(TMP=)(VSNNUM=318767104)(ERR=" + code + ")(ERROR_STACK=(ERROR=(CODE=" + code + ")(EMFI=4))))")
                .getBytes(StandardCharsets.US_ASCII);
        DataOutputStream packet = new DataOutputStream(caller.getOutputStream());
        packet.writeShort(HEADER + reason.length);
        packet.writeShort(0);                       // checksum
        packet.writeByte(REFUSE);
        packet.writeByte(0);
        packet.writeShort(0);                       // checksum of the header
        packet.writeShort(0x2200);                  // whose reason it is
        packet.writeShort(reason.length);
        packet.write(reason);
        packet.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket caller : held) caller.close();
    }
}
