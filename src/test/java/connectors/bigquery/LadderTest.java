package connectors.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import connectors.Step;
import connectors.TestReport;
import egress.KeepsPolicy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import problems.FailureKind;

/** The rungs of a test. The stand-in has no encryption, which is a warning of its own. */
@ExtendWith(KeepsPolicy.class)
class LadderTest {
    private static final String DATASETS = GoogleStandIn.path("datasets");
    private static final String QUERIES = GoogleStandIn.path("queries");

    private final Bench bench = new Bench();

    LadderTest() {
        bench.google.dataset("shop", "EU").table("shop", "orders", "TABLE", "");
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    private static Step step(TestReport report, String id) {
        return report.steps().stream().filter(step -> step.id().equals(id)).findFirst().orElseThrow();
    }

    private static Step failed(TestReport report) {
        assertThat(report.status()).isEqualTo(TestReport.Status.FAILED);
        return report.steps().stream().filter(step -> step.status() == Step.Status.FAILED).findFirst().orElseThrow();
    }

    @Test
    void everyRungIsClimbed() {
        TestReport report = bench.test(Bench.settings());
        assertThat(report.steps()).extracting(Step::id).containsExactly("config", "dns", "egress", "tcp", "tls", "authenticate", "target",
                "read_metadata", "capabilities", "quota");
        assertThat(report.steps()).filteredOn(step -> !List.of("tls", "quota").contains(step.id())).extracting(Step::status)
                .containsOnly(Step.Status.PASSED);
        assertThat(step(report, "authenticate").message()).isEqualTo("Signed in as " + GoogleStandIn.EMAIL + ".");
        assertThat(step(report, "read_metadata").message()).contains("shop.orders");
        assertThat(report.server().product()).isEqualTo("BigQuery");
    }

    @Test
    void theTrialQueryIsNotRun() {
        bench.test(Bench.settings());
        assertThat(bench.google.server().asked(QUERIES)).singleElement()
                .satisfies(asked -> assertThat(asked.body()).contains("\"dryRun\":true", "\"useLegacySql\":false"));
    }

    @Test
    void aHealthCheckAsksForNoQuery() {
        BigQuerySource source = bench.open(Bench.settings());
        assertThat(((ProjectLadder) source.beans().get("ladder")).health().steps()).extracting(Step::id).doesNotContain("capabilities");
        assertThat(bench.google.server().asked(QUERIES)).isEmpty();
    }

    @Test
    void aKeyThatWasDeletedIsSaidAtTheKey() {
        bench.google.forgetKey();
        Step step = failed(bench.test(Bench.settings()));
        assertThat(step).extracting(Step::id, Step::kind, Step::field, Step::code)
                .containsExactly("authenticate", FailureKind.AUTH, "/authentication/key_json", "invalid_grant");
        assertThat(bench.google.server().asked(DATASETS)).as("nothing is called without a token").isEmpty();
    }

    @Test
    void aClockThatGoogleRefusesIsNotTakenForAWrongKey() {
        assertThat(failed(bench.ahead(Duration.ofHours(2)).test(Bench.settings()))).satisfies(step -> {
            assertThat(step.id()).isEqualTo("authenticate");
            assertThat(step.message()).contains("clock");
        });
    }

    @ParameterizedTest
    @CsvSource({"300, ahead", "-300, behind"})
    void aClockThatGoesWrongIsWarnedOf(long seconds, String word) {
        Step step = step(bench.ahead(Duration.ofSeconds(seconds)).test(Bench.settings()), "authenticate");
        assertThat(step.status()).isEqualTo(Step.Status.WARNED);
        assertThat(step.message()).contains(word);
    }

    @Test
    void aTokenThatIsNotTakenFailsTheSignIn() {
        bench.google.failNext(DATASETS, 2, 401, "authError");
        assertThat(failed(bench.test(Bench.settings()))).extracting(Step::id, Step::kind).containsExactly("authenticate", FailureKind.AUTH);
        assertThat(bench.google.server().asked("/token")).as("a new one is asked for once").hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"403, accessDenied, PERMISSION, /project_id", "404, notFound, NOT_FOUND, /project_id", "400, invalid, CONFIG, /project_id",
        "403, accessNotConfigured, CONFIG, /project_id", "403, billingNotEnabled, CONFIG, /billing_project_id",
        "403, rateLimitExceeded, QUOTA,", "403, quotaExceeded, QUOTA,", "503, backendError, TRANSIENT,", "500, internalError, TRANSIENT,"})
    void whatTheProjectRefusesIsSaidByItsReason(int status, String reason, FailureKind kind, String field) {
        bench.google.failNext(DATASETS, 10, status, reason);
        Step step = failed(bench.test(Bench.settings()));
        assertThat(step).extracting(Step::id, Step::kind, Step::field, Step::code).containsExactly("target", kind, field, reason);
        assertThat(step.message() + step.fix()).doesNotContain("secret words");
    }

    @Test
    void anAnswerWithoutAReasonIsSaidByItsStatus() {
        for (String body : List.of("{}", "[]", "{\"error\": {\"errors\": []}}", "<html>Sorry</html>", "")) {
            bench.google.failNextWith(DATASETS, 403, body);
            bench.google.failNextWith(DATASETS, 403, body);
            assertThat(failed(bench.test(Bench.settings()))).as(body).extracting(Step::id, Step::kind)
                    .containsExactly("target", FailureKind.PERMISSION);
        }
    }

    @Test
    void aServicePerimeterIsNamed() {
        String body = "{\"error\": {\"code\": 403, \"message\": \"VPC Service Controls: Request is prohibited\", \"errors\": [{\"reason\": \"accessDenied\"}]}}";
        bench.google.failNextWith(DATASETS, 403, body);
        bench.google.failNextWith(DATASETS, 403, body);
        assertThat(failed(bench.test(Bench.settings())).message()).contains("perimeter");
    }

    @Test
    void noDatasetIsAWarning() {
        try (Bench empty = new Bench()) {
            assertThat(step(empty.test(Bench.settings()), "read_metadata")).extracting(Step::status, Step::kind)
                    .containsExactly(Step.Status.WARNED, FailureKind.PERMISSION);
        }
        TestReport elsewhere = bench.test(Bench.settings(null, "us-east1", null, null));
        assertThat(step(elsewhere, "read_metadata")).extracting(Step::status, Step::kind)
                .containsExactly(Step.Status.WARNED, FailureKind.CONFIG);
    }

    @Test
    void whoMayNotRunQueriesLacksNothingUnlessQueriesAreWanted() {
        bench.google.failNext(QUERIES, 1, 403, "accessDenied");
        assertThat(step(bench.test(Bench.settings()), "capabilities").status()).isEqualTo(Step.Status.SKIPPED);
        bench.google.failNext(QUERIES, 1, 403, "accessDenied");
        TestReport wanted = bench.test(Bench.settings(new BigQuerySettings.Advanced(null, null, true), null, null, null));
        assertThat(step(wanted, "capabilities").status()).isEqualTo(Step.Status.FAILED);
        assertThat(wanted.status()).isEqualTo(TestReport.Status.DEGRADED);
    }
}
