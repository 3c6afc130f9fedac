package connectors.servicenow;

import static org.assertj.core.api.Assertions.assertThat;

import catalog.Discovered;
import catalog.Selection;
import egress.KeepsPolicy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import testing.servicenow.ServiceNowServer;

/** The figures of docs/performance.md: how many calls a large instance takes, and what is held of it. */
@ExtendWith(KeepsPolicy.class)
class LargeInstanceTest {
    private static final int TABLES = 5_000;
    private static final int DICTIONARY_ROWS = 100_000;
    /** Of an instance's dictionary, twelve times as much in JSON; the trees of its pages would take many times this. */
    private static final long MOST_HELD = 48L << 20;

    @Test
    void aLargeInstanceTakesTwentyCallsAndLittleMemory() throws Exception {
        try (ServiceNowServer server = ServiceNowServer.start();
             ServiceNowHarness harness = ServiceNowHarness.of(server, "{'advanced': {'page_size': 10000}}")) {
            server.instance().generated(TABLES - 9, DICTIONARY_ROWS);
            harness.schemas(true);
            int planning = server.asked().size();
            assertThat(planning).as("whether anything has changed").isEqualTo(5);

            AtomicInteger tables = new AtomicInteger();
            AtomicLong held = new AtomicLong();
            long before = heap();
            harness.read(Selection.EVERYTHING, found -> {
                assertThat(found).isInstanceOf(Discovered.Readable.class);
                if (tables.getAndIncrement() == 0) held.set(heap() - before);
            });

            assertThat(tables).hasValue(TABLES);
            assertThat(held.get()).isPositive().isLessThan(MOST_HELD);
            assertThat(server.asked("sys_dictionary")).hasSize(1 + 10);
            assertThat(server.asked()).as("planning and import").hasSize(19);
            assertThat(harness.source.calls(TABLES).orElseThrow()).as("the estimate takes more choices for granted").isBetween(19L, 25L);
        }
    }

    private static long heap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
