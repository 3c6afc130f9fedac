package access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import testing.OwnDatabase;
import testing.Serai;
import testing.Tenant;
import testing.Tenant.Person;

/** The way into the pages, as a browser without a page would take it. */
class SignInTest {
    private static final Serai SERAI = Serai.running();
    private static final OwnDatabase DATABASE = new OwnDatabase(SERAI);
    private static final String PASSWORD = "a-long-password";
    private static Tenant tenant;

    @BeforeAll
    static void fill() {
        tenant = Tenant.filled(SERAI, "Sign in");
    }

    @Test
    void pageWithoutASessionLeadsToTheSignIn() {
        HttpResponse<String> answer = new Visitor().get("/connections");

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location").orElseThrow()).endsWith("/sign-in");
    }

    @Test
    void formWithoutATokenIsRefused() {
        Person person = tenant.member("viewer");
        Visitor visitor = new Visitor();

        assertThat(visitor.post("/sign-in", form(person.email(), PASSWORD)).statusCode()).isEqualTo(403);
        assertThat(visitor.post("/sign-in", form(person.email(), PASSWORD) + "&_csrf=AAAA").statusCode()).isEqualTo(403);
        assertThat(visitor.isSignedIn()).isFalse();
        visitor.signIn(person.email(), PASSWORD);
        assertThat(visitor.post("/sign-out", "").statusCode()).isEqualTo(403);
        assertThat(visitor.isSignedIn()).isTrue();
    }

    @Test
    void sessionIdChangesAtSignIn() {
        Visitor visitor = new Visitor();
        visitor.csrf();
        String before = visitor.session();
        HttpResponse<String> answer = visitor.signIn(tenant.member("viewer").email(), PASSWORD);

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location").orElseThrow()).doesNotContain("failed").doesNotContain("jsessionid").doesNotContain(visitor.session());
        assertThat(visitor.session()).isNotEqualTo(before);
        assertThat(visitor.isSignedIn()).isTrue();
        assertThat(new Visitor().as(before).isSignedIn()).as("with the former id").isFalse();
    }

    @Test
    void sessionIdThatAStrangerChoseIsNotTaken() {
        String chosen = Base64.getEncoder().encodeToString("00000000-0000-4000-8000-000000000000".getBytes(StandardCharsets.UTF_8));
        Visitor visitor = new Visitor().as(chosen);
        visitor.signIn(tenant.member("viewer").email(), PASSWORD);

        assertThat(visitor.session()).isNotEqualTo(chosen);
        assertThat(new Visitor().as(chosen).isSignedIn()).isFalse();
    }

    @Test
    void cookieIsNotForScriptsAndOtherSites() {
        Visitor visitor = new Visitor();
        HttpResponse<String> answer = visitor.signIn(tenant.member("viewer").email(), PASSWORD);

        assertThat(answer.headers().allValues("Set-Cookie")).anySatisfy(cookie -> assertThat(cookie).contains("HttpOnly").contains("SameSite=Lax"));
    }

    @Test
    void wrongPasswordAndUnknownUserCannotBeToldApart() {
        Person person = tenant.member("viewer");
        Visitor wrong = new Visitor();
        Visitor unknown = new Visitor();
        HttpResponse<String> wrongPassword = wrong.signIn(person.email(), "not-the-password");
        HttpResponse<String> unknownUser = unknown.signIn("nobody-" + System.nanoTime() + "@example.com", "not-the-password");

        assertThat(wrongPassword.statusCode()).isEqualTo(unknownUser.statusCode()).isEqualTo(302);
        assertThat(wrongPassword.headers().firstValue("Location")).isEqualTo(unknownUser.headers().firstValue("Location"));
        assertThat(wrong.failure()).isEqualTo(unknown.failure()).isEqualTo("Email or password is wrong.");
        assertThat(wrong.isSignedIn() || unknown.isSignedIn()).isFalse();
    }

    @Test
    void oddInputIsAWrongPassword() {
        for (String email : List.of("", " ", "\u0000", "x".repeat(10_000), "'--", "a@b\r\nX: y", "{{env:PATH}}")) {
            Visitor visitor = new Visitor();
            assertThat(visitor.signIn(email, "x".repeat(2_000)).statusCode()).as(email).isIn(302, 400);
            assertThat(visitor.isSignedIn()).isFalse();
        }
    }

    @Test
    void sixthAttemptWaitsAlsoForTheUnknown() {
        for (String email : List.of(tenant.member("viewer").email(), "nobody-" + System.nanoTime() + "@example.com")) {
            for (int i = 0; i < 5; i++) {
                Visitor visitor = new Visitor();
                visitor.signIn(email, "not-the-password");
                assertThat(visitor.failure()).isEqualTo("Email or password is wrong.");
            }
            Visitor late = new Visitor();
            late.signIn(email, PASSWORD);
            assertThat(late.failure()).as("even with the right one").startsWith("Too many attempts. Try again in ");
            assertThat(late.isSignedIn()).isFalse();
        }
        Visitor other = new Visitor();
        other.signIn(tenant.member("viewer").email(), PASSWORD);
        assertThat(other.isSignedIn()).as("another person is not held up").isTrue();
    }

