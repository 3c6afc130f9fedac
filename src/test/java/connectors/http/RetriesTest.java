package connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import connectors.Authorities;
import connectors.http.HttpClients.Patience;
import egress.Egress;
import egress.EgressSettings;
import egress.KeepsPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import testing.WebServer;

/** What is asked again, and what is not. */
@ExtendWith(KeepsPolicy.class)
class RetriesTest {
    private static final Retries RETRIES = new Retries(Duration.ofMillis(1), answer -> answer.status() == 503);

    private final HttpClients clients = new HttpClients(new Egress(EgressSettings.DEFAULT));

    @AfterEach
    void stop() {
        clients.close();
    }

    private HttpCalls calls(String url) {
        return clients.calls(HttpBase.of(url, null), SignIn.NONE, new Patience(Duration.ofSeconds(5), Duration.ofSeconds(20)),
                Authorities.trusting(null, null));
    }

    @Test
    void aBusyServerIsAskedFiveTimes() throws IOException {
        try (WebServer server = WebServer.plain(); HttpCalls calls = calls(server.url())) {
            server.status("/a", 503, "{}");
            assertThat(RETRIES.send(calls, HttpRequest.get("a")).status()).isEqualTo(503);
            assertThat(server.asked("/a")).hasSize(5);
            assertThat(RETRIES.send(calls, HttpRequest.post("a")).status()).isEqualTo(503);
            assertThat(server.asked("/a")).as("what may do harm is asked once").hasSize(6);
        }
    }

    @Test
    void aServerThatWantsToBeLeftAloneForLongIsLeftAlone() throws IOException {
        try (WebServer server = WebServer.plain(); HttpCalls calls = calls(server.url())) {
            server.on("/a", (exchange, asked) -> {
                exchange.getResponseHeaders().set("Retry-After", "61");
                WebServer.send(exchange, 503, "application/json", "{}");
            });
            RETRIES.send(calls, HttpRequest.get("a"));
            assertThat(server.asked("/a")).hasSize(1);
        }
    }

    @Test
    void whenAServerHangsUpItIsAskedOnceMore() throws IOException {
        AtomicInteger accepted = new AtomicInteger();
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
             HttpCalls calls = calls("http://localhost:" + server.getLocalPort())) {
            Thread answering = new Thread(() -> hangUpFirst(server, accepted));
            answering.start();
            assertThat(RETRIES.send(calls, HttpRequest.get("a")).status()).isEqualTo(200);
            assertThat(accepted).hasValue(2);
            accepted.set(0);
            assertThatThrownBy(() -> RETRIES.send(calls, HttpRequest.ask("a"))).isInstanceOf(IOException.class);
            assertThat(accepted).hasValue(1);
        }
    }

    /** Reads the request of the first caller and answers nothing. */
    private static void hangUpFirst(ServerSocket server, AtomicInteger accepted) {
        while (!server.isClosed()) {
            try (Socket caller = server.accept()) {
                caller.getInputStream().read();
                if (accepted.getAndIncrement() == 0) continue;
                caller.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}".getBytes(StandardCharsets.US_ASCII));
                caller.getOutputStream().flush();
                caller.shutdownOutput();
                caller.getInputStream().readAllBytes();
            } catch (IOException closed) {
                if (server.isClosed()) return;
            }
        }
    }
}
