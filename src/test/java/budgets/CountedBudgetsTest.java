package budgets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import connectors.Budget;
import connectors.Budgets.Own;
import connectors.Urgency;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Whether the calls of an import had to wait for their turn. */
class CountedBudgetsTest {
    private final CountDownLatch turn = new CountDownLatch(1);
    private final CountedBudgets budgets = new BudgetMeters(new SimpleMeterRegistry()).measuring((organisation, own) -> new Budget() {
        @Override
        public void take() {
            try {
                turn.await();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        }
    }, "Acme CRM");

    @Test
    void importsThatWaitAreHeldUpWhileTheyDoAndHaveBeenAfterwards() throws InterruptedException {
        long start = System.nanoTime();
        Thread call = taking(Urgency.IMPORT);
        await().until(() -> budgets.haveHeldUpImportsSince(start));
        turn.countDown();
        call.join();
        assertThat(budgets.haveHeldUpImportsSince(start)).isTrue();
        assertThat(budgets.haveHeldUpImportsSince(System.nanoTime())).as("those that began later have not waited").isFalse();
    }

    @Test
    void whatSomebodyElseWaitsForHoldsNoImportUp() throws InterruptedException {
        long start = System.nanoTime();
        Thread browsing = taking(Urgency.BROWSING);
        await().until(() -> System.nanoTime() - start > Duration.ofMillis(1_500).toNanos());
        assertThat(browsing.isAlive()).isTrue();
        assertThat(budgets.haveHeldUpImportsSince(start)).isFalse();
        turn.countDown();
        browsing.join();
    }

    private Thread taking(Urgency urgency) {
        Budget budget = budgets.of("acme.example.com", Own.ANY);
        Thread thread = new Thread(() -> urgency.call(() -> {
            budget.take();
            return null;
        }));
        thread.start();
        return thread;
    }
}
