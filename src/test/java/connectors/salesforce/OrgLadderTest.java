package connectors.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import connectors.Keepers;
import connectors.Step;
import connectors.Step.Status;
import connectors.TestReport;
import egress.Egress;
import egress.EgressSettings;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import problems.FailureKind;
import problems.ProblemException;
import testing.salesforce.SalesforceServer;

/** What a test and a health check find out, and what they say of what is wrong. */
class OrgLadderTest {
    private final SalesforceServer org;

    OrgLadderTest() throws IOException {
        org = SalesforceServer.start();
    }

    @AfterEach
    void stop() {
        org.close();
    }

    @Test
    void aTestClimbsAllRungsInThreeCallsThatCount() throws Exception {
        try (OrgBench bench = OrgBench.of(org)) {
            TestReport report = bench.test();
            assertThat(report.steps()).extracting(Step::id).containsExactly("config", "dns", "egress", "tcp", "tls", "target", "authenticate", "read_metadata", "capabilities", "quota");
            assertThat(report.steps()).filteredOn(step -> step.status() != Status.PASSED).extracting(Step::id).as("the stand-in has no encryption").containsExactly("tls");
            assertThat(report.server()).isEqualTo(new TestReport.Server("Salesforce", "Spring '24"));
            assertThat(report.steps().toString()).contains("Signed in as integration@acme.example", "6 objects", "Fields that the security", "of 15000 calls a day are left");
            assertThat(org.calls()).isEqualTo(3);
        }
    }

