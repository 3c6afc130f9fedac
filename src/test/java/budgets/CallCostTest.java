package budgets;

import static org.assertj.core.api.Assertions.assertThat;

import access.Caller;
import access.Role;
import connectors.Budget;
import connectors.Budget.Allowance;
import connectors.Budgets.Own;
import connectors.Urgency;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import testing.Serai;
import testing.Tenant;

/** What counting a call costs, beside asking our own database anything at all; for docs/performance.md. */
@Tag("benchmark")
class CallCostTest {
    private static final Serai SERAI = Serai.running();
    private static final Tenant TENANT = Tenant.a();
    private static final int ROUNDS = 9;
    private static final int CALLS = 300;

    private final Caller caller = new Caller(TENANT.adminUser, TENANT.account, Role.ADMIN, false, "test", null);
    private final JdbcClient database = SERAI.bean(JdbcClient.class);
    private final TransactionTemplate transaction = new TransactionTemplate(SERAI.bean(PlatformTransactionManager.class));

    @Test
    void ofOneCounted() {
        Budget counted = SERAI.bean(Governor.class).of(TENANT.account, TENANT.connection, 1, "Benchmark")
                .of("cost-" + UUID.randomUUID() + ".example.com", Own.ANY);
        caller.run(() -> Urgency.IMPORT.call(() -> {
            measure(counted);
            return null;
        }));
    }

    /** In turn, so that what else the machine does falls on both. */
    private void measure(Budget counted) {
        double[] free = new double[ROUNDS];
        double[] asking = new double[ROUNDS];
        double[] counting = new double[ROUNDS];
        for (int round = -1; round < ROUNDS; round++) {
            int kept = Math.max(0, round);   // the first one is thrown away
            free[kept] = micros(() -> call(Budget.FREE));
            asking[kept] = micros(() -> transaction.executeWithoutResult(t -> database.sql("SELECT 1").query(Integer.class).single()));
            counting[kept] = micros(() -> call(counted));
        }
        System.out.printf("A counted call costs %.0f µs; without a budget %.2f µs; one SELECT 1 in a transaction of its own %.0f µs; ratio %.1f%n",
                middle(counting), middle(free), middle(asking), middle(counting) / middle(asking));
        assertThat(middle(counting)).isPositive();
    }

    private static void call(Budget budget) {
        budget.take();
        budget.learn(new Allowance(100_000_000, 1, null));
    }

    private static double micros(Runnable work) {
        long start = System.nanoTime();
        for (int i = 0; i < CALLS; i++) work.run();
        return (System.nanoTime() - start) / 1_000.0 / CALLS;
    }

    private static double middle(double[] times) {
        double[] sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
