package routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.ObjectName;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.SimpleRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.Bodies;
import testing.ImportRuns;
import testing.Serai;
import testing.TestPostgres;

/** Thousands of connections come, are used, and go by edit, deletion and idleness; nothing of them stays. */
@Tag("soak")
class NothingLeftTest {
    private static final Serai SERAI = Serai.running();
    /** Small in every build, thousands with {@code -Psoak}. */
    private static final int ROUNDS = Integer.getInteger("serai.soak.rounds", 2);
    private static final int FOLDERS = Integer.getInteger("serai.soak.folders", 30);
    private static final int DATABASES = Integer.getInteger("serai.soak.databases", 6);
    private static final long MOST_GROWTH_BYTES = 6L << 20;
    /** Live objects of these classes are counted after a full collection. */
    private static final List<String> WATCHED = List.of("routes.RunningSource", "connectors.jdbc.JdbcSource", "connectors.files.FilesSource", "com.zaxxer.hikari.pool.HikariPool",
            "org.postgresql.jdbc.PgConnection", "io.github.resilience4j.circuitbreaker.internal.CircuitBreakerStateMachine", "io.github.resilience4j.bulkhead.internal.SemaphoreBulkhead",
            "io.github.resilience4j.timelimiter.internal.TimeLimiterImpl", "org.apache.camel.impl.engine.DefaultRoute", "org.apache.camel.component.direct.DirectEndpoint",
            "org.apache.camel.component.sql.SqlEndpoint", "org.apache.camel.component.bean.BeanEndpoint", "org.apache.camel.model.RouteDefinition",
            "org.apache.camel.processor.TotalRequestsThrottler", "org.apache.camel.impl.engine.DefaultProducerCache");

    private final Serai.Client client = SERAI.newAccount("Footprint");
    private final CamelContext context = SERAI.bean(CamelContext.class);
    private final ConnectionRoutes routes = SERAI.bean(ConnectionRoutes.class);

    @TempDir
    Path folder;

    @BeforeEach
    @AfterEach
    void clear() {
        evictAll();
    }

