package connectors.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import connectors.Step;
import connectors.TestReport;
import egress.EgressSettings;
import egress.GoogleIdentity;
import egress.KeepsPolicy;
import egress.ManagedIdentity;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;
import testing.WebServer;

/** The service account of Serai's own machine: only where the operator wants it, from one place, to BigQuery alone. */
@ExtendWith(KeepsPolicy.class)
class MachineIdentityTest {
    private static final EgressSettings ON = new EgressSettings(null, null, null, null, true);
    private static final BigQuerySettings SETTINGS = new BigQuerySettings(GoogleStandIn.PROJECT, null, null, null, null,
            new BigQuerySettings.Authentication("workload_identity", null), null);

    private final Bench bench = new Bench();

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void itIsRefusedUntilItIsSwitchedOn() {
        Problem problem = catchThrowableOfType(ProblemException.class, () -> bench.open(SETTINGS)).problem();
        assertThat(problem).extracting(Problem::kind, Problem::field).containsExactly(FailureKind.CONFIG, "/authentication/type");
        assertThat(problem.fix()).contains(ManagedIdentity.SWITCH);
    }

    @Test
    void itsTokenIsAskedForOnceAndShownToBigQuery() throws IOException {
        try (WebServer machine = WebServer.plain()) {
            machine.on("/token", (exchange, asked) -> give(exchange, 200, "{\"access_token\": \"token-1\", \"expires_in\": 3600}"));
            bench.google.dataset("shop", "EU");
            TestReport report = bench.with(ON, GoogleIdentity.at(machine.url() + "/token")).test(SETTINGS);
            assertThat(report.steps()).filteredOn(step -> step.id().equals("read_metadata")).extracting(Step::status)
                    .containsExactly(Step.Status.PASSED);
            assertThat(machine.asked("/token")).singleElement().satisfies(asked -> {
                assertThat(asked.header("Metadata-Flavor")).isEqualTo("Google");
                assertThat(asked.target()).isEqualTo("/token?scopes=https%3A%2F%2Fwww.googleapis.com%2Fauth%2Fbigquery");
            });
            assertThat(bench.google.server().asked("/token")).as("no key is used").isEmpty();
        }
    }

    private static void give(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getResponseHeaders().set("Metadata-Flavor", "Google");
        WebServer.send(exchange, status, "application/json", body);
    }

    @Test
    void whoeverElseAnswersGivesNoToken() throws IOException {
        try (WebServer other = WebServer.plain()) {
            other.json("/token", "{\"access_token\": \"token-1\", \"expires_in\": 3600}");
            bench.with(ON, GoogleIdentity.at(other.url() + "/token"));
            assertThat(authenticate()).extracting(Step::status, Step::kind, Step::field)
                    .containsExactly(Step.Status.FAILED, FailureKind.AUTH, "/authentication/type");
            other.on("/token", (exchange, asked) -> give(exchange, 404, "{}"));
            assertThat(authenticate().code()).isEqualTo("no_identity");
            other.on("/token", (exchange, asked) -> give(exchange, 200, "no JSON"));
            assertThat(authenticate().code()).isEqualTo("no_identity");
        }
        assertThat(authenticate().message()).contains("No service account answers");
    }

    private Step authenticate() {
        return bench.test(SETTINGS).steps().stream().filter(step -> step.id().equals("authenticate")).findFirst().orElseThrow();
    }
}
