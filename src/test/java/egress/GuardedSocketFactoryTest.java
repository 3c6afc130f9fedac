package egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import egress.EgressSettings.Mode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import problems.ProblemException;

@ExtendWith(KeepsPolicy.class)
class GuardedSocketFactoryTest {
    private final SocketFactory sockets = new GuardedSocketFactory("a driver's argument");
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void anAllowedAddressIsConnected() throws IOException {
        new Egress(EgressSettings.DEFAULT);
        try (Socket socket = sockets.createSocket()) {
            socket.connect(new InetSocketAddress("localhost", server.getLocalPort()), 1000);
            assertThat(socket.isConnected()).isTrue();
        }
        try (Socket socket = sockets.createSocket("localhost", server.getLocalPort())) {
            assertThat(socket.isConnected()).isTrue();
        }
    }

    @Test
    void aNameThatHasComeToPointElsewhereIsRefused() throws IOException {
        new Egress(new EgressSettings(Mode.STRICT, null, null, null));
        InetAddress rebound = InetAddress.getByAddress("was-public-a-moment-ago.example.com", new byte[] {127, 0, 0, 1});
        try (Socket socket = sockets.createSocket()) {
            assertThatThrownBy(() -> socket.connect(new InetSocketAddress(rebound, server.getLocalPort()), 1000))
                    .isInstanceOf(IOException.class).hasCauseInstanceOf(ProblemException.class);
            assertThat(socket.isConnected()).isFalse();
        }
        assertThatThrownBy(() -> sockets.createSocket(rebound, server.getLocalPort())).hasCauseInstanceOf(ProblemException.class);
    }

    @Test
    void aNameThatIsNotYetResolvedIsCheckedToo() throws IOException {
        new Egress(new EgressSettings(Mode.STRICT, null, null, null));
        try (Socket socket = sockets.createSocket()) {
            assertThatThrownBy(() -> socket.connect(InetSocketAddress.createUnresolved("localhost", server.getLocalPort())))
                    .hasCauseInstanceOf(ProblemException.class);
        }
    }

    @Test
    void withoutAPolicyNothingConnects() {
        GuardedSocketFactory.use(null);
        assertThatThrownBy(sockets::createSocket).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> sockets.createSocket("localhost", server.getLocalPort())).isInstanceOf(IOException.class);
    }
}
