package connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import connectors.Authorities;
import connectors.TokenKeeper;
import connectors.http.HttpClients.Patience;
import egress.Egress;
import egress.EgressSettings;
import egress.KeepsPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;
import secrets.Secret;
import testing.WebServer;

/** Tokens of a token service as RFC 6749 describes it. */
@ExtendWith(KeepsPolicy.class)
class OAuthTest {
    private static final Patience PATIENCE = new Patience(Duration.ofSeconds(5), Duration.ofSeconds(20));

    private final HttpClients clients = new HttpClients(new Egress(EgressSettings.DEFAULT));
    private WebServer server;
    private OAuth oauth;
    private HttpCalls calls;

    @BeforeEach
    void start() throws IOException {
        server = WebServer.plain();
        HttpBase base = HttpBase.of(server.url(), "/base_url");
        HttpExplanation explanation = HttpExplanation.ofTokenService(base, PATIENCE.connect(), "/authentication/token_url", "/authentication/client_secret");
        HttpCalls service = clients.calls(base, SignIn.basic("me", new Secret("client-secret")), PATIENCE, Authorities.trusting(null, null));
        oauth = new OAuth(service, explanation, OAuthTest::request, TokenKeeper.inMemory());
        calls = clients.calls(base, oauth, PATIENCE, Authorities.trusting(null, null));
    }

    private static HttpRequest request(Secret refresh) {
        Map<String, String> form = new HashMap<>(Map.of("grant_type", refresh == null ? "client_credentials" : "refresh_token"));
        if (refresh != null) form.put("refresh_token", refresh.reveal());
        return HttpRequest.ask("token").form(form);
    }

    @AfterEach
    void stop() {
        calls.close();
        oauth.close();
        server.close();
        clients.close();
    }

    private void giveTokens(String more) {
        AtomicInteger number = new AtomicInteger();
        server.on("/token", (exchange, asked) ->
                WebServer.send(exchange, 200, "application/json", "{\"access_token\": \"token-" + number.incrementAndGet() + "\"" + more + "}"));
    }

    @Test
    void aTokenIsAskedForOnceAndShown() throws IOException {
        giveTokens(", \"expires_in\": 3600");
        server.json("/things", "{}");
        calls.send(HttpRequest.get("things"));
        calls.send(HttpRequest.get("things"));
        assertThat(server.asked("/token")).singleElement().satisfies(asked -> {
            assertThat(asked.method()).isEqualTo("POST");
            assertThat(asked.body()).isEqualTo("grant_type=client_credentials");
            assertThat(asked.header("Authorization")).startsWith("Basic ");
        });
        assertThat(server.asked("/things")).extracting(asked -> asked.header("Authorization")).containsOnly("Bearer token-1");
    }

    @Test
    void aRefusedTokenIsReplacedAndARotatedOneIsUsed() throws IOException {
        giveTokens(", \"refresh_token\": \"next\"");
        server.on("/things", (exchange, asked) ->
                WebServer.send(exchange, asked.header("Authorization").equals("Bearer token-2") ? 200 : 401, "application/json", "{}"));
        assertThat(calls.send(HttpRequest.get("things")).status()).isEqualTo(200);
        assertThat(server.asked("/token").get(1).body()).contains("refresh_token=next");
    }

    /** The slow one is turned away for the old token, when the new one is there already. */
    @Test
    void callsThatAreTurnedAwayForTheSameTokenRenewItOnce() throws Exception {
        giveTokens(", \"expires_in\": 3600");
        CountDownLatch underWay = new CountDownLatch(1);
        CountDownLatch renewed = new CountDownLatch(1);
        server.on("/things", (exchange, asked) -> answer(exchange, asked));
        server.on("/slow", (exchange, asked) -> {
            underWay.countDown();
            await(renewed);
            answer(exchange, asked);
        });
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<HttpAnswer> slow = thread.submit(() -> calls.send(HttpRequest.get("slow")));
            await(underWay);
            assertThat(calls.send(HttpRequest.get("things")).status()).isEqualTo(200);
            renewed.countDown();
            assertThat(slow.get().status()).isEqualTo(200);
        } finally {
            thread.shutdownNow();
        }
        assertThat(server.asked("/token")).hasSize(2);
    }

    private static void answer(HttpExchange exchange, WebServer.Asked asked) throws IOException {
        WebServer.send(exchange, asked.header("Authorization").equals("Bearer token-1") ? 401 : 200, "application/json", "{}");
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException ended) {
            throw new IOException(ended);
        }
    }

    @Test
    void aTokenThatIsAboutToEndIsNotShown() throws IOException {
        giveTokens(", \"expires_in\": 30");
        server.json("/things", "{}");
        calls.send(HttpRequest.get("things"));
        calls.send(HttpRequest.get("things"));
        assertThat(server.asked("/token")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_grant, AUTH", "401, invalid_client, AUTH", "400, unauthorized_client, PERMISSION", "400, invalid_scope, CONFIG",
        "400, unsupported_grant_type, CONFIG", "400, <b>odd</b>, CONFIG", "429, slow_down, QUOTA", "503, temporarily_unavailable, TRANSIENT"})
    void theServicesRefusalIsSaidInOurWords(int status, String error, FailureKind kind) {
        server.status("/token", status, "{\"error\": \"" + error + "\", \"error_description\": \"the secret is s3cret\"}");
        Problem problem = refusal();
        assertThat(problem.kind()).isEqualTo(kind);
        assertThat(problem.message() + problem.fix() + problem.code()).doesNotContain("s3cret", "<b>");
        if (kind == FailureKind.AUTH) assertThat(problem.field()).isEqualTo("/authentication/client_secret");
        assertThat(server.asked("/things")).as("nothing is called without a token").isEmpty();
    }

    @Test
    void anAnswerWithoutATokenIsNone() {
        server.json("/token", "{\"ok\": true}");
        assertThat(refusal().code()).isEqualTo("no_token");
        server.on("/token", (exchange, asked) -> WebServer.send(exchange, 200, "text/html", "<html>Sign in</html>"));
        assertThat(refusal().code()).isEqualTo("page");
    }

    private Problem refusal() {
        try {
            calls.send(HttpRequest.get("things"));
            throw new AssertionError("signed in");
        } catch (ProblemException refused) {
            return refused.problem();
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }
}
