package connectors.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.component.salesforce.SalesforceComponent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import problems.FailureKind;
import testing.salesforce.SalesforceServer;

/** Camel's component makes the calls that it carries, and has nothing that could leak, linger or go elsewhere. */
class OrgComponentTest {
    private final SalesforceServer org;

    OrgComponentTest() throws IOException {
        org = SalesforceServer.start();
    }

    @AfterEach
    void stop() {
        org.close();
    }

    @Test
    void theRoutesCallTheOrganizationByTheComponent() throws Exception {
        try (OrgBench bench = OrgBench.of(org)) {
            bench.tables();
            assertThat(bench.context.getEndpoints().stream().map(endpoint -> endpoint.getEndpointUri())).anyMatch(uri -> uri.matches("salesforce-[0-9a-f-]{36}://getGlobalObjects"));
            assertThat(bench.source.beans().get("salesforce")).isInstanceOf(SalesforceComponent.class);
            assertThat(org.asked()).filteredOn(asked -> asked.path().endsWith("/sobjects/")).as("the path that the component writes").hasSize(1)
                    .allMatch(asked -> asked.header("Authorization").startsWith("Bearer 00D") && asked.header("User-Agent").equals("Serai"));
        }
    }

    @Test
    void jettysClientIsNeverStartedAndHasNoThreads() throws Exception {
        Set<Long> before = Thread.getAllStackTraces().keySet().stream().map(Thread::getId).collect(Collectors.toSet());
        try (OrgBench bench = OrgBench.of(org)) {
            bench.read();
            bench.test();
            SalesforceComponent component = (SalesforceComponent) bench.source.beans().get("salesforce");
            assertThat(component.getHttpClient().getBeans()).allMatch(bean -> !(bean instanceof org.eclipse.jetty.util.component.LifeCycle part) || !part.isRunning());
            assertThat(Thread.getAllStackTraces().keySet()).filteredOn(thread -> !before.contains(thread.getId())).extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("HttpClient") || name.contains("jetty") || name.startsWith("qtp"));
            assertThatThrownBy(() -> component.getHttpClient().GET(org.url() + "/services/data")).as("a way past ours").isInstanceOf(Exception.class);
        }
    }

    @Test
    void closingItRevokesNoToken() throws Exception {
        try (OrgBench bench = OrgBench.of(org)) {
            bench.tables();
        }
        assertThat(org.asked()).isNotEmpty().noneMatch(asked -> asked.path().contains("revoke"));
    }

    @Test
    void noSecretIsKnownToItOrLogged() throws Exception {
        Logger all = (Logger) LoggerFactory.getLogger("org.apache.camel.component.salesforce");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Level level = all.getLevel();
        all.setLevel(Level.TRACE);
        all.addAppender(log);
        log.start();
        try (OrgBench bench = OrgBench.of(org)) {
            bench.test();
            bench.read();
            SalesforceComponent component = (SalesforceComponent) bench.source.beans().get("salesforce");
            assertThat(component.getLoginConfig().toString() + component.getSession().getAccessToken()).doesNotContain("00Dx", "stand-in");
            assertThat(log.list).isNotEmpty().noneMatch(event -> event.getFormattedMessage().contains("00Dx") || event.getFormattedMessage().contains("stand-in"));
        } finally {
            all.setLevel(level);
            all.detachAppender(log);
        }
    }

    /** CVE-2026-49099: headers of an exchange that choose the object, the address or the operation. */
    @Test
    void headersThatWouldSteerItAreRemovedFirst() throws Exception {
        try (OrgBench bench = OrgBench.of(org)) {
            bench.callWithHeaders("tables", java.util.Map.of("schema", "salesforce"), java.util.Map.of("sObjectName", "../../evil", "apexUrl", "evil", "apiVersion", "1.0", "Sforce-Call-Options", "x"));
            assertThat(org.asked()).noneMatch(asked -> asked.target().contains("evil") || asked.target().contains("v1.0") || asked.header("Sforce-Call-Options") != null);
        }
    }

    @Test
    void aFailureBehindItIsSaidByTheOneTableOfErrors() throws Exception {
        org.refuse("API_CURRENTLY_DISABLED", "API is disabled for this User");
        try (OrgBench bench = OrgBench.of(org)) {
            OrgBench.Failed failed = catchThrowableOfType(OrgBench.Failed.class, bench::tables);
            assertThat(failed.problem.kind()).isEqualTo(FailureKind.PERMISSION);
            assertThat(failed.problem.message()).isEqualTo("The API is switched off for this user.");
            assertThat(failed.getCause().toString()).doesNotContain("00Dx");
        }
    }
}
