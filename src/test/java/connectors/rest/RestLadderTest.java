package connectors.rest;

import static connectors.rest.RestHarness.step;
import static org.assertj.core.api.Assertions.assertThat;

import connectors.Step;
import connectors.TestReport;
import egress.KeepsPolicy;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import problems.FailureKind;
import testing.WebServer;

/** The ladder of web APIs that behave, and of those that do not. */
@ExtendWith(KeepsPolicy.class)
class RestLadderTest {
    private static final String BASIC = "\"authentication\": {\"type\": \"basic\", \"username\": \"ann\", \"password\": \"pass-w0rd\"}";
    private static final String HEALTH = ", \"health\": {\"path\": \"/me\"}";

    private final RestHarness api = new RestHarness();

    @BeforeEach
    void anApi() {
        api.server.json("/api/openapi.json", RestHarness.DESCRIPTION);
        onlyWith("Authorization", "Basic YW5uOnBhc3MtdzByZA==");
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private void onlyWith(String header, String value) {
        api.server.on("/api/me", (exchange, asked) -> WebServer.send(exchange, value.equals(asked.header(header)) ? 200 : 401, "application/json", "{}"));
    }

    private TestReport test(String settings) {
        TestReport report = api.reader(settings).test();
        assertThat(report.toString()).doesNotContain("pass-w0rd", "the-secret");
        return report;
    }

    @Test
    void aSoundApiIsClimbedToTheEnd() {
        TestReport report = test(BASIC + HEALTH);
        assertThat(report.steps()).extracting(Step::id).containsExactly("config", "dns", "egress", "tcp", "tls", "authenticate", "target", "read_metadata", "quota");
        assertThat(report.steps()).filteredOn(step -> !step.id().equals("tls")).extracting(Step::status).containsOnly(Step.Status.PASSED);
        assertThat(step(report, "tls").status()).as("no encryption is a warning").isEqualTo(Step.Status.WARNED);
        assertThat(step(report, "read_metadata").message()).isEqualTo("Read OpenAPI 3.0.3: 1 resource.");
        assertThat(report.server()).isEqualTo(new TestReport.Server("Shop", "7"));
    }

    @Test
    void aHealthCheckMakesOneCall() {
        TestReport report = api.reader(BASIC + HEALTH).health();
        assertThat(report.steps()).extracting(Step::id).doesNotContain("read_metadata").contains("target");
        assertThat(api.server.asked()).hasSize(1);
    }

    @Test
    void credentialsThatAreRefusedAreSaidAtTheirField() {
        onlyWith("Authorization", "other");
        TestReport report = test(BASIC + HEALTH);
        assertThat(report.failureKind()).isEqualTo(FailureKind.AUTH);
        assertThat(step(report, "authenticate").field()).isEqualTo("/authentication/password");
        assertThat(step(report, "target").status()).isEqualTo(Step.Status.SKIPPED);
    }

    @Test
    void anApiThatAsksWhoCallsWantsAWayOfSigningIn() {
        TestReport report = test(HEALTH.substring(2));
        assertThat(step(report, "authenticate").field()).isEqualTo("/authentication/type");
        assertThat(report.failureKind()).isEqualTo(FailureKind.AUTH);
    }

    @Test
    void credentialsThatMakeNoDifferenceAreAWarning() {
        api.server.json("/api/me", "{}");
        assertThat(step(test(BASIC + HEALTH), "authenticate")).satisfies(step -> {
            assertThat(step.status()).isEqualTo(Step.Status.WARNED);
            assertThat(step.message()).contains("without credentials");
        });
        assertThat(api.server.asked("/api/me").get(1).header("Authorization")).isNull();
    }

    @Test
    void everyWayOfSigningInShowsWhatItShould() {
        onlyWith("Authorization", "Bearer the-secret");
        assertThat(step(test("\"authentication\": {\"type\": \"bearer\", \"token\": \"the-secret\"}" + HEALTH), "authenticate").status()).isEqualTo(Step.Status.PASSED);
        onlyWith("X-API-Key", "the-secret");
        assertThat(step(test("\"authentication\": {\"type\": \"api_key\", \"api_key\": \"the-secret\"}" + HEALTH), "authenticate").status()).isEqualTo(Step.Status.PASSED);
        api.server.on("/api/me", (exchange, asked) -> WebServer.send(exchange, asked.target().endsWith("?key=the-secret") ? 200 : 401, "application/json", "{}"));
        Step query = step(test("\"authentication\": {\"type\": \"api_key\", \"api_key\": \"the-secret\", \"api_key_name\": \"key\", \"api_key_in\": \"query\"}" + HEALTH), "authenticate");
        assertThat(query.status()).isEqualTo(Step.Status.WARNED);
        assertThat(query.message()).contains("logs");
    }

    @Test
    void headersGoWithEveryCall() {
        onlyWith("X-Sub", "the-secret");
        test("\"headers\": [\"X-Tenant: acme\", \"accept: text/html\"], \"secret_header\": {\"name\": \"X-Sub\", \"value\": \"the-secret\"}" + HEALTH);
        assertThat(api.server.asked()).extracting(asked -> asked.header("X-Tenant")).containsOnly("acme");
        assertThat(api.server.asked("/api/openapi.json").get(0).headers().get("Accept")).singleElement().asString().contains("json");
    }

    @Test
    void clientCredentialsFetchATokenFirst() {
        api.server.json("/token", "{\"access_token\": \"t1\", \"expires_in\": 3600}");
        onlyWith("Authorization", "Bearer t1");
        String settings = oauth("oauth2_client_credentials", "\"client_secret\": \"the-secret\", \"scope\": \"read write\", \"audience\": \"shop\"");
        assertThat(step(test(settings), "authenticate").status()).isEqualTo(Step.Status.PASSED);
        WebServer.Asked asked = api.server.asked("/token").get(0);
        assertThat(asked.body()).isEqualTo("grant_type=client_credentials&scope=read+write&audience=shop");
        assertThat(asked.header("Authorization")).as("id and secret, each encoded as RFC 6749 says").isEqualTo("Basic bWUlM0FhcHA6dGhlLXNlY3JldA==");
    }

    @Test
    void aRefreshTokenIsRotated() {
        api.server.on("/token", (exchange, asked) -> WebServer.send(exchange, 200, "application/json", asked.body().contains("refresh_token=the-secret-1")
                ? "{\"access_token\": \"t1\", \"refresh_token\": \"the-secret-2\"}" : "{\"access_token\": \"t2\"}"));
        onlyWith("Authorization", "Bearer t2");
        String settings = oauth("oauth2_refresh_token", "\"refresh_token\": \"the-secret-1\", \"client_auth\": \"post\"");
        assertThat(step(test(settings), "authenticate").status()).isEqualTo(Step.Status.PASSED);
        assertThat(api.server.asked("/token")).extracting(WebServer.Asked::body).containsExactly("grant_type=refresh_token&refresh_token=the-secret-1&client_id=me%3Aapp",
                "grant_type=refresh_token&refresh_token=the-secret-2&client_id=me%3Aapp");
    }

    private String oauth(String type, String more) {
        return "\"authentication\": {\"type\": \"" + type + "\", \"token_url\": \"" + api.server.url() + "/token\", \"client_id\": \"me:app\", " + more + "}" + HEALTH;
    }

    @Test
    void aTokenServiceThatRefusesIsSaidAtItsFields() {
        api.server.status("/token", 401, "{\"error\": \"invalid_client\"}");
        Step refused = step(test(oauth("oauth2_client_credentials", "\"client_secret\": \"the-secret\"")), "authenticate");
        assertThat(refused.field()).isEqualTo("/authentication/client_secret");
        assertThat(refused.code()).isEqualTo("invalid_client");
        api.server.status("/token", 404, "{}");
        Step missing = step(test(oauth("oauth2_client_credentials", "\"client_secret\": \"the-secret\"")), "authenticate");
        assertThat(missing.field()).isEqualTo("/authentication/token_url");
    }

    @ParameterizedTest
    @CsvSource({"400, CONFIG, /base_url", "403, PERMISSION,", "404, NOT_FOUND, /health/path", "405, CONFIG, /health/path", "410, NOT_FOUND, /health/path", "429, QUOTA,", "500, TRANSIENT,",
        "503, TRANSIENT,", "302, CONFIG, /base_url", "204, CONFIG, /health/expected_status"})
    void everyStatusIsSaidInItsOwnWay(int status, FailureKind kind, String field) {
        api.server.on("/api/me", (exchange, asked) -> {
            exchange.getResponseHeaders().set("Location", "https://elsewhere.example/");
            WebServer.send(exchange, status, "application/problem+json", "{\"title\": \"the-secret\", \"detail\": \"the-secret\"}");
        });
        TestReport report = test(BASIC + HEALTH);
        assertThat(report.status()).isEqualTo(TestReport.Status.FAILED);
        assertThat(report.failureKind()).isEqualTo(kind);
        assertThat(report.steps()).filteredOn(step -> step.status() == Step.Status.FAILED).singleElement().satisfies(step -> assertThat(step.field()).isEqualTo(field));
    }

    @Test
    void whatIsExpectedPasses() {
        api.server.status("/api/me", 418, "{}");
        assertThat(step(test("\"health\": {\"path\": \"/me\", \"expected_status\": [418, \"200\"]}"), "target").status()).isEqualTo(Step.Status.PASSED);
        assertThat(step(test("\"health\": {\"path\": \"/me\", \"expected_status\": [418], \"expected_content_type\": \"text/plain\"}"), "target").field()).isEqualTo("/health/expected_content_type");
        assertThat(step(test("\"health\": {\"path\": \"/me\", \"method\": \"HEAD\", \"expected_status\": [418]}"), "target").status()).isEqualTo(Step.Status.PASSED);
        assertThat(api.server.asked("/api/me")).last().extracting(WebServer.Asked::method).isEqualTo("HEAD");
    }

    @Test
    void aPageForPeopleIsNoApi() {
        api.server.on("/api/me", (exchange, asked) -> WebServer.send(exchange, 200, "text/html", "<!doctype html><title>Sign in</title>"));
        TestReport report = test(HEALTH.substring(2));
        assertThat(step(report, "target").code()).isEqualTo("page");
        assertThat(report.status()).isEqualTo(TestReport.Status.FAILED);
    }

    @Test
    void aBaseAddressThatAnswersNothingIsAWarning() {
        TestReport report = test("");
        assertThat(report.status()).isEqualTo(TestReport.Status.DEGRADED);
        assertThat(step(report, "target").status()).isEqualTo(Step.Status.WARNED);
        assertThat(step(report, "authenticate").status()).isEqualTo(Step.Status.SKIPPED);
    }

    @Test
    void anApiWithoutADescriptionIsNotHealthy() {
        api.server.status("/api/openapi.json", 404, "{}");
        TestReport report = test(BASIC + HEALTH);
        assertThat(report.status()).isEqualTo(TestReport.Status.FAILED);
        assertThat(step(report, "read_metadata").field()).isEqualTo("/openapi/url");
        api.server.json("/api/openapi.json", "{\"openapi\": \"3.0.0\", \"paths\": {}}");
        assertThat(step(test(BASIC + HEALTH), "read_metadata").status()).isEqualTo(Step.Status.WARNED);
    }

    @Test
    void whatIsLeftOfALimitIsSaid() {
        for (List<String> header : List.of(List.of("RateLimit-Remaining", "7"), List.of("X-RateLimit-Remaining", "7"), List.of("RateLimit", "\"default\";r=7;t=30"))) {
            api.server.on("/api/me", (exchange, asked) -> {
                exchange.getResponseHeaders().set(header.get(0), header.get(1));
                WebServer.send(exchange, 200, "application/json", "{}");
            });
            assertThat(step(test(HEALTH.substring(2)), "quota").message()).contains("7 requests are left");
        }
        api.server.on("/api/me", (exchange, asked) -> {
            exchange.getResponseHeaders().set("X-RateLimit-Remaining", "0");
            exchange.getResponseHeaders().set("X-RateLimit-Limit", "100");
            WebServer.send(exchange, 200, "application/json", "{}");
        });
        assertThat(step(test(HEALTH.substring(2)), "quota")).satisfies(step -> {
            assertThat(step.status()).isEqualTo(Step.Status.WARNED);
            assertThat(step.message()).contains("0 of 100");
        });
    }

    @Test
    void aSettingThatIsMissingIsSaidBeforeAnythingIsCalled() {
        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(problems.ProblemException.class, () -> api.source("\"authentication\": {\"type\": \"bearer\"}")).problem().field())
                .isEqualTo("/authentication/token");
    }
}
