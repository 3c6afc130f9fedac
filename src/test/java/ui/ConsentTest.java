package ui;

import static org.assertj.core.api.Assertions.assertThat;
import static testing.oauth.AuthorizationServer.form;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import testing.Bodies;
import testing.OwnDatabase;
import testing.Serai;
import testing.Tenant;
import testing.WebServer;
import testing.oauth.AuthorizationServer;

/** Connecting in a browser: what a person does, and one by one what others might try. Against a server that keeps to the RFCs. */
class ConsentTest {
    private static final Serai SERAI = Serai.running();
    private static final OwnDatabase DATABASE = new OwnDatabase(SERAI);
    private static final String REFUSED = "/oauth/refused";
    private static Visitor person = Visitor.signedIn();

    private final AuthorizationServer service = new AuthorizationServer().register(SERAI.url() + "/oauth/callback");
    private UUID connection;

    @BeforeEach
    void create() {
        connection = Bodies.create(SERAI.admin(), body(service.url()));
    }

    @AfterEach
    void remove() {
        SERAI.admin().delete("/api/connections/" + connection);
        service.close();
    }

    @Test
    void whatThePersonAllowedIsStoredAsAnEditAndTheTestGoesThrough() {
        String authorize = begin(person);
        Map<String, String> asked = form(URI.create(authorize).getRawQuery());
        assertThat(authorize).startsWith(service.url() + "/oauth2/authorize?");
        assertThat(asked).containsEntry("response_type", "code").containsEntry("client_id", AuthorizationServer.CLIENT).containsEntry("scope", "orders offline_access")
                .containsEntry("redirect_uri", SERAI.url() + "/oauth/callback").containsEntry("code_challenge_method", "S256");
        assertThat(asked.get("state")).hasSize(43);

        Visitor.Page back = person.get(path(AuthorizationServer.decide(authorize, "allow")));
        assertThat(back.status()).isEqualTo(302);
        assertThat(back.header("Location")).endsWith("/connections/" + connection).doesNotContain("code");
        assertThat(back.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(back.header("Cache-Control")).contains("no-store");

        JsonNode stored = stored();
        assertThat(stored.at("/configuration/authentication/refresh_token/fingerprint").asText()).matches("[0-9a-f]{16}");
        assertThat(stored.at("/configuration/authentication/refresh_token/updated_at").asText()).isNotEmpty();
        assertThat(stored.get("version").asInt()).isEqualTo(2);
        assertThat(DATABASE.ask("SELECT configuration #>> '{authentication,refresh_token}' FROM app.connections WHERE id = ?", connection).get(0)).startsWith("encrypted:");
        assertThat(DATABASE.ask("SELECT count(*) FROM app.pending_consents WHERE connection_id = ?", connection)).containsExactly("0");
        assertThat(SERAI.admin().get("/api/audit?limit=20").body()).contains("connection.authorize").contains("connection.update");

        assertThat(page()).contains("let Serai in").contains("/test?on=page").contains("Connect again").doesNotContain("Nobody has signed in");
        assertThat(page()).as("it is said once").doesNotContain("let Serai in");
        assertThat(SERAI.admin().post("/api/connections/" + connection + "/test", null).json().get("status").asText()).as("only without encryption").isEqualTo("degraded");
        assertThat(service.tokenRequests()).as("the access token that came with it is used").hasSize(1);
    }

    @Test
    void aRevokedSignInIsOfferedAgain() {
        connect();
        assertThat(page()).contains("let Serai in");
        service.revokeEverything();
        JsonNode failed = SERAI.admin().post("/api/connections/" + connection + "/test", null).json();
        assertThat(failed.get("failure_kind").asText()).isEqualTo("AUTH");
        assertThat(page()).contains("The last test was refused with the stored sign-in").contains("button primary\" hx-post=\"/connections/" + connection + "/authorize\"");

        connect();
        assertThat(SERAI.admin().post("/api/connections/" + connection + "/test", null).json().get("status").asText()).isEqualTo("degraded");
        assertThat(stored().get("version").asInt()).isEqualTo(3);
    }

    @Test
    void aStateIsGoodOnce() {
        URI callback = AuthorizationServer.decide(begin(person), "allow");
        person.get(path(callback));

        assertThat(person.get(path(callback)).header("Location")).endsWith(REFUSED);
        assertThat(service.tokenRequests()).hasSize(1);
        assertThat(service.liveRefreshTokens()).as("a code that was shown twice would have cost them").isEqualTo(1);
    }

    @Test
    void ofManyAtOnceOneExchangesTheCode() {
        String callback = path(AuthorizationServer.decide(begin(person), "allow"));
        List<CompletableFuture<String>> all = IntStream.range(0, 6).mapToObj(i -> CompletableFuture.supplyAsync(() -> person.get(callback).header("Location"))).toList();

        assertThat(all.stream().map(CompletableFuture::join).filter(location -> !location.endsWith(REFUSED))).hasSize(1);
        assertThat(service.tokenRequests()).hasSize(1);
        assertThat(stored().get("version").asInt()).isEqualTo(2);
    }

    /** Login fixation: a link with somebody's code, opened by another; also by the same person elsewhere. */
    @Test
    void anotherBrowserCannotEndIt() {
        URI callback = AuthorizationServer.decide(begin(person), "allow");

        assertThat(Visitor.signedIn().get(path(callback)).header("Location")).endsWith(REFUSED);
        assertThat(person.get(path(callback)).header("Location")).as("a state that others know is void").endsWith(REFUSED);
        nothingHappened();
    }

    @Test
    void anotherPersonCannotEndItNorSpoilIt() {
        Tenant.Person other = Tenant.a().editor;
        URI callback = AuthorizationServer.decide(begin(person), "allow");

        assertThat(Visitor.signedIn(other.email(), "a-long-password").get(path(callback)).header("Location")).endsWith(REFUSED);
        nothingHappened();
        assertThat(person.get(path(callback)).header("Location")).endsWith(connection.toString());
    }

    @Test
    void whoIsNotSignedInLeavesNothingBehind() {
        URI callback = AuthorizationServer.decide(begin(person), "allow");
        Visitor.Page page = new Visitor().get(path(callback));

        assertThat(page.header("Location")).endsWith(REFUSED);
        assertThat(page.headers().allValues("Set-Cookie")).noneMatch(cookie -> cookie.startsWith("REDIRECT_URI"));
        nothingHappened();
        Visitor.Page refused = new Visitor().get(REFUSED);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.html()).contains("was not begun in this browser").doesNotContain("code-");
    }

