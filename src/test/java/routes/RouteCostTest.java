package routes;

import static org.assertj.core.api.Assertions.assertThat;

import budgets.BudgetMeters;
import connectors.Budgets;
import connectors.Source;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.management.ObjectName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import problems.Problem;
import testing.Serai;
import types.ConnectionType;
import types.ConnectionTypes;

/** Not a test but a measurement, for docs/performance.md: {@code mvn test -Dtest=RouteCostTest -Dserai.measure=true}. */
@EnabledIfSystemProperty(named = "serai.measure", matches = "true")
@Tag("benchmark")
class RouteCostTest {
    private static final Serai SERAI = Serai.running();

    @Test
    void whatRoutesCost() throws Exception {
        RouteRegistry registry = SERAI.bean(RouteRegistry.class);
        List<RunningSource> sources = new ArrayList<>();
        for (int i = 0; i < 400; i++) addAndRemove(registry);
        System.out.println("routes present | ms to add an operation's two | ms to remove them | KB each route");
        for (int present : new int[] {0, 100, 500, 1000, 2000}) {
            long before = heap();
            int had = sources.size();
            while (sources.size() * 2 < present) sources.add(added(registry));
            long kb = sources.size() == had ? 0 : (heap() - before) / 1024 / (sources.size() - had) / 2;
            long add = 0;
            long remove = 0;
            int times = 100;
            for (int i = 0; i < times; i++) {
                long start = System.nanoTime();
                RunningSource source = added(registry);
                long middle = System.nanoTime();
                registry.remove(source);
                add += middle - start;
                remove += System.nanoTime() - middle;
            }
            System.out.printf("%d | %.2f | %.2f | %d%n", present, add / 1e6 / times, remove / 1e6 / times, kb);
        }
        sources.forEach(registry::remove);
        assertThat(sources).isNotEmpty();
    }

    private static void addAndRemove(RouteRegistry registry) {
        registry.remove(added(registry));
    }

    private static RunningSource added(RouteRegistry registry) {
        ConnectionType type = SERAI.bean(ConnectionTypes.class).get("FileSystem");
        RunningSource source = new RunningSource(UUID.randomUUID(), 1, type, type.limits(), SERAI.bean(BudgetMeters.class).measuring(Budgets.NONE, type.name()), new NoSource());
        SourceBreaker breaker = new SourceBreaker(source.routeId(Operation.SCHEMAS), ignored -> false, counted -> Optional.empty());
        registry.bind(source);
        registry.addRoutes(source, Operation.SCHEMAS, breaker.circuit());
        source.lanes.put(Operation.SCHEMAS, new RunningSource.Lane(breaker));
        return source;
    }

    private static long heap() throws Exception {
        ManagementFactory.getPlatformMBeanServer().invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram", new Object[] {new String[0]}, new String[] {String[].class.getName()});
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    public static final class Folder {
        public Object schemas() {
            return null;
        }
    }

    private record NoSource() implements Source {
        @Override
        public Map<String, Object> beans() {
            return Map.of("folder", new Folder());
        }

        @Override
        public Problem explain(Throwable failure) {
            return null;
        }

        @Override
        public void close() { }
    }
}