    @Test
    void waitIsOverAfterItsTimeAndForgottenAfterSuccess() {
        Person person = tenant.member("viewer");
        for (int i = 0; i < 6; i++) new Visitor().signIn(person.email(), "not-the-password");
        String subject = HexFormat.of().formatHex(secrets.Hashes.sha256(secrets.Hashes.utf8(person.email())));
        DATABASE.run("UPDATE app.sign_in_failures SET last_at = last_at - interval '1 minute' WHERE encode(subject_hash, 'hex') = ?", subject);
        Visitor patient = new Visitor();
        patient.signIn(person.email(), PASSWORD);

        assertThat(patient.isSignedIn()).isTrue();
        assertThat(DATABASE.ask("SELECT failures FROM app.sign_in_failures WHERE encode(subject_hash, 'hex') = ?", subject)).isEmpty();
    }

    @Test
    void signOutEndsTheSessionOnTheServer() {
        Visitor visitor = new Visitor();
        visitor.signIn(tenant.member("viewer").email(), PASSWORD);
        String session = visitor.session();
        assertThat(visitor.post("/sign-out", "_csrf=" + visitor.csrf()).statusCode()).isEqualTo(302);

        assertThat(new Visitor().as(session).isSignedIn()).isFalse();
        assertThat(DATABASE.ask("SELECT 1 FROM app.spring_session WHERE session_id = ?", id(session))).isEmpty();
    }

    @Test
    void removedMemberIsOutOnTheNextRequest() {
        Person person = tenant.member("viewer");
        Visitor visitor = new Visitor();
        visitor.signIn(person.email(), PASSWORD);
        assertThat(visitor.isSignedIn()).isTrue();
        String session = visitor.session();
        tenant.admin.delete("/api/members/" + person.id());

        assertThat(visitor.isSignedIn()).isFalse();
        assertThat(new Visitor().as(session).isSignedIn()).isFalse();
        assertThat(DATABASE.ask("SELECT 1 FROM app.spring_session WHERE session_id = ?", id(session))).isEmpty();
    }

    @Test
    void inactiveUserIsOutOnTheNextRequestAndDoesNotComeBack() {
        Person person = tenant.member("viewer");
        Visitor visitor = new Visitor();
        visitor.signIn(person.email(), PASSWORD);
        DATABASE.run("UPDATE app.users SET active = false WHERE id = ?", person.id());

        assertThat(visitor.isSignedIn()).isFalse();
        assertThat(person.client().get("/api/me").status()).isEqualTo(401);
        Visitor again = new Visitor();
        again.signIn(person.email(), PASSWORD);
        assertThat(again.failure()).isEqualTo("Email or password is wrong.");
    }

    @Test
    void sessionEndsAfterTwelveHoursWhateverIsDone() {
        Visitor visitor = new Visitor();
        visitor.signIn(tenant.member("viewer").email(), PASSWORD);
        DATABASE.run("UPDATE app.spring_session SET creation_time = creation_time - 12 * 3600 * 1000 WHERE session_id = ?", id(visitor.session()));

        assertThat(visitor.isSignedIn()).isFalse();
    }

    @Test
    void sessionIsJsonAndHoldsNoSecret() throws IOException {
        Visitor visitor = new Visitor();
        visitor.header = "Bearer " + Serai.TOKEN;
        visitor.get("/connections");
        visitor.signIn(tenant.member("viewer").email(), PASSWORD);
        List<String> attributes = DATABASE.ask("SELECT convert_from(attribute_bytes, 'UTF8') FROM app.spring_session_attributes a JOIN app.spring_session s ON s.primary_id = a.session_primary_id WHERE s.session_id = ?", id(visitor.session()));

        assertThat(attributes).isNotEmpty();
        for (String attribute : attributes) {
            assertThat(new ObjectMapper().readTree(attribute)).isNotNull();
            assertThat(attribute).doesNotContain(PASSWORD).doesNotContain("argon2").doesNotContain(Serai.TOKEN);
        }
    }

    @Test
    void sessionOpensNoRestAndTokenOpensNoPage() {
        Visitor visitor = new Visitor();
        visitor.signIn(tenant.member("viewer").email(), PASSWORD);

        assertThat(visitor.get("/api/me").statusCode()).isEqualTo(401);
        Visitor bearer = new Visitor();
        bearer.header = "Bearer " + Serai.TOKEN;
        assertThat(bearer.get("/connections").statusCode()).isEqualTo(302);
    }

