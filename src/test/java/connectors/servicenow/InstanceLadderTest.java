package connectors.servicenow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import connectors.Step;
import connectors.TestReport;
import egress.KeepsPolicy;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import problems.FailureKind;
import testing.WebServer;
import testing.servicenow.ServiceNowServer;

/** The rungs of a test, whose questions Camel's component asks. The stand-in has no encryption, which is a warning of its own. */
@ExtendWith(KeepsPolicy.class)
class InstanceLadderTest {
    private final ServiceNowServer server = start();

    private static ServiceNowServer start() {
        try {
            return ServiceNowServer.start();
        } catch (java.io.IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @FunctionalInterface
    private interface Use {
        void of(ServiceNowHarness harness) throws Exception;
    }

    private void with(Use use, String... settings) throws Exception {
        try (ServiceNowHarness harness = ServiceNowHarness.of(server, settings)) {
            use.of(harness);
        }
    }

    private static Step step(TestReport report, String id) {
        return report.steps().stream().filter(step -> step.id().equals(id)).findFirst().orElseThrow();
    }

    @Test
    void everyRungIsClimbedInEightCalls() throws Exception {
        with(harness -> {
            TestReport report = harness.test();
            assertThat(report.steps()).extracting(Step::id).containsExactly("config", "dns", "egress", "tcp", "tls", "authenticate", "target",
                    "read_metadata", "read_dictionary", "capabilities", "quota");
            assertThat(report.steps()).filteredOn(step -> !step.id().equals("tls")).extracting(Step::status).containsOnly(Step.Status.PASSED);
            assertThat(step(report, "authenticate").message()).isEqualTo("Signed in as reader; roles: personalize_dictionary.");
            assertThat(step(report, "target").message()).contains("dev12345", "Washingtondc");
            assertThat(step(report, "read_metadata").message()).contains("9 tables");
            assertThat(report.server().version()).isEqualTo("Washingtondc");
            assertThat(server.asked()).hasSize(8);
        });
    }

    /** The component has formed each of these: no other sends {@code sysparm_suppress_pagination_header=false}. */
    @Test
    void theComponentAsksAndKnowsNeitherInstanceNorCredentials() throws Exception {
        with(harness -> {
            harness.test();
            assertThat(server.asked()).allSatisfy(asked -> {
                assertThat(asked.target()).startsWith("/api/now/table/sys_").contains("sysparm_suppress_pagination_header=false");
                assertThat(asked.header("Authorization")).startsWith("Basic ");
            });
            InstanceComponent component = (InstanceComponent) harness.source.beans().get("servicenow");
            assertThat(component.getConfiguration()).extracting("apiUrl", "userName", "password", "oauthClientSecret")
                    .containsExactly("https://instance.invalid/api", null, null, null);
            assertThat(harness.context.getEndpoints()).extracting(Object::toString).noneMatch(uri -> uri.contains("localhost") || uri.contains(ServiceNowServer.USER));
        });
    }

    @ParameterizedTest
    @CsvSource({"now/table, /api/now/table/", "/api/now/table, /api/now/table/", "now/v2/table, /api/now/v2/table/", "v2, /api/now/v2/table/"})
    void theVersionOfTheApiIsTakenAsItIsWritten(String version, String path) throws Exception {
        with(harness -> {
            assertThat(harness.rung("read_dictionary").status()).isEqualTo(Step.Status.PASSED);
            assertThat(harness.schemas(false)).isNotEmpty();
            assertThat(server.asked()).allMatch(asked -> asked.target().startsWith(path));
        }, "{'api_version': '" + version + "'}");
    }

    @Test
    void aHealthCheckMakesOneCall() throws Exception {
        with(harness -> {
            assertThat(harness.health().status()).isEqualTo(TestReport.Status.DEGRADED);
            assertThat(server.asked()).hasSize(1);
        });
    }

    @Test
    void aWrongPasswordIsSaidAtThePassword() throws Exception {
        with(harness -> {
            assertThat(harness.failed()).extracting(Step::id, Step::kind, Step::field).containsExactly("authenticate", FailureKind.AUTH, "/authentication/password");
            assertThat(server.asked()).hasSize(1);
        }, "{'authentication': {'type': 'basic', 'username': 'reader', 'password': 'wrong'}}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "200 | text/html | <html>Your instance is hibernating</html> | TRANSIENT | asleep or being upgraded",
        "503 | text/html | <html>Sorry</html> | TRANSIENT | asleep or being upgraded",
        "200 | text/html | <html>Upgrade in progress</html> | TRANSIENT | asleep or being upgraded",
        "200 | text/html | <html><input name=user_password></html> | CONFIG | sign-in page",
        "404 | text/html | <html>Page not found</html> | CONFIG | no instance at this address",
        "200 | text/html | <html>Some proxy</html> | CONFIG | page for people",
        "403 | text/html | <html>Access restricted: your address is not allowed</html> | CONFIG | address of this machine",
        "403 | application/json | {\"error\":{\"message\":\"User Not Authorized\"}} | PERMISSION | may not read",
        "403 | application/json | {\"error\":{\"message\":\"Insufficient scope\"}} | PERMISSION | OAuth scopes",
        "401 | application/json | {\"error\":{\"message\":\"User is locked out\"}} | AUTH | locked out",
        "429 | application/json | {\"error\":{\"message\":\"Rate limit exceeded\"}} | QUOTA | rate limit",
        "500 | application/json | {\"error\":{\"message\":\"boom\"}} | TRANSIENT | unavailable",
        "400 | application/json | {\"error\":{\"message\":\"Requested URI does not represent any resource\"}} | CONFIG | version of the API",
        "200 | application/json | {\"hello\":\"world\"} | CONFIG | not one of ServiceNow",
        "200 | application/json | [1] | CONFIG | not one of ServiceNow"})
    void eachKindOfBadAnswerHasItsOwnSentence(int status, String type, String body, FailureKind kind, String words) throws Exception {
        server.instead((exchange, asked) -> {
            WebServer.send(exchange, status, type, body);
            return true;
        });
        with(harness -> assertThat(harness.test()).satisfies(report -> {
            assertThat(report.status()).isEqualTo(TestReport.Status.FAILED);
            assertThat(report.failureKind()).isEqualTo(kind);
            assertThat(report.message()).contains(words);
            Step step = report.steps().stream().filter(one -> one.status() == Step.Status.FAILED).findFirst().orElseThrow();
            assertThat(kind == FailureKind.QUOTA || kind == FailureKind.TRANSIENT || step.fix() != null).isTrue();
        }));
    }

    @ParameterizedTest
    @CsvSource({"https://developer.servicenow.com/dev.do, TRANSIENT, asleep", "/login_with_sso.do, CONFIG, sign-in page", "https://elsewhere.example/x, CONFIG, another address"})
    void aRedirectIsNotFollowed(String location, FailureKind kind, String words) throws Exception {
        server.instead((exchange, asked) -> {
            exchange.getResponseHeaders().set("Location", location);
            WebServer.send(exchange, 302, "text/html", "");
            return true;
        });
        with(harness -> assertThat(harness.failed()).satisfies(step -> {
            assertThat(step.kind()).isEqualTo(kind);
            assertThat(step.message()).contains(words).doesNotContain("elsewhere.example");
        }));
    }

    @Test
    void aDictionaryThatIsHiddenIsAWarningWithTheRole() throws Exception {
        server.hide("sys_dictionary", row -> true);
        with(harness -> assertThat(harness.rung("read_dictionary")).satisfies(step -> {
            assertThat(step.status()).isEqualTo(Step.Status.WARNED);
            assertThat(step.kind()).isEqualTo(FailureKind.PERMISSION);
            assertThat(step.message()).contains("shows this user none");
            assertThat(step.fix()).contains("personalize_dictionary");
        }));
    }

    @Test
    void aDictionaryThatIsForbiddenFailsItsOwnRung() throws Exception {
        server.forbid("sys_dictionary");
        with(harness -> assertThat(harness.failed()).extracting(Step::id, Step::kind).containsExactly("read_dictionary", FailureKind.PERMISSION));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sys_choice", "sys_documentation", "sys_dictionary_override"})
    void whatElseMayNotBeReadIsAWarning(String table) throws Exception {
        server.forbid(table);
        with(harness -> assertThat(harness.rung("capabilities")).satisfies(step -> {
            assertThat(step.status()).isEqualTo(Step.Status.WARNED);
            assertThat(step.message()).contains(table);
        }));
    }

    @Test
    void whoMayNotBeToldIsNoFailure() throws Exception {
        Set.of("sys_user", "sys_properties").forEach(table -> server.hide(table, row -> true));
        server.forbid("sys_user_has_role");
        with(harness -> assertThat(harness.test().steps().stream().filter(step -> step.status() == Step.Status.FAILED).collect(Collectors.toList())).isEmpty());
    }

    @Test
    void theInstancesOwnLimitIsShown() throws Exception {
        server.rateLimit(500);
        with(harness -> assertThat(harness.rung("quota")).satisfies(step -> {
            assertThat(step.status()).isEqualTo(Step.Status.WARNED);
            assertThat(step.message()).contains("500 calls an hour", "1000");
        }));
        server.rateLimit(5_000);
        with(harness -> assertThat(harness.rung("quota").status()).isEqualTo(Step.Status.PASSED));
    }

    @Test
    void everyGrantSignsIn() throws Exception {
        server.grantClientCredentials();
        for (String settings : List.of(ServiceNowHarness.oauth("oauth_password", ", 'username': 'reader', 'password': '" + ServiceNowServer.PASSWORD + "'"),
                ServiceNowHarness.oauth("oauth_refresh_token", ", 'refresh_token': '" + ServiceNowServer.REFRESH + "'"), ServiceNowHarness.oauth("oauth_client_credentials", ""))) {
            int before = server.askedForTokens().size();
            with(harness -> assertThat(harness.rung("read_dictionary").status()).isEqualTo(Step.Status.PASSED), settings);
            assertThat(server.askedForTokens()).as(settings).hasSize(before + 1);
        }
        assertThat(server.asked()).allMatch(asked -> asked.header("Authorization").startsWith("Bearer "));
    }

    @Test
    void clientCredentialsThatAreSwitchedOffAreSaidWithTheProperty() throws Exception {
        with(harness -> assertThat(harness.failed()).satisfies(step -> {
            assertThat(step.id()).isEqualTo("authenticate");
            assertThat(step.kind()).isEqualTo(FailureKind.CONFIG);
            assertThat(step.fix()).contains("glide.oauth.inbound.client.credential.grant_type.enabled", "OAuth Application User");
        }), ServiceNowHarness.oauth("oauth_client_credentials", ""));
    }

    @Test
    void aRefreshTokenThatIsRevokedIsSaidAtTheToken() throws Exception {
        server.revokeRefreshTokens();
        with(harness -> assertThat(harness.failed()).extracting(Step::kind, Step::field, Step::code)
                .containsExactly(FailureKind.AUTH, "/authentication/refresh_token", "invalid_grant"),
                ServiceNowHarness.oauth("oauth_refresh_token", ", 'refresh_token': 'refresh-0'"));
    }

    @Test
    void aClientThatIsNotKnownIsSaidAtItsSecret() throws Exception {
        with(harness -> assertThat(harness.failed()).extracting(Step::kind, Step::field).containsExactly(FailureKind.AUTH, "/authentication/client_secret"),
                "{'authentication': {'type': 'oauth_client_credentials', 'client_id': 'other', 'client_secret': 'other'}}");
    }

    @Test
    void aHostThatIsNotTheVendorsIsShownNothing() throws Exception {
        ServiceNowSettings elsewhere = ServiceNowHarness.settings("https://instance.example.com");
        assertThatThrownBy(() -> new ServiceNowHarness(elsewhere, connectors.Keepers.inMemory())).hasMessageContaining("instance.example.com is not a host of ServiceNow");
        ServiceNowSettings open = ServiceNowHarness.settings("http://dev1.service-now.com");
        assertThatThrownBy(() -> new ServiceNowHarness(open, connectors.Keepers.inMemory())).hasMessageContaining("only called with encryption");
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void nothingOfASecretIsInAReport() throws Exception {
        server.grantClientCredentials();
        with(harness -> assertThat(harness.test().toString() + harness.source + harness.source.beans()).doesNotContain(ServiceNowServer.CLIENT_SECRET, "given-"),
                ServiceNowHarness.oauth("oauth_client_credentials", ""));
        with(harness -> assertThat(harness.test().toString() + harness.source + harness.source.beans()).doesNotContain(ServiceNowServer.PASSWORD));
    }
}