    @Test
    void afterTenMinutesItIsTooLate() {
        URI callback = AuthorizationServer.decide(begin(person), "allow");
        DATABASE.ask("UPDATE app.pending_consents SET expires_at = now() - interval '1 second' WHERE connection_id = ? RETURNING 1", connection);

        assertThat(person.get(path(callback)).header("Location")).endsWith(REFUSED);
        nothingHappened();
    }

    /** The new host must not get what was meant for the old one. */
    @Test
    void anEditInBetweenEndsIt() throws Exception {
        try (WebServer elsewhere = WebServer.plain()) {
            URI callback = AuthorizationServer.decide(begin(person), "allow");
            ObjectNode edit = Bodies.object();
            edit.putObject("configuration").putObject("authentication").put("token_url", elsewhere.url() + "/oauth2/token").put("client_secret", "another");
            assertThat(SERAI.admin().patch("/api/connections/" + connection, edit).status()).isEqualTo(200);

            person.get(path(callback));

            assertThat(page()).contains("was changed while you signed in");
            assertThat(elsewhere.asked()).isEmpty();
            assertThat(service.tokenRequests()).isEmpty();
            assertThat(stored().at("/configuration/authentication/refresh_token").isMissingNode()).isTrue();
        }
    }

    @Test
    void theAnswerOfAnotherServiceIsRefused() {
        String callback = path(AuthorizationServer.decide(begin(person), "allow")).replaceAll("iss=[^&]+", "iss=" + encoded("https://login.evil.example"));
        person.get(callback);

        assertThat(page()).contains("The answer came from another service");
        nothingHappened();
    }

