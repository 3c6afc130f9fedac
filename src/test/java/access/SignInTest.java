package access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import testing.OwnDatabase;
import testing.PageVisitor;
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
        HttpResponse<String> answer = new PageVisitor().get("/connections");

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location").orElseThrow()).endsWith("/sign-in");
    }

    @Test
    void formWithoutATokenIsRefused() {
        Person person = tenant.member("viewer");
        PageVisitor visitor = new PageVisitor();

        assertThat(visitor.post("/sign-in", PageVisitor.form(person.email(), PASSWORD)).statusCode()).isEqualTo(403);
        assertThat(visitor.post("/sign-in", PageVisitor.form(person.email(), PASSWORD) + "&_csrf=AAAA").statusCode()).isEqualTo(403);
        assertThat(visitor.isSignedIn()).isFalse();
        visitor.signIn(person.email(), PASSWORD);
        assertThat(visitor.post("/sign-out", "").statusCode()).isEqualTo(403);
        assertThat(visitor.isSignedIn()).isTrue();
    }

    @Test
    void sessionIdChangesAtSignIn() {
        PageVisitor visitor = new PageVisitor();
        visitor.csrf();
        String before = visitor.session();
        HttpResponse<String> answer = visitor.signIn(tenant.member("viewer").email(), PASSWORD);

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location").orElseThrow()).doesNotContain("failed").doesNotContain("jsessionid").doesNotContain(visitor.session());
        assertThat(visitor.session()).isNotEqualTo(before);
        assertThat(visitor.isSignedIn()).isTrue();
        assertThat(new PageVisitor().as(before).isSignedIn()).as("with the former id").isFalse();
    }

    @Test
    void sessionIdThatAStrangerChoseIsNotTaken() {
        String chosen = Base64.getEncoder().encodeToString("00000000-0000-4000-8000-000000000000".getBytes(StandardCharsets.UTF_8));
        PageVisitor visitor = new PageVisitor().as(chosen);
        visitor.signIn(tenant.member("viewer").email(), PASSWORD);

        assertThat(visitor.session()).isNotEqualTo(chosen);
        assertThat(new PageVisitor().as(chosen).isSignedIn()).isFalse();
    }

    @Test
    void cookieIsNotForScriptsAndOtherSites() {
        PageVisitor visitor = new PageVisitor();
        HttpResponse<String> answer = visitor.signIn(tenant.member("viewer").email(), PASSWORD);

        assertThat(answer.headers().allValues("Set-Cookie")).anySatisfy(cookie -> assertThat(cookie).contains("HttpOnly").contains("SameSite=Lax"));
    }

    @Test
    void wrongPasswordAndUnknownUserCannotBeToldApart() {
        Person person = tenant.member("viewer");
        PageVisitor wrong = new PageVisitor();
        PageVisitor unknown = new PageVisitor();
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
            PageVisitor visitor = new PageVisitor();
            assertThat(visitor.signIn(email, "x".repeat(2_000)).statusCode()).as(email).isIn(302, 400);
            assertThat(visitor.isSignedIn()).isFalse();
        }
    }

    @Test
    void sixthAttemptWaitsAlsoForTheUnknown() {
        for (String email : List.of(tenant.member("viewer").email(), "nobody-" + System.nanoTime() + "@example.com")) {
            for (int i = 0; i < 5; i++) {
                PageVisitor visitor = new PageVisitor();
                visitor.signIn(email, "not-the-password");
                assertThat(visitor.failure()).isEqualTo("Email or password is wrong.");
            }
            PageVisitor late = new PageVisitor();
            late.signIn(email, PASSWORD);
            assertThat(late.failure()).as("even with the right one").startsWith("Too many attempts. Try again in ");
            assertThat(late.isSignedIn()).isFalse();
        }
        PageVisitor other = new PageVisitor();
        other.signIn(tenant.member("viewer").email(), PASSWORD);
        assertThat(other.isSignedIn()).as("another person is not held up").isTrue();
    }

    @Test
    void waitIsOverAfterItsTimeAndForgottenAfterSuccess() {
        Person person = tenant.member("viewer");
        for (int i = 0; i < 6; i++) new PageVisitor().signIn(person.email(), "not-the-password");
        String subject = HexFormat.of().formatHex(secrets.Hashes.sha256(secrets.Hashes.utf8(person.email())));
        DATABASE.run("UPDATE app.sign_in_failures SET last_at = last_at - interval '1 minute' WHERE encode(subject_hash, 'hex') = ?", subject);
        PageVisitor patient = new PageVisitor();
        patient.signIn(person.email(), PASSWORD);

        assertThat(patient.isSignedIn()).isTrue();
        assertThat(DATABASE.ask("SELECT failures FROM app.sign_in_failures WHERE encode(subject_hash, 'hex') = ?", subject)).isEmpty();
    }

    @Test
    void signOutEndsTheSessionOnTheServer() {
        PageVisitor visitor = new PageVisitor();
        visitor.signIn(tenant.member("viewer").email(), PASSWORD);
        String session = visitor.session();
        assertThat(visitor.post("/sign-out", "_csrf=" + visitor.csrf()).statusCode()).isEqualTo(302);

        assertThat(new PageVisitor().as(session).isSignedIn()).isFalse();
        assertThat(DATABASE.ask("SELECT 1 FROM app.spring_session WHERE session_id = ?", PageVisitor.id(session))).isEmpty();
    }

    @Test
    void removedMemberIsOutOnTheNextRequest() {
        Person person = tenant.member("viewer");
        PageVisitor visitor = new PageVisitor();
        visitor.signIn(person.email(), PASSWORD);
        assertThat(visitor.isSignedIn()).isTrue();
        String session = visitor.session();
        tenant.admin.delete("/api/members/" + person.id());

        assertThat(visitor.isSignedIn()).isFalse();
        assertThat(new PageVisitor().as(session).isSignedIn()).isFalse();
        assertThat(DATABASE.ask("SELECT 1 FROM app.spring_session WHERE session_id = ?", PageVisitor.id(session))).isEmpty();
    }

    @Test
    void inactiveUserIsOutOnTheNextRequestAndDoesNotComeBack() {
        Person person = tenant.member("viewer");
        PageVisitor visitor = new PageVisitor();
        visitor.signIn(person.email(), PASSWORD);
        DATABASE.run("UPDATE app.users SET active = false WHERE id = ?", person.id());

        assertThat(visitor.isSignedIn()).isFalse();
        assertThat(person.client().get("/api/me").status()).isEqualTo(401);
        PageVisitor again = new PageVisitor();
        again.signIn(person.email(), PASSWORD);
        assertThat(again.failure()).isEqualTo("Email or password is wrong.");
    }

    @Test
    void sessionEndsAfterTwelveHoursWhateverIsDone() {
        PageVisitor visitor = new PageVisitor();
        visitor.signIn(tenant.member("viewer").email(), PASSWORD);
        DATABASE.run("UPDATE app.spring_session SET creation_time = creation_time - 12 * 3600 * 1000 WHERE session_id = ?", PageVisitor.id(visitor.session()));

        assertThat(visitor.isSignedIn()).isFalse();
    }

    @Test
    void sessionIsJsonAndHoldsNoSecret() throws IOException {
        PageVisitor visitor = new PageVisitor().withToken(Serai.TOKEN);
        visitor.get("/connections");
        visitor.signIn(tenant.member("viewer").email(), PASSWORD);
        List<String> attributes = DATABASE.ask("SELECT convert_from(attribute_bytes, 'UTF8') FROM app.spring_session_attributes a JOIN app.spring_session s ON s.primary_id = a.session_primary_id WHERE s.session_id = ?", PageVisitor.id(visitor.session()));

        assertThat(attributes).isNotEmpty();
        for (String attribute : attributes) {
            assertThat(new ObjectMapper().readTree(attribute)).isNotNull();
            assertThat(attribute).doesNotContain(PASSWORD).doesNotContain("argon2").doesNotContain(Serai.TOKEN);
        }
    }

    @Test
    void sessionOpensNoRestAndTokenOpensNoPage() {
        PageVisitor visitor = new PageVisitor();
        visitor.signIn(tenant.member("viewer").email(), PASSWORD);

        assertThat(visitor.get("/api/me").statusCode()).isEqualTo(401);
        PageVisitor bearer = new PageVisitor().withToken(Serai.TOKEN);
        assertThat(bearer.get("/connections").statusCode()).isEqualTo(302);
    }

    @Test
    void onlyLivenessAndReadinessArePublic() {
        assertThat(new PageVisitor().get("/actuator/health/liveness").statusCode()).isEqualTo(200);
        assertThat(new PageVisitor().get("/actuator/health/readiness").body()).isEqualTo("{\"status\":\"UP\"}");
        for (String path : List.of("/actuator", "/actuator/health", "/actuator/env", "/actuator/heapdump", "/actuator/metrics", "/camel", "/jolokia", "/h2-console", "/q/dev", "/observe/health")) {
            HttpResponse<String> answer = new PageVisitor().get(path);
            assertThat(answer.statusCode()).as(path).isIn(302, 401, 403, 404);
        }
        PageVisitor visitor = new PageVisitor();
        visitor.signIn(tenant.member("admin").email(), PASSWORD);
        assertThat(visitor.get("/actuator/env").statusCode()).isIn(403, 404);
    }

    @Test
    void pagesHaveTheirGuards() {
        HttpResponse<String> answer = new PageVisitor().get("/connections");

        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow()).contains("default-src 'self'").contains("frame-ancestors 'none'").doesNotContain("unsafe-inline").doesNotContain("unsafe-eval");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("Referrer-Policy")).contains("same-origin");
        assertThat(answer.headers().firstValue("Cache-Control").orElseThrow()).contains("no-store");
    }

    @Test
    void attemptsAreLoggedWithoutTheNameThatWasTyped() {
        String typed = "perhaps-a-password-" + System.nanoTime();
        new PageVisitor().signIn(typed, "x");
        Person person = tenant.member("viewer");
        new PageVisitor().signIn(person.email(), PASSWORD);

        assertThat(DATABASE.ask("SELECT 1 FROM app.system_log WHERE event = 'sign_in.failed'")).isNotEmpty();
        assertThat(DATABASE.ask("SELECT 1 FROM app.system_log WHERE subject LIKE ?", "%" + typed + "%")).isEmpty();
        assertThat(DATABASE.ask("SELECT source_address FROM app.system_log WHERE event = 'sign_in.succeeded' AND subject = ?", person.id().toString())).hasSize(1);
    }

}