    @Test
    void onlyLivenessAndReadinessArePublic() {
        assertThat(new Visitor().get("/actuator/health/liveness").statusCode()).isEqualTo(200);
        assertThat(new Visitor().get("/actuator/health/readiness").body()).isEqualTo("{\"status\":\"UP\"}");
        for (String path : List.of("/actuator", "/actuator/health", "/actuator/env", "/actuator/heapdump", "/actuator/metrics", "/camel", "/jolokia", "/h2-console", "/q/dev", "/observe/health")) {
            HttpResponse<String> answer = new Visitor().get(path);
            assertThat(answer.statusCode()).as(path).isIn(302, 401, 403, 404);
        }
        Visitor visitor = new Visitor();
        visitor.signIn(tenant.member("admin").email(), PASSWORD);
        assertThat(visitor.get("/actuator/env").statusCode()).isIn(403, 404);
    }

    @Test
    void pagesHaveTheirGuards() {
        HttpResponse<String> answer = new Visitor().get("/connections");

        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow()).contains("default-src 'self'").contains("frame-ancestors 'none'").doesNotContain("unsafe-inline").doesNotContain("unsafe-eval");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("Referrer-Policy")).contains("same-origin");
        assertThat(answer.headers().firstValue("Cache-Control").orElseThrow()).contains("no-store");
    }

    @Test
    void attemptsAreLoggedWithoutTheNameThatWasTyped() {
        String typed = "perhaps-a-password-" + System.nanoTime();
        new Visitor().signIn(typed, "x");
        Person person = tenant.member("viewer");
        new Visitor().signIn(person.email(), PASSWORD);

        assertThat(DATABASE.ask("SELECT 1 FROM app.system_log WHERE event = 'sign_in.failed'")).isNotEmpty();
        assertThat(DATABASE.ask("SELECT 1 FROM app.system_log WHERE subject LIKE ?", "%" + typed + "%")).isEmpty();
        assertThat(DATABASE.ask("SELECT source_address FROM app.system_log WHERE event = 'sign_in.succeeded' AND subject = ?", person.id().toString())).hasSize(1);
    }

    private static String form(String email, String password) {
        return "email=" + URLEncoder.encode(email, StandardCharsets.UTF_8) + "&password=" + URLEncoder.encode(password, StandardCharsets.UTF_8);
    }

    /** The cookie is the id in base64. */
    private static String id(String cookie) {
        return new String(Base64.getDecoder().decode(cookie), StandardCharsets.UTF_8);
    }

    /** One browser: its cookies, and no following of redirects. */
    private static final class Visitor {
        private final CookieManager cookies = new CookieManager();
        private final HttpClient http = HttpClient.newBuilder().cookieHandler(cookies).build();
        private String header;

        Visitor as(String session) {
            HttpCookie cookie = new HttpCookie("SESSION", session);
            cookie.setPath("/");
            cookie.setDomain("localhost.local");   // as the cookie manager calls it
            cookie.setVersion(0);
            cookies.getCookieStore().add(URI.create(SERAI.url()), cookie);
            return this;
        }

        HttpResponse<String> get(String path) {
            return send(HttpRequest.newBuilder(URI.create(SERAI.url() + path)).GET());
        }

        HttpResponse<String> post(String path, String form) {
            return send(HttpRequest.newBuilder(URI.create(SERAI.url() + path)).header("Content-Type", "application/x-www-form-urlencoded").POST(BodyPublishers.ofString(form)));
        }

        HttpResponse<String> signIn(String email, String password) {
            return post("/sign-in", form(email, password) + "&_csrf=" + csrf());
        }

        boolean isSignedIn() {
            String location = get("/connections").headers().firstValue("Location").orElse("");
            return !location.endsWith("/sign-in");
        }

        String session() {
            return cookies.getCookieStore().getCookies().stream().filter(cookie -> cookie.getName().equals("SESSION")).map(HttpCookie::getValue).findFirst().orElseThrow();
        }

        /** As a page would have it in its form: the session's token, masked (here with zeros). */
        String csrf() {
            post("/sign-out", "");
            String token = attribute("HttpSessionCsrfTokenRepository.CSRF_TOKEN").replaceAll(".*\"token\":\"([^\"]+)\".*", "$1");
            byte[] plain = token.getBytes(StandardCharsets.UTF_8);
            byte[] masked = new byte[2 * plain.length];
            System.arraycopy(plain, 0, masked, plain.length, plain.length);
            return Base64.getUrlEncoder().encodeToString(masked);
        }

        String failure() {
            return attribute("serai.sign-in-failure").replace("\"", "");
        }

        private String attribute(String name) {
            return DATABASE.ask("SELECT convert_from(attribute_bytes, 'UTF8') FROM app.spring_session_attributes a JOIN app.spring_session s ON s.primary_id = a.session_primary_id WHERE s.session_id = ? AND attribute_name LIKE ?",
                    id(session()), "%" + name).get(0);
        }

        private HttpResponse<String> send(HttpRequest.Builder request) {
            if (header != null) request.header("Authorization", header);
            try {
                return http.send(request.build(), BodyHandlers.ofString());
            } catch (IOException failure) {
                throw new java.io.UncheckedIOException(failure);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(stopped);
            }
        }
    }
}
