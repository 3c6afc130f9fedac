package egress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;

/** For {@code HttpsURLConnection}: the sockets under its TLS obey {@link Egress}. */
public final class GuardedTls extends SSLSocketFactory {
    private final GuardedSocketFactory sockets = new GuardedSocketFactory();
    private final SSLSocketFactory tls;

    /** @param tls says what is trusted */
    public GuardedTls(SSLSocketFactory tls) {
        this.tls = tls;
    }

    /** Not connected, and without TLS yet: the connection puts it on top with the method below. */
    @Override
    public Socket createSocket() throws IOException {
        return sockets.createSocket();
    }

    @Override
    public Socket createSocket(Socket under, String host, int port, boolean closesIt) throws IOException {
        return tls.createSocket(under, host, port, closesIt);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return createSocket(sockets.createSocket(host, port), host, port, true);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
        return createSocket(sockets.createSocket(host, port, from, fromPort), host, port, true);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return createSocket(sockets.createSocket(host, port), host.getHostName(), port, true);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
        return createSocket(sockets.createSocket(host, port, from, fromPort), host.getHostName(), port, true);
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return tls.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return tls.getSupportedCipherSuites();
    }
}
