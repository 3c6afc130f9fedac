package connectors.workday;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import connectors.Step;
import connectors.Step.Status;
import connectors.TestReport;
import egress.KeepsPolicy;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import problems.FailureKind;
import problems.ProblemException;
import testing.workday.WorkdayServer;

/** Each thing that can be wrong has a sentence and a remedy of its own, at the setting to change. */
@ExtendWith(KeepsPolicy.class)
class LadderTest {
    private static final String WRONG_PASSWORD = "{'authentication': {'type': 'integration_system_user', 'username': 'ISU_Serai', 'password': 'other'}}";

    private final Bench bench = new Bench();

    LadderTest() throws IOException { }

    @AfterEach
    void stop() {
        bench.close();
    }

    private void fails(TestReport report, String rung, FailureKind kind, String field, String words) {
        Step step = Bench.rung(report, rung);
        assertThat(step.status()).as(report.steps().toString()).isEqualTo(Status.FAILED);
        assertThat(step.kind()).isEqualTo(kind);
        assertThat(step.field()).isEqualTo(field);
        assertThat(step.message() + " " + step.fix()).contains(words);
        assertThat(report.status()).isEqualTo(TestReport.Status.FAILED);
    }

    @Test
    void allThatIsChosenIsLookedAt() {
        TestReport report = bench.test();
        assertThat(report.steps()).extracting(Step::id).containsExactly("config", "dns", "egress", "tcp", "tls", "target", "authenticate",
                "read_metadata", "wql", "reports", "services", "quota");
        assertThat(Bench.rung(report, "authenticate").message()).isEqualTo("Signed in as ISU_Serai@company_impl.");
        assertThat(Bench.rung(report, "wql")).extracting(Step::status, step -> step.message().contains("API clients only"))
                .containsExactly(Status.SKIPPED, true);
        assertThat(report.status()).as("the stand-in has no encryption").isEqualTo(TestReport.Status.DEGRADED);
    }

    @Test
    void anApiClientSeesWql() {
        TestReport report = bench.test(Bench.OAUTH);
        assertThat(Bench.rung(report, "read_metadata").message()).contains("2 data sources");
        assertThat(bench.server.tokensGiven()).isEqualTo(1);
    }

    @Test
    void aHealthCheckIsOneCall() {
        assertThat(bench.health().steps()).extracting(Step::status).doesNotContain(Status.FAILED);
        assertThat(bench.server.asked()).hasSize(1);
        bench.health(Bench.OAUTH);
        assertThat(bench.asked("dataSources")).isEqualTo(1);
    }

    @Test
    void whoTypedTheTenantNeedNotHaveItTwice() {
        TestReport report = bench.test("{'authentication': {'type': 'integration_system_user', 'username': 'ISU_Serai@Company_Impl', 'password': 'x'}}");
        assertThat(bench.server.asked().get(1).body()).contains(">ISU_Serai@Company_Impl<");
        fails(report, "authenticate", FailureKind.AUTH, "/authentication/password", "verify your username and password");
    }

    @ParameterizedTest
    @CsvSource({"wd2-impl.workday.com, wd2-impl-services1.workday.com", "impl.workday.com, wd2-impl-services1.workday.com",
            "wd5.myworkday.com, wd5-services1.myworkday.com", "www.myworkday.com, services1.myworkday.com",
            "impl.wd12.myworkday.com, impl-services1.wd12.myworkday.com", "wd12.myworkday.com, services1.wd12.myworkday.com"})
    void theHostOfThePagesIsKnownAndTheRightOneProposed(String pages, String services) {
        TestReport report = bench.test("{'base_url': 'https://" + pages + "'}");
        fails(report, "config", FailureKind.CONFIG, "/base_url", "Enter https://" + services + " as the address");
        assertThat(Bench.rung(report, "dns").status()).as("nobody is called").isEqualTo(Status.SKIPPED);
        WorkdaySource source = bench.open("{'base_url': 'https://" + pages + "'}");
        assertThat(catchThrowableOfType(ProblemException.class, () -> Bench.tables(source, "Absence_Management")).problem().code()).isEqualTo("ui_host");
    }

    @ParameterizedTest
    @CsvSource({"https://services1.example.com", "https://evilworkday.com", "https://workday.com.example.com"})
    void secretsGoToTheVendorsHostsOnly(String elsewhere) {
        assertThat(catchThrowableOfType(ProblemException.class, () -> bench.open("{'base_url': '" + elsewhere + "'}")).problem())
                .extracting(problem -> problem.kind(), problem -> problem.field()).containsExactly(FailureKind.POLICY, "/base_url");
    }

    @Test
    void theVendorIsNeverCalledWithoutEncryption() {
        assertThat(catchThrowableOfType(ProblemException.class, () -> bench.open("{'base_url': 'http://services1.myworkday.com'}")).problem().code())
                .isEqualTo("not_encrypted");
    }

    @Test
    void aServiceSaysWhereItIsReallyCalled() {
        bench.server.address("https://wd3-impl-services1.workday.com");
        Step target = Bench.rung(bench.test(), "target");
        assertThat(target.status()).isEqualTo(Status.WARNED);
        assertThat(target.fix()).contains("https://wd3-impl-services1.workday.com");
        bench.server.address("https://evil.example.com");
        assertThat(Bench.rung(bench.test(), "target")).extracting(Step::status, Step::fix).containsExactly(Status.PASSED, null);
    }

    @Test
    void aTenantThatIsNotThere() {
        fails(bench.test("{'tenant_name': 'other_impl'}"), "target", FailureKind.NOT_FOUND, "/tenant_name", "There is no tenant other_impl");
        assertThat(bench.server.asked()).as("a bounded number of tries").hasSizeLessThan(15);
    }

