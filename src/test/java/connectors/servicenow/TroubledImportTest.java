package connectors.servicenow;

import static connectors.servicenow.ServiceNowHarness.names;
import static connectors.servicenow.ServiceNowHarness.table;
import static connectors.servicenow.ServiceNowHarness.unreadable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import catalog.Column;
import catalog.Discovered;
import com.sun.net.httpserver.HttpExchange;
import connectors.Authorities;
import connectors.Budget;
import connectors.Budgets;
import connectors.TokenKeeper;
import connectors.Unreachable;
import connectors.http.HttpBase;
import connectors.http.HttpCalls;
import connectors.http.HttpClients;
import connectors.http.HttpExplanation;
import connectors.http.SignIn;
import egress.Egress;
import egress.EgressSettings;
import egress.KeepsPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.support.service.ServiceSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import problems.FailureKind;
import testing.WebServer.Asked;
import testing.WebServer;
import testing.servicenow.ServiceNowServer;

/** An import in the middle of which something goes wrong. The dictionary has 400 rows, in pages of 50 unless a test says otherwise. */
@ExtendWith(KeepsPolicy.class)
class TroubledImportTest {
    private static final String SMALL_PAGES = "{'advanced': {'page_size': 50}}";
    private static final int TABLES = 70;
    private static final int ROWS = 400;

    private ServiceNowServer server;

    @BeforeEach
    void start() throws IOException {
        server = ServiceNowServer.start();
        server.instance().generated(TABLES - 9, ROWS);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private List<Discovered> read(String... settings) throws Exception {
        try (ServiceNowHarness harness = ServiceNowHarness.of(server, settings)) {
            return harness.read();
        }
    }

    private static boolean asks(Asked asked, String table) {
        return asked.path().endsWith("/" + table);
    }

    private static int limit(Asked asked) {
        return Integer.parseInt(asked.target().replaceAll(".*sysparm_limit=([0-9]+).*", "$1"));
    }

    @Test
    void aTokenThatEndsInMidImportIsRenewedOnceForAllReplicas() throws Exception {
        server.rotate();
        server.expireAfter(9);
        TokenKeeper shared = TokenKeeper.inMemory();
        ExecutorService replicas = Executors.newFixedThreadPool(3);
        try {
            Callable<List<Discovered>> run = () -> {
                try (ServiceNowHarness harness = ServiceNowHarness.of(server, shared, Budgets.NONE, SMALL_PAGES,
                        ServiceNowHarness.oauth("oauth_refresh_token", ", 'refresh_token': '" + ServiceNowServer.REFRESH + "'"))) {
                    return harness.read();
                }
            };
            for (Future<List<Discovered>> replica : replicas.invokeAll(List.of(run, run, run))) assertThat(names(replica.get())).hasSize(TABLES);
        } finally {
            replicas.shutdownNow();
        }
        assertThat(server.askedForTokens()).as("the first, and one after it ended").hasSize(2);
        assertThat(server.askedForTokens().get(1).body()).as("by the token that was given last").contains("refresh_token=refresh-1");
    }

    @Test
    void refusalsInMidImportAreWaitedFor() throws Exception {
        AtomicInteger refusals = new AtomicInteger(4);
        server.instead((exchange, asked) -> {
            boolean refuses = asks(asked, "sys_dictionary") && asked.target().contains("sys_id%3E") && refusals.getAndDecrement() > 0;
            if (refuses) ServiceNowServer.tooMany(exchange, "0");
            return refuses;
        });
        assertThat(names(read(SMALL_PAGES))).hasSize(TABLES);
        assertThat(refusals.get()).isNotPositive();
    }

    @Test
    void aRefusalForAnHourEndsTheImportWithTheTimeAndIsNotAskedAgain() throws Exception {
        server.instead((exchange, asked) -> {
            if (asks(asked, "sys_dictionary")) ServiceNowServer.tooMany(exchange, "3000");
            return asks(asked, "sys_dictionary");
        });
        assertThatThrownBy(() -> read(SMALL_PAGES)).isInstanceOfSatisfying(ServiceNowHarness.Failed.class, failed -> {
            assertThat(failed.problem.kind()).isEqualTo(FailureKind.QUOTA);
            assertThat(failed.problem.retryAfter()).isEqualTo(Duration.ofSeconds(3000));
        });
        assertThat(server.asked("sys_dictionary")).hasSize(1);
    }

    /** What takes longer than the transaction quota allows, as three releases end it. */
    @ParameterizedTest
    @ValueSource(strings = {"torn", "error", "status"})
    void whatIsCutOffIsAskedForInSmallerPages(String how) throws Exception {
        server.instead((exchange, asked) -> asks(asked, "sys_dictionary") && limit(asked) > 100 && cut(exchange, how));
        List<Discovered> found = read("{'advanced': {'page_size': 400}}");
        assertThat(names(found)).hasSize(TABLES);
        assertThat(unreadable(found)).isEmpty();
        assertThat(server.asked("sys_dictionary")).extracting(TroubledImportTest::limit).containsExactly(400, 200, 100, 100, 100, 100);
    }

    private static boolean cut(HttpExchange exchange, String how) throws IOException {
        String message = "{\"message\":\"Transaction cancelled: maximum execution time exceeded\",\"detail\":\"\"}";
        switch (how) {
            case "torn" -> WebServer.send(exchange, 200, "application/json", "{\"result\":[{\"sys_id\":\"a\",\"name\":\"task\"},{\"sys_id\":\"b");
            case "error" -> WebServer.send(exchange, 200, "application/json", "{\"result\":[{\"sys_id\":\"a\",\"name\":\"task\"}],\"error\":" + message + ",\"status\":\"failure\"}");
            default -> WebServer.send(exchange, 500, "application/json", "{\"error\":" + message + ",\"status\":\"failure\"}");
        }
        return true;
    }

    @Test
    void whatIsAlwaysCutOffIsSaid() {
        server.instead((exchange, asked) -> asks(asked, "sys_dictionary") && cut(exchange, "torn"));
        assertThatThrownBy(() -> read(SMALL_PAGES)).isInstanceOfSatisfying(ServiceNowHarness.Failed.class,
                failed -> assertThat(failed.problem).extracting("kind", "code").containsExactly(FailureKind.TRANSIENT, "cut_off"));
    }

    @Test
    void aSlowAnswerIsAskedForInSmallerPages() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        server.instead((exchange, asked) -> asks(asked, "sys_dictionary") && limit(asked) > 200 && isNeverDone(over));
        try {
            assertThat(names(read("{'advanced': {'page_size': 400, 'timeout': 1}}"))).hasSize(TABLES);
        } finally {
            over.countDown();
        }
        assertThat(server.asked("sys_dictionary")).extracting(TroubledImportTest::limit).containsExactly(400, 200, 200);
    }

