package testing.tds;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** The socket under TLS, whose handshake travels in packets of the type PRELOGIN and all that follows without them. */
final class TlsInside extends Socket {
    private final Socket client;
    private final Packets packets;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private InputStream received = InputStream.nullInputStream();
    private volatile boolean agreed;

    private TlsInside(Socket client) throws IOException {
        this.client = client;
        this.packets = new Packets(client.getInputStream(), client.getOutputStream());
    }

    static Socket of(Socket client, SSLContext encryption) throws IOException {
        TlsInside under = new TlsInside(client);
        SSLSocket tls = (SSLSocket) encryption.getSocketFactory().createSocket(under, null, client.getPort(), true);
        tls.setUseClientMode(false);
        tls.setEnabledProtocols(new String[] {"TLSv1.2"});
        tls.startHandshake();
        under.send();
        under.agreed = true;
        return tls;
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public InputStream getInputStream() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] into, int from, int most) throws IOException {
                if (received.available() == 0 && agreed) return client.getInputStream().read(into, from, most);
                if (received.available() == 0) send();
                if (received.available() == 0) received = new ByteArrayInputStream(packets.read().content());
                return received.read(into, from, most);
            }
        };
    }

    @Override
    public OutputStream getOutputStream() {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                if (agreed) client.getOutputStream().write(bytes, from, count);
                else written.write(bytes, from, count);
            }

            @Override
            public void flush() throws IOException {
                if (agreed) client.getOutputStream().flush();
            }
        };
    }

    /** All that was written since the client last spoke, as one message: the driver takes turns with the server. */
    private void send() throws IOException {
        if (written.size() > 0) packets.write(Packets.PRELOGIN, written.toByteArray());
        written.reset();
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
