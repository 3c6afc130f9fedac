package connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import connectors.Authorities;
import connectors.Causes;
import connectors.http.HttpClients.Patience;
import egress.Egress;
import egress.EgressSettings;
import egress.KeepsPolicy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;
import secrets.Secret;
import testing.WebServer;

/** Calls over real sockets to servers that behave, and to servers that do not. */
@ExtendWith(KeepsPolicy.class)
class HttpCallsTest {
    private static final Patience PATIENCE = new Patience(Duration.ofSeconds(5), Duration.ofSeconds(20));
    private static final SignIn KEY = SignIn.bearer(new Secret("the-key"));

    private HttpClients clients = new HttpClients(new Egress(EgressSettings.DEFAULT));
    private WebServer server;

    @BeforeEach
    void start() throws IOException {
        server = WebServer.plain();
    }

    @AfterEach
    void stop() {
        server.close();
        clients.close();
    }

    private HttpCalls calls(SignIn who) {
        return calls(who, PATIENCE);
    }

    private HttpCalls calls(SignIn who, Patience patience) {
        return clients.calls(HttpBase.of(server.url() + "/api", "/base_url"), who, patience, Authorities.trusting(null, null));
    }

    private static Problem problemOf(Throwable failure) {
        return Causes.of(failure).stream().filter(ProblemException.class::isInstance).map(ProblemException.class::cast).findFirst().orElseThrow().problem();
    }

    @Test
    void aCallGoesBelowTheBaseWithTheCredentials() throws IOException {
        server.json("/api/things", "{\"a\": 1}");
        HttpAnswer answer = calls(KEY).send(HttpRequest.get("things").query("q", "x y&z=1#"));
        assertThat(answer.json().get("a").asInt()).isEqualTo(1);
        assertThat(server.asked()).singleElement().satisfies(asked -> {
            assertThat(asked.target()).isEqualTo("/api/things?q=x+y%26z%3D1%23");
            assertThat(asked.header("Authorization")).isEqualTo("Bearer the-key");
            assertThat(asked.header("Accept")).isEqualTo("application/json");
        });
    }

    @Test
    void namesFromElsewhereStayOneSegment() throws IOException {
        for (String hostile : List.of("../../admin", "..", ".", "a/b", "a?b=c", "a#b", "a%2Fb", "ä ö", "a;b", "http://evil.example", "a\r\nX-Evil: 1")) {
            calls(KEY).send(HttpRequest.get("things", hostile, "end"));
        }
        assertThat(server.asked()).extracting(WebServer.Asked::target).hasSize(11).allSatisfy(target ->
                assertThat(target).matches("/api/things/[^/?#]+/end"));
        assertThat(server.asked()).allSatisfy(asked -> assertThat(asked.header("X-Evil")).isNull());
    }

    @Test
    void aHeaderValueCannotBeginAnother() throws IOException {
        assertThatThrownBy(() -> HttpRequest.get("a").header("X-One", "1\r\nX-Two: 2")).isInstanceOf(IllegalArgumentException.class);
        SignIn hostile = target -> target.header("X-Key", "1\r\nX-Two: 2");
        try {
            calls(hostile).send(HttpRequest.get("a"));
        } catch (ProblemException refused) {
            assertThat(refused.problem().kind()).isEqualTo(FailureKind.CONFIG);
        }
        assertThat(server.asked()).allSatisfy(asked -> assertThat(asked.header("X-Two")).isNull());
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirectsAreNotFollowed(int status) throws Exception {
        try (WebServer elsewhere = WebServer.plain()) {
            server.on("/api/things", (exchange, asked) -> {
                exchange.getResponseHeaders().set("Location", elsewhere.url() + "/api/things");
                WebServer.send(exchange, status, "text/plain", "");
            });
            HttpAnswer answer = calls(KEY).send(HttpRequest.get("things"));
            assertThat(answer.isRedirect()).isTrue();
            assertThat(elsewhere.asked()).isEmpty();
            assertThat(server.asked()).hasSize(1);
        }
    }

    @Test
    void cookiesAreNotKept() throws IOException {
        server.on("/api/things", (exchange, asked) -> {
            exchange.getResponseHeaders().set("Set-Cookie", "session=1");
            WebServer.send(exchange, 200, "application/json", "{}");
        });
        HttpCalls calls = calls(KEY);
        calls.send(HttpRequest.get("things"));
        calls.send(HttpRequest.get("things"));
        assertThat(server.asked()).extracting(asked -> asked.header("Cookie")).containsOnlyNulls();
    }

    @Test
    void anAddressThatThePolicyForbidsIsNotCalled() {
        clients = new HttpClients(new Egress(new EgressSettings(null, null, List.of("127.0.0.0/8", "::1/128"), null)));
        for (String host : List.of("localhost", "127.0.0.1", "[::1]")) {
            HttpCalls calls = clients.calls(HttpBase.of("http://" + host + ":" + server.port(), "/base_url"), KEY, PATIENCE, Authorities.trusting(null, null));
            assertThatThrownBy(() -> calls.send(HttpRequest.get("things"))).satisfies(failure ->
                    assertThat(problemOf(failure).kind()).as(host).isEqualTo(FailureKind.POLICY));
        }
        assertThat(server.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://169.254.169.254", "http://[fd00:ec2::254]", "http://[::ffff:169.254.169.254]", "http://100.100.100.200"})
    void metadataServicesAreNotCalled(String address) {
        HttpCalls calls = clients.calls(HttpBase.of(address, "/base_url"), KEY, new Patience(Duration.ofMillis(500), Duration.ofSeconds(1)), Authorities.trusting(null, null));
        assertThatThrownBy(() -> calls.send(HttpRequest.get("latest"))).satisfies(failure ->
                assertThat(problemOf(failure).kind()).isEqualTo(FailureKind.POLICY));
    }

    @Test
    void aPublicAddressIsNotCalledWithoutEncryption() {
        HttpCalls calls = clients.calls(HttpBase.of("http://192.0.2.1", "/base_url"), KEY, PATIENCE, Authorities.trusting(null, null));
        assertThatThrownBy(() -> calls.send(HttpRequest.get("things"))).satisfies(failure -> assertThat(problemOf(failure).code()).isEqualTo("plain_http"));
    }

    @Test
    void anAnswerThatIsTooLargeIsRefused() {
        server.on("/api/large", (exchange, asked) -> endless(exchange.getResponseHeaders(), exchange::sendResponseHeaders, exchange.getResponseBody()));
        assertThatThrownBy(() -> calls(KEY).send(HttpRequest.get("large").atMost(100_000)))
                .asInstanceOf(type(ProblemException.class)).extracting(failure -> failure.problem().code()).isEqualTo("answer_too_large");
    }

    private interface Status {
        void send(int status, long length) throws IOException;
    }

    private static void endless(com.sun.net.httpserver.Headers headers, Status status, OutputStream body) throws IOException {
        headers.set("Content-Type", "application/json");
        status.send(200, 0);
        byte[] more = new byte[10_000];
        while (true) body.write(more);   // until the other side goes away
    }

    @Test
    void decompressedBytesCount() throws IOException {
        ByteArrayOutputStream small = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(small)) {
            for (int i = 0; i < 2_000; i++) zip.write(new byte[10_000]);
        }
        assertThat(small.size()).isLessThan(30_000);
        server.on("/api/bomb", (exchange, asked) -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, small.size());
            exchange.getResponseBody().write(small.toByteArray());
        });
        assertThatThrownBy(() -> calls(KEY).send(HttpRequest.get("bomb"))).asInstanceOf(type(ProblemException.class))
                .extracting(failure -> failure.problem().code()).isEqualTo("answer_too_large");
    }