    private static boolean isNeverDone(CountDownLatch over) throws IOException {
        try {
            return over.await(30, TimeUnit.SECONDS) || true;
        } catch (InterruptedException stopped) {
            throw new IOException(stopped);
        }
    }

    @Test
    void anInstanceThatFallsAsleepInMidImportIsNotTakenForOneWithoutTables() {
        AtomicInteger calls = new AtomicInteger();
        server.instead((exchange, asked) -> {
            if (calls.incrementAndGet() < 5) return false;
            WebServer.send(exchange, 200, "text/html", ServiceNowServer.HIBERNATING);
            return true;
        });
        assertThatThrownBy(() -> read(SMALL_PAGES)).isInstanceOfSatisfying(ServiceNowHarness.Failed.class,
                failed -> assertThat(failed.problem.message()).contains("asleep"));
    }

    /** Runs once, before the second page of the dictionary is answered. */
    private void beforeSecondPage(Runnable change) {
        AtomicInteger pages = new AtomicInteger();
        server.instead((exchange, asked) -> {
            if (asks(asked, "sys_dictionary") && pages.incrementAndGet() == 2) change.run();
            return false;
        });
    }

    private List<String> firstRows(int count) {
        return server.instance().rows().all("sys_dictionary").stream().map(row -> row.get("sys_id")).sorted().limit(count).toList();
    }

    /** By counting rows, ten of them would be missed. */
    @Test
    void rowsThatGoMeanwhileTakeNoOthersWithThem() throws Exception {
        List<String> order = firstRows(ROWS);
        beforeSecondPage(() -> server.instance().rows().remove("sys_dictionary", row -> order.indexOf(row.get("sys_id")) < 10));
        assertThat(idsOf(ROWS)).containsExactlyElementsOf(order);
    }

    @Test
    void rowsThatComeMeanwhileAreNotReadTwice() throws Exception {
        beforeSecondPage(() -> server.instance().column("task", "u_new", "New", "string", 10, java.util.Map.of()));
        assertThat(table(read(SMALL_PAGES), "incident").columns()).extracting(Column::name).doesNotHaveDuplicates();
    }

    /** Where rows are hidden, rows are counted; when they move, the page is asked for again. */
    @Test
    void hiddenRowsAndRowsThatGoAtTheSameTimeMissNothing() throws Exception {
        List<String> order = firstRows(ROWS);
        server.hide("sys_dictionary", row -> order.indexOf(row.get("sys_id")) % 5 == 4);
        List<String> gone = order.subList(0, 3);
        beforeSecondPage(() -> server.instance().rows().remove("sys_dictionary", row -> gone.contains(row.get("sys_id"))));
        assertThat(idsOf(ROWS)).containsAll(order.stream().filter(id -> order.indexOf(id) % 5 != 4).toList());
    }