    @Test
    void aVersionThatDoesNotAnswerIsSaidWithThoseThatDo() {
        fails(bench.test("{'api_version': 'v39.9'}"), "target", FailureKind.CONFIG, "/api_version", "Versions that answer: v42.0, v41.0.");
    }

    @Test
    void aWrongPassword() {
        fails(bench.test(WRONG_PASSWORD), "authenticate", FailureKind.AUTH, "/authentication/password", "verify your username and password");
        assertThat(bench.server.asked()).as("never asked twice: it would lock the account").filteredOn(one -> one.method().equals("POST")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"locked, /authentication/username, AUTH, is locked", "disabled, /authentication/username, AUTH, is disabled",
            "expired, /authentication/password, AUTH, has expired", "not permitted from this IP Address, /authentication/username, PERMISSION, IP ranges"})
    void troubleWithTheAccount(String trouble, String field, FailureKind kind, String words) {
        bench.server.account(trouble);
        fails(bench.test(), "authenticate", kind, field, words);
    }

    @Test
    void aMissingDomainPermission() {
        bench.server.deny("Server_Timestamp_Get");
        fails(bench.test(), "authenticate", FailureKind.PERMISSION, "/advanced/check", "Activate Pending Security Policy Changes");
    }

    @Test
    void theOperationToSignInWithCanBeAnother() {
        bench.server.deny("Server_Timestamp_Get");
        TestReport report = bench.test("{'advanced': {'requests_per_second': 20, 'check': 'Absence_Management/Get_Absence_Inputs'}}");
        assertThat(Bench.rung(report, "authenticate").status()).isEqualTo(Status.PASSED);
        assertThat(bench.server.asked()).filteredOn(one -> one.method().equals("POST")).singleElement()
                .satisfies(one -> assertThat(one.body()).contains("Get_Absence_Inputs_Request", "<wd:Count>1</wd:Count>"));
        fails(bench.test("{'advanced': {'check': 'Nothing/Get_Nothing'}}"), "authenticate", FailureKind.CONFIG, "/api_version", "operation");
    }

    @Test
    void aRefreshTokenThatWasRevoked() {
        bench.server.revoke();
        fails(bench.test(Bench.OAUTH), "authenticate", FailureKind.AUTH, "/authentication/refresh_token", "Manage Refresh Tokens");
    }

    @Test
    void aClientThatIsNotKnown() {
        String other = Bench.OAUTH.replace(WorkdayServer.CLIENT_SECRET, "other");
        fails(bench.test(other), "authenticate", FailureKind.AUTH, "/authentication/client_id", "does not know the API client");
    }

    @Test
    void aMissingScope() {
        bench.server.deny("scope");
        fails(bench.test(Bench.OAUTH), "authenticate", FailureKind.PERMISSION, "/authentication/client_id", "functional areas");
    }

    @Test
    void wqlWithoutItsDomain() {
        bench.server.deny("wql");
        fails(bench.test(Bench.OAUTH), "read_metadata", FailureKind.PERMISSION, null, "Workday Query Language");
    }

    @Test
    void credentialsDoNotFollowARedirect() {
        bench.server.pages();
        fails(bench.test(Bench.OAUTH), "target", FailureKind.CONFIG, "/base_url", "sends callers on");
        assertThat(bench.server.asked()).allSatisfy(one -> assertThat(one.target()).doesNotContain("login"));
    }

    @Test
    void aPageThatSpeaksOfMaintenance() {
        bench.server.maintenance();
        fails(bench.test(), "target", FailureKind.TRANSIENT, null, "under maintenance");
        fails(bench.health(), "authenticate", FailureKind.TRANSIENT, null, "under maintenance");
    }

    @Test
    void aReportThatIsNotSharedAndOneWithoutASchema() {
        bench.server.report("ISU_Reports", "Matrix", "");
        String reports = "{'reports': [{'owner': 'ISU_Reports', 'name': 'Headcount'}, {'owner': 'ISU_Reports', 'name': 'Matrix'},"
                + " {'owner': 'lmcneil', 'name': 'Nothing'}]}";
        Step step = Bench.rung(bench.test(reports), "reports");
        assertThat(step.status()).isEqualTo(Status.WARNED);
        assertThat(step.message()).contains("1 of 3", "Matrix of ISU_Reports gives no schema", "no report Nothing of lmcneil");
    }

    @Test
    void aServiceThatIsNotThereIsNamed() {
        Step step = Bench.rung(bench.test("{'services': ['Absence_Management', 'Nothing']}"), "services");
        assertThat(step.message()).contains("1 of 2", "no web service Nothing in version v41.0");
    }

    @Test
    void anOverloadedTenantIsAskedOnceMoreAndThenLeftAlone() {
        bench.server.overload(1);
        assertThat(Bench.rung(bench.health(), "authenticate").status()).isEqualTo(Status.PASSED);
        bench.server.overload(10);
        int before = bench.server.asked().size();
        fails(bench.health(), "authenticate", FailureKind.TRANSIENT, null, "temporarily unavailable");
        assertThat(bench.server.asked().size() - before).isEqualTo(2);
    }

    @Test
    void theSecretIsNowhereButInItsCall() {
        bench.server.account("locked");
        TestReport report = bench.test();
        bench.server.account("").deny("Server_Timestamp_Get");
        assertThat(report + " " + bench.test() + bench.settings() + bench.open().beans()).doesNotContain(WorkdayServer.PASSWORD);
        assertThat(bench.server.asked()).allSatisfy(one -> assertThat(one.target()).doesNotContain("p%3C", WorkdayServer.PASSWORD));
    }
}