    @Test
    void aCodeThatIsSlippedInIsWorthNothing() {
        URI theirs = AuthorizationServer.decide(begin(person), "allow");
        String mine = begin(person);
        String callback = "/oauth/callback?state=" + form(URI.create(mine).getRawQuery()).get("state") + "&code=" + form(theirs.getRawQuery()).get("code");
        person.get(callback);

        assertThat(page()).contains("did not accept the sign-in").contains("Code invalid_grant");
        assertThat(stored().at("/configuration/authentication/refresh_token").isMissingNode()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            access_denied         | The sign-in was cancelled
            access-denied         | The sign-in was cancelled
            invalid_scope         | Check the scope here
            redirect_uri_mismatch | Register the redirect URI
            temporarily_unavailable | Connect again in a minute
            OAUTH_APPROVAL_ERROR_GENERIC | without letting Serai in
            <script>x</script>    | without letting Serai in""")
    void aRefusalThereHasItsOwnSentence(String error, String sentence) {
        String state = form(URI.create(begin(person)).getRawQuery()).get("state");
        person.get("/oauth/callback?error=" + encoded(error) + "&error_description=" + encoded("<img src=x>") + "&state=" + state);

        assertThat(page()).contains(sentence).doesNotContain("<script>x").doesNotContain("<img");
        nothingHappened();
    }

    @Test
    void withoutARefreshTokenNothingIsStored() {
        service.giveNoRefreshTokens();
        person.get(path(AuthorizationServer.decide(begin(person), "allow")));

        assertThat(page()).contains("no refresh token").contains("offline_access");
        assertThat(stored().get("version").asInt()).isEqualTo(1);
    }

    @Test
    void aTokenServiceThatIsOutOfOrderIsAskedOnce() {
        service.breakDown();
        person.get(path(AuthorizationServer.decide(begin(person), "allow")));

        assertThat(page()).contains("Connect again.").contains("The token service is temporarily unavailable").contains("Code 503").doesNotContain("null");
        assertThat(service.tokenRequests()).hasSize(1);
        assertThat(stored().get("version").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?code=x", "?state=x&code=y", "?state=x&state=x&code=y", "?state=%00&code=%0d%0aSet-Cookie:x=y"})
    void whatNobodyBeganIsRefused(String query) {
        Visitor.Page page = person.get("/oauth/callback" + query);

        assertThat(page.status() == 400 || page.header("Location").endsWith(REFUSED)).isTrue();
        nothingHappened();
    }

    @Test
    void aLookAheadUsesNothingUp() throws Exception {
        URI callback = AuthorizationServer.decide(begin(person), "allow");
        person.head(path(callback));

        nothingHappened();
        assertThat(person.get(path(callback)).header("Location")).endsWith(connection.toString());
    }

    @Test
    void whoMayNotChangeItCannotConnectIt() {
        Tenant tenant = Tenant.a();
        UUID shared = Bodies.create(tenant.admin, body(service.url()).put("visibility", "public"));
        try {
            Visitor viewer = Visitor.signedIn(tenant.viewer.email(), "a-long-password");
            assertThat(viewer.post("/connections/" + shared + "/authorize").status()).isEqualTo(403);
            assertThat(viewer.get("/connections/" + shared).html()).doesNotContain("/authorize");
            assertThat(Visitor.signedIn(tenant.editor.email(), "a-long-password").post("/connections/" + shared + "/authorize").status()).isEqualTo(403);
            assertThat(person.post("/connections/" + shared + "/authorize").status()).as("of another account").isEqualTo(404);
            assertThat(person.get("/connections/" + connection + "/authorize").status()).as("a GET begins nothing").isEqualTo(405);
        } finally {
            tenant.admin.delete("/api/connections/" + shared);
        }
    }

    /** Whoever lost the right meanwhile has nothing stored in their name. */
    @Test
    void theRightIsAskedForAgainAtTheEnd() {
        Tenant tenant = Tenant.a();
        Tenant.Person editor = tenant.member("editor");
        UUID theirs = Bodies.create(editor.client(), body(service.url()));
        Visitor visitor = Visitor.signedIn(editor.email(), "a-long-password");
        URI callback = AuthorizationServer.decide(visitor.post("/connections/" + theirs + "/authorize").header("HX-Redirect"), "allow");
        tenant.admin.patch("/api/members/" + editor.id(), Bodies.object().put("role", "viewer"));

        assertThat(visitor.get(path(callback)).header("Location")).endsWith(REFUSED);
        nothingHappened();
        tenant.admin.delete("/api/connections/" + theirs);
    }

    @Test
    void whatARequestSaysOfItsHostIsNotBelieved() {
        assertThat(page()).contains(SERAI.url() + "/oauth/callback");
        for (String header : List.of("X-Forwarded-Host", "Forwarded", "X-Forwarded-Proto")) {
            assertThat(person.getWith("/connections/" + connection, header, "evil.example").html()).contains("serai.public-url").doesNotContain("evil.example");
            assertThat(person.postWith("/connections/" + connection + "/authorize", header, "evil.example").status()).isEqualTo(409);
        }
        Visitor.Page other = person.postWith("/connections/" + connection + "/authorize", "Origin", "http://127.0.0.1:1");
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.html()).contains("Open Serai there");
    }

    @Test
    void aTypeOrSettingsWithoutItOfferNothing() {
        ObjectNode plain = body(service.url());
        ((ObjectNode) plain.at("/configuration/authentication")).put("refresh_token", "entered").remove("authorize_url");
        UUID entered = Bodies.create(SERAI.admin(), plain);

        assertThat(person.get("/connections/" + entered).html()).doesNotContain("/authorize");
        assertThat(person.post("/connections/" + entered + "/authorize").status()).isEqualTo(409);
        SERAI.admin().delete("/api/connections/" + entered);
    }

    @Test
    void nobodyIsSentToASignInPageWithoutEncryptionInAPublicNetwork() {
        ObjectNode body = body(service.url());
        ((ObjectNode) body.at("/configuration/authentication")).put("authorize_url", "http://192.0.2.1/authorize");
        UUID open = Bodies.create(SERAI.admin(), body);

        Visitor.Page page = person.post("/connections/" + open + "/authorize");
        assertThat(page.header("HX-Redirect")).isNull();
        assertThat(page.html()).contains("https://");
        SERAI.admin().delete("/api/connections/" + open);
    }

    @Test
    void neitherCodeNorStateNorTokensAreLogged() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(log);
        try {
            URI callback = AuthorizationServer.decide(begin(person), "allow");
            person.get(path(callback));
            person.get(path(callback));
            Map<String, String> sent = form(service.tokenRequests().get(0).body());
            String said = log.list.stream().map(ILoggingEvent::getFormattedMessage).toList().toString();
            assertThat(said).doesNotContain(form(callback.getRawQuery()).get("state"), sent.get("code"), sent.get("code_verifier"), "refresh-", "access-");
        } finally {
            root.detachAppender(log);
        }
    }

    private void connect() {
        assertThat(person.get(path(AuthorizationServer.decide(begin(person), "allow"))).header("Location")).endsWith(connection.toString());
    }

    private String begin(Visitor visitor) {
        Visitor.Page begun = visitor.post("/connections/" + connection + "/authorize");
        assertThat(begun.status()).as(begun.html()).isEqualTo(204);
        return begun.header("HX-Redirect");
    }

    private void nothingHappened() {
        assertThat(service.tokenRequests()).isEmpty();
        assertThat(stored().get("version").asInt()).isEqualTo(1);
    }

    private JsonNode stored() {
        return SERAI.admin().get("/api/connections/" + connection).json();
    }

    private String page() {
        return person.get("/connections/" + connection).html();
    }

    private static String path(URI callback) {
        assertThat(callback.toString()).startsWith(SERAI.url());
        return callback.toString().substring(SERAI.url().length());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static ObjectNode body(String service) {
        ObjectNode body = Bodies.object().put("name", "Shop of " + UUID.randomUUID()).put("connection_type", "REST");
        body.putObject("configuration").put("base_url", service + "/api").putObject("authentication").put("type", "oauth2_refresh_token")
                .put("authorize_url", service + "/oauth2/authorize").put("token_url", service + "/oauth2/token")
                .put("client_id", AuthorizationServer.CLIENT).put("client_secret", AuthorizationServer.SECRET).put("scope", "orders offline_access");
        return body;
    }
}