    @Test
    void nothingStaysOfConnectionsThatAreGone() throws IOException {
        Files.writeString(folder.resolve("a.csv"), "id,name\n1,x\n");
        TestPostgres postgres = TestPostgres.plain();
        String database = postgres.newDatabase("CREATE TABLE one (id int PRIMARY KEY)");
        round(() -> Bodies.files(folder), "default", "a.csv", FOLDERS);
        round(() -> Bodies.postgres(postgres.port(), database), "public", "one", DATABASES);
        evictAll();

        Map<String, Long> before = footprint();
        List<Long> heap = new ArrayList<>(List.of(heap()));
        for (int i = 0; i < ROUNDS; i++) {
            round(() -> Bodies.files(folder), "default", "a.csv", FOLDERS);
            round(() -> Bodies.postgres(postgres.port(), database), "public", "one", DATABASES);
            evictAll();
            heap.add(heap());
        }
        assertThat(heap.get(ROUNDS)).as("heap after each round: %s", heap).isLessThan(heap.get(1) + MOST_GROWTH_BYTES);
        // throttles and idle threads take a minute to let go
        await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofSeconds(4)).untilAsserted(() -> assertThat(grown(before, footprint())).isEmpty());
        assertThat(postgres.ask(database, "SELECT count(*) FROM pg_stat_activity WHERE datname = '" + database + "' AND pid <> pg_backend_pid()")).isEqualTo("0");
    }

    @Test
    void aDraftLeavesNothing() throws IOException {
        Files.writeString(folder.resolve("a.csv"), "id,name\n1,x\n");
        Set<String> before = testRoutes();
        assertThat(client.post("/api/connections/test", Bodies.files(folder)).json().get("status").asText()).isEqualTo("success");
        assertThat(testRoutes()).isEqualTo(before);
    }

    /** Not those of health checks, which come whenever their time has come. */
    private Set<String> testRoutes() {
        return context.getRoutes().stream().map(Route::getRouteId).filter(id -> id.startsWith("test-")).collect(Collectors.toSet());
    }

    @Test
    void noMoreSourcesStayOpenThanAllowed() throws IOException {
        Files.writeString(folder.resolve("a.csv"), "id,name\n1,x\n");
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 110; i++) {
            ids.add(Bodies.create(client, Bodies.files(folder)));
            assertThat(client.get("/api/connections/" + ids.get(i) + "/schemas").status()).isEqualTo(200);
        }
        // others that run beside this one may be between their coming and the eviction that they cause
        await().untilAsserted(() -> assertThat(routes.all().size()).isLessThanOrEqualTo(100));
        ids.forEach(id -> client.delete("/api/connections/" + id));
    }

    /** Each connection is used by every operation; a third goes by deletion at once, a third by an edit, a third by idleness, and at last all are deleted. */
    private void round(Supplier<ObjectNode> body, String schema, String table, int count) {
        List<UUID> kept = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            UUID id = Bodies.create(client, body.get());
            use(id, schema, table, i % 10 == 0);
            if (i % 3 == 0) client.delete("/api/connections/" + id);
            if (i % 3 == 1) client.patch("/api/connections/" + id, Bodies.object().put("description", "edited"));
            if (i % 3 != 0) kept.add(id);
            if (i % 20 == 19) evictAll();
        }
        evictAll();
        kept.forEach(id -> client.delete("/api/connections/" + id));
    }

    private void use(UUID id, String schema, String table, boolean imported) {
        assertThat(client.post("/api/connections/" + id + "/test", null).json().get("status").asText()).isNotEqualTo("failed");
        for (String path : List.of("/schemas", "/schemas/" + schema + "/tables", "/schemas/" + schema + "/tables/" + table)) {
            assertThat(client.get("/api/connections/" + id + path).status()).isEqualTo(200);
        }
        if (imported) assertThat(ImportRuns.run(client, id, null).get("status").asText()).isEqualTo("succeeded");
    }

    private void evictAll() {
        routes.all().forEach(source -> source.lastUsed = Instant.now().minus(Duration.ofHours(1)));
        routes.evictIdle();
    }

    private static Map<String, String> grown(Map<String, Long> before, Map<String, Long> after) {
        Map<String, String> grown = new TreeMap<>();
        after.forEach((what, now) -> {
            if (now > before.get(what)) grown.put(what, before.get(what) + " -> " + now);
        });
        return grown;
    }

    private Map<String, Long> footprint() throws IOException {
        evictAll();
        Map<String, Long> footprint = new TreeMap<>(instances());
        footprint.computeIfPresent("org.postgresql.jdbc.PgConnection", (name, all) -> all - ofOurs());
        footprint.put("routes", (long) context.getRoutesSize());
        footprint.put("route definitions", (long) ((ModelCamelContext) context).getRouteDefinitions().size());
        footprint.put("endpoints", (long) context.getEndpoints().size());
        footprint.put("startup order", (long) context.getCamelContextExtension().getRouteStartupOrder().size());
        footprint.put("services", (long) context.getCamelContextExtension().getServices().size());
        footprint.put("beans", (long) registry().size());
        footprint.put("sources", (long) routes.all().size());
        footprint.put("threads", Thread.getAllStackTraces().keySet().stream().filter(thread -> !isShared(thread.getName())).count());
        footprint.put("meters", (long) SERAI.bean(MeterRegistry.class).getMeters().size());
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            footprint.put("open files", files.filter(file -> !isSocketOfOurs(file)).count());
        }
        return footprint;
    }

    /** Connections to our own database, of which there are more or fewer as they are needed. */
    private static int ofOurs() {
        return ((HikariDataSource) SERAI.bean(DataSource.class)).getHikariPoolMXBean().getTotalConnections();
    }

    private SimpleRegistry registry() {
        return (SimpleRegistry) ((DefaultRegistry) context.getRegistry()).getFallbackRegistry();
    }

    /** Pools that all share grow and shrink by themselves. */
    private static boolean isShared(String name) {
        return Pattern.compile("^(serai-(rest|call|close|throttle|write)|http-nio|pool-|HttpClient|ForkJoinPool|Attach|RMI|JMX|awaitility|gateway|process reaper|serai connection|serai:|Catalina|caller|(jdbc|http)-(wait|timer))").matcher(name).find();
    }

    /** Sockets of the REST front and of the shared database pool come and go. */
    private static boolean isSocketOfOurs(Path file) {
        try {
            return Files.readSymbolicLink(file).toString().startsWith("socket:");
        } catch (IOException gone) {
            return true;
        }
    }

    private static Map<String, Long> instances() {
        String histogram = histogram();
        Map<String, Long> instances = new TreeMap<>();
        for (String name : WATCHED) {
            Matcher line = Pattern.compile("\\s(\\d+)\\s+\\d+\\s+" + Pattern.quote(name) + "(\\s|$)", Pattern.MULTILINE).matcher(histogram);
            instances.put(name, line.find() ? Long.parseLong(line.group(1)) : 0);
        }
        return instances;
    }

    /** Of live objects: a full collection comes first. */
    private static String histogram() {
        try {
            return (String) ManagementFactory.getPlatformMBeanServer().invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
                    new Object[] {new String[0]}, new String[] {String[].class.getName()});
        } catch (javax.management.JMException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static long heap() {
        histogram();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
