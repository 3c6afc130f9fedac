package egress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;

/** A socket that connects only where {@link Egress} allows, decided on the address that it is about to use. */
class GuardedSocket extends Socket {
    private final Egress egress;

    GuardedSocket(Egress egress) {
        super(Proxy.NO_PROXY);   // a SOCKS proxy from system properties would resolve the name again, out of our sight
        this.egress = egress;
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
        connect(endpoint, 0);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeoutMillis) throws IOException {
        if (!(endpoint instanceof InetSocketAddress wanted)) throw refused();
        InetAddress address = wanted.isUnresolved() ? InetAddress.getByName(wanted.getHostString()) : wanted.getAddress();
        if (address == null) throw new UnknownHostException(wanted.getHostString());
        if (!egress.allows(wanted.getHostString(), address, wanted.getPort())) throw refused();
        super.connect(new InetSocketAddress(address, wanted.getPort()), timeoutMillis);
    }

    private static IOException refused() {
        return new IOException(Egress.REFUSED.message(), Egress.REFUSED.asException());
    }
}