    private List<String> idsOf(long most) throws Exception {
        List<String> seen = new ArrayList<>();
        Reading.all(api(), new Question("sys_dictionary", List.of("sys_id"), "", most), 50, row -> seen.add(row.get("sys_id")));
        return seen;
    }

    private TableApi api() throws Exception {
        ServiceNowSettings settings = ServiceNowHarness.settings(server.url());
        Egress egress = new Egress(new EgressSettings(null, List.of("localhost"), null, null));
        HttpBase base = Address.of(ServiceNowHarness.TYPE, settings, egress);
        Duration patience = Duration.ofSeconds(10);
        HttpExplanation explanation = new HttpExplanation(ServiceNowHarness.TYPE, base, patience,
                Unreachable.Fields.one(Address.FIELD), "/authentication/password", answer -> null);
        HttpCalls calls = new HttpClients(egress).calls(base,
                SignIn.basic(ServiceNowServer.USER, settings.authentication().password()),
                new HttpClients.Patience(patience, patience), Authorities.trusting(null, null));
        return new TableApi(calls, new Replies(explanation), Duration.ofMillis(10), null);
    }

    @Test
    void howeverManyRowsAreHiddenThereAreNoMoreCallsThanPages() throws Exception {
        List<String> order = firstRows(ROWS);
        server.hide("sys_dictionary", row -> order.indexOf(row.get("sys_id")) > 0 && order.indexOf(row.get("sys_id")) < 370);
        Reading.Read read = Reading.all(api(), new Question("sys_dictionary", List.of("sys_id"), "", ROWS), 50, row -> { });
        assertThat(read).isEqualTo(new Reading.Read(31, 369, false));
        assertThat(server.asked("sys_dictionary")).hasSize(ROWS / 50);
    }

    @Test
    void anInstanceThatDoesNotUnderstandAfterThisRowIsCounted() throws Exception {
        server.ignore("sys_id>");
        List<Discovered> found = read(SMALL_PAGES);
        assertThat(names(found)).hasSize(TABLES);
        assertThat(unreadable(found)).isEmpty();
    }

    @Test
    void anIdThatCouldBeAnotherConditionIsNotAskedFor() throws Exception {
        server.instance().rows().all("sys_dictionary").forEach(row -> row.put("sys_id", row.get("sys_id") + "^x=y"));
        assertThat(names(read(SMALL_PAGES))).hasSize(TABLES);
        assertThat(server.asked()).noneMatch(asked -> asked.target().contains("sys_id%3E") && asks(asked, "sys_dictionary"));
    }

    @Test
    void everyCallIsCountedAndTheRuleIsPassedOn() throws Exception {
        server.rateLimit(5_000);
        AtomicInteger taken = new AtomicInteger();
        List<Budget.Allowance> learned = new ArrayList<>();
        List<String> organisations = new ArrayList<>();
        Budgets budgets = (organisation, own) -> {
            organisations.add(organisation + " " + own.perHour());
            return new Budget() {
                @Override
                public void take() {
                    taken.incrementAndGet();
                }

                @Override
                public void learn(Allowance allowance) {
                    learned.add(allowance);
                }
            };
        };
        try (ServiceNowHarness harness = ServiceNowHarness.of(server, TokenKeeper.inMemory(), budgets)) {
            harness.test();
            harness.health();
            harness.schemas(true);
            harness.read();
        }
        assertThat(organisations).containsExactly("localhost:" + server.port() + " 1000");
        assertThat(server.asked()).hasSize(taken.get());
        assertThat(learned).hasSize(taken.get()).allSatisfy(said -> {
            assertThat(said.limit()).isEqualTo(5_000);
            assertThat(said.end()).isNotNull();
        });
    }

    @Test
    void nothingStaysOfAConnectionThatIsGone() throws Exception {
        ServiceNowHarness harness = ServiceNowHarness.of(server);
        harness.test();
        int threads = threadsOfCxf();
        ServiceSupport component = (ServiceSupport) harness.source.beans().get("servicenow");
        harness.close();
        assertThat(component.isStopped()).as("and its bus with it").isTrue();
        assertThat(harness.context.hasComponent("servicenow-" + harness.id)).isNull();
        assertThat(harness.context.getEndpoints()).noneMatch(endpoint -> endpoint.getEndpointUri().contains(harness.id));
        assertThat(threads).as("CXF has made no thread of its own").isZero();
    }

    private static int threadsOfCxf() {
        return (int) Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().toLowerCase(java.util.Locale.ROOT).contains("cxf")
                || thread.getName().startsWith("default-workqueue")).count();
    }
}
