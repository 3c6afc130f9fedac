package budgets;

import static org.assertj.core.api.Assertions.assertThat;

import access.Caller;
import access.Role;
import connectors.Authorities;
import connectors.Budgets.Own;
import connectors.Urgency;
import connectors.http.HttpBase;
import connectors.http.HttpCalls;
import connectors.http.HttpClients;
import connectors.http.HttpClients.Patience;
import connectors.http.HttpRequest;
import connectors.http.Meter;
import connectors.http.Retries;
import connectors.http.SignIn;
import egress.Egress;
import egress.EgressSettings;
import egress.KeepsPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import testing.Serai;
import testing.Tenant;
import testing.WebServer;

/** A server that turns away whoever comes for a while, and three replicas that read from it over one database. */
@ExtendWith(KeepsPolicy.class)
@Isolated
class StormTest {
    private static final Serai SERAI = Serai.running();
    private static final Tenant TENANT = Tenant.a();
    private static final Retries RETRIES = new Retries(Duration.ofSeconds(1), answer -> answer.status() == 429);
    private static final int REPLICAS = 3;
    private static final int READS = 8;

    private final String organisation = "storm-" + UUID.randomUUID() + ".example.com";
    private final Caller caller = new Caller(TENANT.adminUser, TENANT.account, Role.ADMIN, false, "test", null);
    private final HttpClients clients = new HttpClients(new Egress(EgressSettings.DEFAULT));
    private final Map<String, List<Long>> refused = new ConcurrentHashMap<>();
    private final Map<String, List<Long>> asked = new ConcurrentHashMap<>();

    @AfterEach
    void stop() {
        clients.close();
    }

    @Test
    void nobodyCallsBeforeRetryAfterEndsAndEverythingIsRead() throws Exception {
        storm(Duration.ofSeconds(3), 1);
    }

    @Test
    @Tag("faults")
    void aMinuteLong() throws Exception {
        storm(Duration.ofSeconds(60), 5);
    }

    /** The storm begins with the first call. */
    private void storm(Duration length, int retryAfterSeconds) throws Exception {
        try (WebServer server = WebServer.plain()) {
            server.on("/a", (exchange, request) -> {
                long now = System.nanoTime();
                note(asked, request.header("X-Replica"), now);
                if (now - first() > length.toNanos()) {
                    WebServer.send(exchange, 200, "application/json", "{}");
                    return;
                }
                note(refused, request.header("X-Replica"), now);
                exchange.getResponseHeaders().set("Retry-After", String.valueOf(retryAfterSeconds));
                WebServer.send(exchange, 429, "application/json", "{}");
            });
            assertThat(read(server)).hasSize(REPLICAS * READS).containsOnly(200);
        }
        Duration rest = Duration.ofSeconds(retryAfterSeconds);
        assertThat(refused.keySet()).as("at first nobody knows of the storm").hasSize(REPLICAS);
        asked.forEach((replica, times) -> assertThat(tooEarly(replica, times, rest)).as("calls of %s in a rest", replica).isZero());
        long storms = refused.values().stream().mapToLong(List::size).sum();
        assertThat(storms).as("calls turned away").isLessThanOrEqualTo(REPLICAS + length.toSeconds() / retryAfterSeconds);
        assertThat(asked.values().stream().mapToLong(List::size).sum()).isEqualTo(REPLICAS * READS + storms);
    }

    /** Those that came sooner after a refusal of the same replica than it was asked to wait. */
    private long tooEarly(String replica, List<Long> times, Duration rest) {
        return refused.get(replica).stream().mapToLong(no -> times.stream()
                .filter(time -> time > no && time - no < rest.toNanos()).count()).sum();
    }

    private long first() {
        return asked.values().stream().flatMap(List::stream).mapToLong(Long::longValue).min().orElseThrow();
    }

    private static void note(Map<String, List<Long>> times, String replica, long now) {
        times.computeIfAbsent(replica, r -> new CopyOnWriteArrayList<>()).add(now);
    }

    private List<Integer> read(WebServer server) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(REPLICAS);
        try {
            List<Future<List<Integer>>> replicas = new ArrayList<>();
            for (int i = 0; i < REPLICAS; i++) {
                String name = "replica-" + i;
                replicas.add(threads.submit(() -> caller.call(() -> Urgency.IMPORT.call(() -> reads(server, name)))));
            }
            List<Integer> answers = new ArrayList<>();
            for (Future<List<Integer>> replica : replicas) answers.addAll(replica.get());
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Integer> reads(WebServer server, String replica) {
        List<Integer> answers = new ArrayList<>();
        try (HttpCalls calls = calls(server)) {
            for (int i = 0; i < READS; i++) answers.add(RETRIES.send(calls, HttpRequest.get("a").header("X-Replica", replica)).status());
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
        return answers;
    }

    /** Of a replica of its own. */
    private HttpCalls calls(WebServer server) {
        Rules rules = new Rules(90, 97, Duration.ofMinutes(2), Duration.ofSeconds(5), 2, Duration.ofDays(7));
        Governor governor = new Governor(new BudgetRows(SERAI.bean(JdbcClient.class), rules), rules, SERAI.bean(PlatformTransactionManager.class));
        return clients.calls(HttpBase.of(server.url(), null), SignIn.NONE, new Patience(Duration.ofSeconds(5), Duration.ofSeconds(20)),
                        Authorities.trusting(null, null))
                .by(new Meter(governor.of(TENANT.account, UUID.randomUUID(), 1, "Acme CRM").of(organisation, Own.ANY), answer -> null));
    }
}
