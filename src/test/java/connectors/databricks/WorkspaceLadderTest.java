package connectors.databricks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import connectors.Step;
import connectors.TestReport;
import connectors.http.HttpClients;
import egress.Egress;
import egress.EgressSettings;
import egress.KeepsPolicy;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import problems.FailureKind;
import problems.ProblemException;
import testing.WebServer;
import testing.unity.UnityCatalogServer;

/** Each rung, against a server that answers as the vendor says. */
@ExtendWith(KeepsPolicy.class)
class WorkspaceLadderTest {
    private UnityCatalogServer server;

    @BeforeEach
    void start() throws IOException {
        server = UnityCatalogServer.workspace();
        server.lakehouse().table("main", "default", "orders", "id bigint");
        server.warehouse("RUNNING");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Step last(TestReport report) {
        return report.steps().stream().filter(step -> step.status() == Step.Status.FAILED || step.status() == Step.Status.WARNED).reduce((a, b) -> b).orElseThrow();
    }

    private TestReport test(String... more) throws Exception {
        try (DatabricksHarness databricks = DatabricksHarness.of(server, more)) {
            return databricks.test();
        }
    }

    @Test
    void aTestClimbsEveryRung() throws Exception {
        TestReport report = test();
        assertThat(report.steps()).extracting(Step::id)
                .containsExactly("config", "dns", "egress", "tcp", "tls", "authenticate", "target", "read_metadata", "capabilities", "sql", "quota");
        assertThat(report.status()).as("plain http is a weakness").isEqualTo(TestReport.Status.DEGRADED);
        assertThat(report.steps()).filteredOn(step -> step.status() == Step.Status.WARNED).extracting(Step::id).containsExactly("tls");
        assertThat(report.steps().get(5).message()).isEqualTo("Signed in as somebody@example.com.");
        assertThat(report.steps().get(7).message()).contains("orders");
        assertThat(report.server().product()).isEqualTo("Databricks");
    }

    @Test
    void aTestAndAHealthCheckNeverStartTheWarehouse() throws Exception {
        server.warehouse("STOPPED");
        try (DatabricksHarness databricks = DatabricksHarness.of(server)) {
            Step warehouse = databricks.rung("capabilities");
            assertThat(warehouse.status()).isEqualTo(Step.Status.WARNED);
            assertThat(warehouse.message()).isEqualTo("The SQL warehouse is stopped.");
            assertThat(databricks.rung("sql").message()).contains("would start the SQL warehouse");
            databricks.health();
        }
        assertThat(server.warehouseStarts()).isZero();
        assertThat(server.ran()).isEmpty();
    }

    @Test
    void theWarehouseIsAskedWhenThatIsAskedFor() throws Exception {
        assertThat(test("{'advanced': {'sql_checks': true}}").steps()).filteredOn(step -> step.id().equals("sql")).extracting(Step::message).containsExactly("The SQL warehouse answers.");
        assertThat(server.ran()).containsExactly("SELECT 1");
    }

    @Test
    void aWrongTokenIsSaidOnItsField() throws Exception {
        TestReport report = test("{'authentication': {'type': 'pat', 'token': 'wrong'}}");
        assertThat(last(report).id()).isEqualTo("authenticate");
        assertThat(report.failureKind()).isEqualTo(FailureKind.AUTH);
        assertThat(last(report).field()).isEqualTo("/authentication/token");
        assertThat(report.toString()).doesNotContain("wrong");
    }

    @Test
    void aWrongClientSecretIsSaidOnItsField() throws Exception {
        TestReport report = test("{'authentication': {'type': 'oauth_m2m', 'client_id': '" + UnityCatalogServer.CLIENT + "', 'client_secret': 'wrong'}}");
        assertThat(last(report).field()).isEqualTo("/authentication/client_secret");
        assertThat(last(report).message()).isEqualTo("The service principal could not be signed in.");
    }

    @Test
    void aCatalogThatIsNotThereEndsTheClimb() throws Exception {
        Step step = last(test("{'catalog': 'nothing'}"));
        assertThat(step.id()).isEqualTo("target");
        assertThat(step.kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(step.field()).isEqualTo("/catalog");
        assertThat(step.message()).contains("catalog does not exist");
    }

    @Test
    void aSchemaThatIsNotThereIsAWarning() throws Exception {
        Step step = last(test("{'schema': 'nothing'}"));
        assertThat(step.id()).isEqualTo("target");
        assertThat(step.status()).isEqualTo(Step.Status.WARNED);
        assertThat(step.message()).contains("no schema nothing");
    }

    @Test
    void aWarehouseThatIsNotThereIsAWeakness() throws Exception {
        TestReport report = test("{'compute': {'warehouse_id': 'other1'}}");
        assertThat(report.status()).isEqualTo(TestReport.Status.DEGRADED);
        assertThat(last(report).id()).isEqualTo("capabilities");
        assertThat(last(report).kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(last(report).field()).isEqualTo("/compute/warehouse_id");
        assertThat(last(report).message()).contains("no SQL warehouse with this id");
    }

    @Test
    void aBusyWorkspaceSaysWhenToComeBack() throws Exception {
        server.refuse(1, "7");
        TestReport report = test();
        assertThat(report.failureKind()).isEqualTo(FailureKind.QUOTA);
        assertThat(last(report).id()).isEqualTo("authenticate");
    }

    @Test
    void aPageOfAnotherServerIsNoWorkspace() throws Exception {
        try (WebServer pages = WebServer.plain().otherwise((exchange, asked) -> WebServer.send(exchange, 200, "text/html", "<html>Hello</html>"));
                DatabricksHarness databricks = new DatabricksHarness(DatabricksHarness.settings(pages.url()))) {
            assertThat(last(databricks.test()).field()).isEqualTo("/workspace_url");
            assertThat(last(databricks.test()).message()).contains("page for people");
        }
    }

    @Test
    void anOpenSourceServerNeedsNoSignIn() throws Exception {
        try (UnityCatalogServer open = UnityCatalogServer.openSource()) {
            open.lakehouse().table("unity", "default", "marksheet", "id int");
            try (DatabricksHarness databricks = DatabricksHarness.of(open, "{'authentication': {'type': 'none'}, 'catalog': 'unity', 'compute': {}}")) {
                TestReport report = databricks.test();
                assertThat(report.server().product()).isEqualTo("Unity Catalog");
                assertThat(report.steps()).filteredOn(step -> step.status() == Step.Status.FAILED).isEmpty();
                assertThat(databricks.rung("authenticate").message()).isEqualTo("The server asks nobody who they are.");
                assertThat(databricks.rung("capabilities").status()).isEqualTo(Step.Status.SKIPPED);
            }
        }
    }

    @Test
    void theOldMetastoreIsNotReadUnlessSqlIsAskedFor() throws Exception {
        server.lakehouse().table("hive_metastore", "default", "old", "id int");
        assertThat(test("{'advanced': {'enable_unity_catalog': false}}").steps()).filteredOn(step -> step.id().equals("target")).extracting(Step::status).containsExactly(Step.Status.SKIPPED);
        assertThat(server.ran()).isEmpty();
        Step step = last(test("{'advanced': {'enable_unity_catalog': false}, 'compute': {}}"));
        assertThat(step.field()).isEqualTo("/compute/warehouse_id");
    }

    @Test
    void aSecretGoesToTheVendorOrToWhomTheOperatorNames() throws Exception {
        Egress strangers = new Egress(new EgressSettings(null, null, null, null));
        HttpClients clients = new HttpClients(strangers);
        DatabricksConnector connector = new DatabricksConnector(clients, strangers, DatabricksHarness.TYPES);
        for (String url : List.of("https://evil.example.com", "https://evil-cloud.databricks.com.example.org", "http://localhost:8080")) {
            ProblemException refused = catchThrowableOfType(ProblemException.class, () -> connector.open(DatabricksHarness.TYPE, DatabricksHarness.settings(url)));
            assertThat(refused.problem().kind()).as(url).isEqualTo(FailureKind.POLICY);
            assertThat(refused.problem().field()).isEqualTo("/workspace_url");
        }
        connector.open(DatabricksHarness.TYPE, DatabricksHarness.settings("https://dbc-1.cloud.databricks.com")).close();
        connector.open(DatabricksHarness.TYPE, DatabricksHarness.settings("http://localhost:8080", "{'authentication': {'type': 'none'}}")).close();
        ProblemException open = catchThrowableOfType(ProblemException.class, () -> connector.open(DatabricksHarness.TYPE, DatabricksHarness.settings("http://dbc-1.cloud.databricks.com")));
        assertThat(open.problem().code()).isEqualTo("not_encrypted");
        clients.close();
    }

    @Test
    void noSecretIsInWhatIsPrinted() throws Exception {
        DatabricksSettings settings = DatabricksHarness.settings("http://localhost:1");
        assertThat(settings.toString()).doesNotContain(UnityCatalogServer.TOKEN);
        try (DatabricksHarness databricks = new DatabricksHarness(settings)) {
            assertThat(databricks.source.beans().toString()).doesNotContain(UnityCatalogServer.TOKEN);
            assertThat(last(databricks.test()).id()).isEqualTo("tcp");
        }
    }
}