    @Test
    void aHealthCheckMakesOneCallThatCounts() throws Exception {
        try (OrgBench bench = OrgBench.of(org)) {
            assertThat(bench.health().steps()).noneMatch(step -> step.status() == Status.FAILED);
            assertThat(org.calls()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"client_credentials", "jwt_bearer", "username_password"})
    void otherFlowsSignInToo(String flow) throws Exception {
        try (OrgBench bench = new OrgBench(flow(flow), Keepers.inMemory())) {
            Step signedIn = bench.rung("authenticate");
            assertThat(signedIn.status()).isEqualTo(flow.equals("username_password") ? Status.WARNED : Status.PASSED);
            assertThat(signedIn.message()).startsWith("Signed in as integration@acme.example.");
        }
    }

    private SalesforceSettings flow(String flow) throws Exception {
        String common = "{'authentication': {'type': 'oauth', 'flow': '" + flow + "', 'client_id': '" + SalesforceServer.CLIENT + "', ";
        return OrgBench.settings(org.url(), common + switch (flow) {
            case "jwt_bearer" -> "'username': '" + SalesforceServer.USER + "', 'private_key': '" + SalesforceServer.privateKey().replace("\n", "\\n") + "'}}";
            case "username_password" -> "'client_secret': '" + SalesforceServer.CLIENT_SECRET + "', 'username': '" + SalesforceServer.USER + "', 'password': '" + SalesforceServer.PASSWORD
                    + "', 'security_token': '" + SalesforceServer.SECURITY_TOKEN + "'}}";
            default -> "'client_secret': '" + SalesforceServer.CLIENT_SECRET + "'}}";
        });
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of("invalid_grant", "expired access/refresh token", FailureKind.AUTH, "/authentication/refresh_token", "Sign in to Salesforce anew"),
                Arguments.of("invalid_client_id", "client identifier invalid", FailureKind.AUTH, "/authentication/client_id", "Copy it again"),
                Arguments.of("invalid_client", "invalid client credentials", FailureKind.AUTH, "/authentication/client_secret", "Copy it again"),
                Arguments.of("inactive_user", "user is inactive", FailureKind.AUTH, "/authentication/username", "Activate the user"),
                Arguments.of("inactive_org", "organization is locked", FailureKind.AUTH, "/instance_url", "administrator"),
                Arguments.of("invalid_grant", "ip restricted", FailureKind.PERMISSION, "/instance_url", "address of this machine"),
                Arguments.of("invalid_grant", "user hasn't approved this consumer", FailureKind.PERMISSION, "/authentication/client_id", "pre-authorized"),
                Arguments.of("invalid_grant", "no client credentials user enabled", FailureKind.CONFIG, "/authentication/client_id", "Run As"),
                Arguments.of("invalid_grant", "request not supported on this domain", FailureKind.CONFIG, "/login_url", "My Domain"),
                Arguments.of("invalid_grant", "audience is invalid", FailureKind.CONFIG, "/login_url", "test.salesforce.com"),
                Arguments.of("invalid_grant", "authentication failure - Invalid Password", FailureKind.AUTH, "/authentication/refresh_token", "sandbox"),
                Arguments.of("invalid_grant", "user is locked out", FailureKind.AUTH, "/authentication/username", "unlocked"),
                Arguments.of("invalid_grant", "password expired", FailureKind.AUTH, "/authentication/password", "new password"),
                Arguments.of("invalid_app_access", "user is not admin approved to access this app", FailureKind.PERMISSION, "/authentication/client_id", "Have the administrator allow"),
                Arguments.of("invalid_scope", "the requested scope is not allowed", FailureKind.PERMISSION, "/authentication/client_id", "scopes api and refresh_token"),
                Arguments.of("unsupported_grant_type", "grant type not supported", FailureKind.CONFIG, "/authentication/flow", "another flow"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusalOfTheTokenServiceIsNamedWithItsRemedy(String error, String description, FailureKind kind, String field, String fix) throws Exception {
        org.refuseTokens(error, description);
        try (OrgBench bench = OrgBench.of(org)) {
            Step step = bench.rung("authenticate");
            assertThat(step.status()).isEqualTo(Status.FAILED);
            assertThat(step.kind()).isEqualTo(kind);
            assertThat(step.field()).isEqualTo(field);
            assertThat(step.fix()).contains(fix);
            assertThat(org.calls()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"client_credentials, client_secret", "jwt_bearer, private_key", "username_password, password"})
    void aFailureToSignInIsSaidOnTheFieldOfTheFlow(String flow, String field) throws Exception {
        org.refuseTokens("invalid_grant", "authentication failure");
        try (OrgBench bench = new OrgBench(flow(flow), Keepers.inMemory())) {
            assertThat(bench.rung("authenticate").field()).isEqualTo("/authentication/" + field);
        }
    }

    static Stream<Arguments> apiRefusals() {
        return Stream.of(
                Arguments.of("API_DISABLED_FOR_ORG", "The REST API is not enabled for this Organization.", FailureKind.PERMISSION, "/instance_url"),
                Arguments.of("API_CURRENTLY_DISABLED", "API is disabled for this User", FailureKind.PERMISSION, "/authentication/flow"),
                Arguments.of("ORG_LOCKED", "organization is locked", FailureKind.AUTH, "/instance_url"),
                Arguments.of("INVALID_OPERATION_WITH_EXPIRED_PASSWORD", "The users password has expired", FailureKind.AUTH, "/authentication/password"),
                Arguments.of("INVALID_SESSION_ID", "This session is not valid for use with the REST API", FailureKind.PERMISSION, "/authentication/client_id"));
    }

    @ParameterizedTest
    @MethodSource("apiRefusals")
    void aRefusalOfTheApiIsNamedWithItsRemedy(String code, String message, FailureKind kind, String field) throws Exception {
        org.refuse(code, message);
        try (OrgBench bench = OrgBench.of(org)) {
            Step step = bench.rung("read_metadata");
            assertThat(List.<Object>of(step.status(), step.kind(), step.field(), step.code())).containsExactly(Status.FAILED, kind, field, code);
        }
    }

    @Test
    void anUnknownVersionIsAnsweredWithTheNewest() throws Exception {
        org.offer("58.0", "62.0");
        try (OrgBench bench = OrgBench.of(org)) {
            Step step = bench.rung("target");
            assertThat(step.field()).isEqualTo("/api_version");
            assertThat(step.fix()).contains("v62.0");
            assertThat(org.tokensGiven()).as("nobody has signed in").isZero();
        }
    }

    @Test
    void aPageForMaintenanceIsNoWrongAddress() throws Exception {
        org.maintenance();
        try (OrgBench bench = OrgBench.of(org)) {
            assertThat(bench.rung("target").kind()).isEqualTo(FailureKind.TRANSIENT);
        }
    }

    @Test
    void aTokenForAHostThatIsNotTheVendorsIsGivenUp() throws Exception {
        org.tokensAreFor("https://evil.example");
        try (OrgBench bench = OrgBench.of(org)) {
            Step step = bench.rung("authenticate");
            assertThat(step.kind()).isEqualTo(FailureKind.POLICY);
            assertThat(step.field()).isEqualTo("/instance_url");
        }
        assertThat(org.asked()).noneMatch(asked -> asked.header("Authorization") != null);
    }

    @Test
    void aTokenOfAnotherOrganizationNamesIt() throws Exception {
        org.tokensAreFor("https://other.my.salesforce.com");
        try (OrgBench bench = OrgBench.of(org)) {
            Step step = bench.rung("authenticate");
            assertThat(step.code()).isEqualTo("wrong_instance");
            assertThat(step.fix()).contains("https://other.my.salesforce.com");
        }
        assertThat(org.asked()).noneMatch(asked -> asked.header("Authorization") != null);
    }

    @Test
    void whoHasNotSignedInYetIsToldHow() throws Exception {
        String unconnected = "{'authentication': {'type': 'oauth', 'client_id': '" + SalesforceServer.CLIENT + "'}}";
        try (OrgBench bench = new OrgBench(OrgBench.settings(org.url(), unconnected), Keepers.inMemory())) {
            assertThat(bench.rung("authenticate").code()).isEqualTo("not_connected");
        }
    }

    @Test
    void anAccessTokenOfTheSettingsIsOnlyAHint() throws Exception {
        String hint = "{'authentication': {'type': 'oauth', 'client_id': '" + SalesforceServer.CLIENT + "', 'refresh_token': '" + SalesforceServer.REFRESH_TOKEN
                + "', 'access_token': 'stale', 'expires_at': '2099-12-31T23:59:59Z'}}";
        try (OrgBench bench = new OrgBench(OrgBench.settings(org.url(), hint), Keepers.inMemory())) {
            assertThat(bench.tables()).hasSize(6);
            assertThat(org.tokensGiven()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://acme.lightning.force.com,, pages_host, https://acme.my.salesforce.com",
        "https://acme--dev.sandbox.my.salesforce.com, https://login.salesforce.com, sandbox_or_production, https://test.salesforce.com",
        "https://acme.my.salesforce.com, https://test.salesforce.com, sandbox_or_production, https://login.salesforce.com",
        "http://acme.my.salesforce.com,, not_encrypted, https://",
        "https://salesforce.com.evil.example,, host, .salesforce.com",
        "https://acme.my.salesforce.com, https://evil.example, host, .salesforce.com"})
    void addressesThatCannotBeRightAreRefusedBeforeAnyoneIsCalled(String instance, String login, String code, String fix) throws Exception {
        SalesforceSettings settings = OrgBench.settings(instance, login == null ? "{}" : "{'login_url': '" + login + "'}");
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> Hosts.of(OrgBench.TYPE, settings, new Egress(new EgressSettings(null, null, null, null))));
        assertThat(refused.problem().code()).isEqualTo(code);
        assertThat(refused.problem().fix()).contains(fix);
        assertThat(refused.problem().field()).isEqualTo(code.equals("sandbox_or_production") || "https://evil.example".equals(login) ? "/login_url" : "/instance_url");
    }
}