    /** More than once: the call used to fail before it was noted that its time was over, now and then. */
    @RepeatedTest(5)
    void anAnswerThatDripsEndsAtTheDeadline() {
        CountDownLatch over = new CountDownLatch(1);
        server.on("/api/drip", (exchange, asked) -> {
            exchange.sendResponseHeaders(200, 0);
            try {
                while (!over.await(50, TimeUnit.MILLISECONDS)) {
                    exchange.getResponseBody().write(' ');
                    exchange.getResponseBody().flush();
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        HttpCalls calls = calls(KEY, new Patience(Duration.ofSeconds(5), Duration.ofSeconds(1)));
        assertThatThrownBy(() -> calls.send(HttpRequest.get("drip"))).isInstanceOf(InterruptedIOException.class).hasMessageContaining("1 s");
        over.countDown();
    }

    @Test
    void closingEndsACallUnderWay() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        server.on("/api/slow", (exchange, asked) -> {
            arrived.countDown();
            try {
                over.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        HttpCalls calls = calls(KEY, new Patience(Duration.ofSeconds(5), Duration.ofMinutes(5)));
        CompletableFuture<HttpAnswer> call = CompletableFuture.supplyAsync(() -> {
            try {
                return calls.send(HttpRequest.get("slow"));
            } catch (IOException failed) {
                throw new java.io.UncheckedIOException(failed);
            }
        });
        arrived.await();
        calls.close();
        assertThatThrownBy(() -> call.get(1, TimeUnit.MINUTES)).isInstanceOf(ExecutionException.class);
        over.countDown();
    }

    @Test
    void aRefusedTokenIsRenewedOnceAndTheCallRepeatedOnce() throws IOException {
        class Renewing implements SignIn {
            int number;

            @Override
            public void sign(Target target) {
                target.header("Authorization", "Bearer token-" + number);
            }

            @Override
            public boolean renew() {
                number++;
                return true;
            }
        }
        server.on("/api/things", (exchange, asked) ->
                WebServer.send(exchange, asked.header("Authorization").endsWith("token-1") ? 200 : 401, "application/json", "{}"));
        assertThat(calls(new Renewing()).send(HttpRequest.get("things")).status()).isEqualTo(200);
        assertThat(server.asked()).hasSize(2);

        server.status("/api/things", 401, "{}");
        assertThat(calls(new Renewing()).send(HttpRequest.get("things")).status()).isEqualTo(401);
        assertThat(server.asked()).as("once more, and not for ever").hasSize(4);
    }

    @Test
    void theKeyIsInNoTextOfAFailure() {
        server.on("/api/things", (exchange, asked) -> exchange.close());
        SignIn inQuery = target -> target.query("key", "the-key");
        assertThatThrownBy(() -> calls(inQuery).send(HttpRequest.get("things"))).satisfies(failure ->
                assertThat(Causes.of(failure)).extracting(String::valueOf).noneMatch(text -> text.contains("the-key")));
        assertThat(HttpRequest.get("things").query("a", "secret-value").toString()).doesNotContain("secret-value");
    }
}
