package egress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Makes sockets that obey {@link Egress}. Drivers create it themselves, from its class name, so the policy stands in a
 * static field; without a policy nothing connects.
 */
public class GuardedSocketFactory extends SocketFactory {
    private static volatile Egress policy;

    public GuardedSocketFactory() { }

    /** For drivers that insist on passing an argument; it is ignored. */
    public GuardedSocketFactory(String ignored) { }

    static void use(Egress egress) {
        policy = egress;
    }

    static Egress current() {
        return policy;
    }

    @Override
    public Socket createSocket() throws IOException {
        Egress current = policy;
        if (current == null) throw new IOException("No connection policy is set, so nothing may connect.");
        return new GuardedSocket(current);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) throws IOException {
        return connected(new InetSocketAddress(address, port), new InetSocketAddress(localAddress, localPort));
    }

    private Socket connected(InetSocketAddress target, InetSocketAddress local) throws IOException {
        Socket socket = createSocket();
        try {
            if (local != null) socket.bind(local);
            socket.connect(target);
            return socket;
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
    }
}
