package budgets;

import connectors.Budgets;
import connectors.Urgency;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Figures of counted calls for whoever watches Serai. Their tags are products and urgencies, of which there are a few: an
 * organisation or a connection is in none, so that nothing stays of those that are gone, however many there were.
 */
@Component
public class BudgetMeters {
    private static final String PRODUCT = "product";
    private static final String URGENCY = "urgency";

    /** Asking takes a moment too. */
    private static final Duration AT_ONCE = Duration.ofMillis(250);

    private final MeterRegistry registry;
    private final Set<CountedBudget> inUse = ConcurrentHashMap.newKeySet();
    private final Set<String> products = ConcurrentHashMap.newKeySet();

    BudgetMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * The same budgets, measured as long as the connection that asks on them is open.
     *
     * @param product as people call what it leads to
     */
    public CountedBudgets measuring(Budgets budgets, String product) {
        return new CountedBudgets(budgets, product, this);
    }

    void opened(CountedBudget budget) {
        inUse.add(budget);
        if (products.add(budget.product())) gauge(budget.product());
    }

    private void gauge(String product) {
        Gauge.builder("serai.budget.remaining", inUse, all -> least(product)).tag(PRODUCT, product)
                .description("The smallest part that is left of an organisation's limit, of those in use here; 1 is all of it")
                .register(registry);
    }

    void closed(CountedBudget budget) {
        inUse.remove(budget);
    }

    /** Not a number where no organisation has said its limit. */
    private double least(String product) {
        return inUse.stream().filter(budget -> budget.product().equals(product)).mapToDouble(CountedBudget::remaining)
                .filter(part -> !Double.isNaN(part)).min().orElse(Double.NaN);
    }

    void taken(String product, Duration waited) {
        counter("serai.budget.calls", "Calls that were counted", product).increment();
        if (waited.compareTo(AT_ONCE) > 0) {
            Timer.builder("serai.budget.waits").description("Waiting for a turn").tag(PRODUCT, product).tag(URGENCY, urgency())
                    .register(registry).record(waited);
        }
    }

    void refused(String product) {
        counter("serai.budget.refused", "Calls that were not made, because the budget did not allow them", product).increment();
    }

    void rested(String product) {
        Counter.builder("serai.budget.rests").description("Times that an organisation turned calls away").tag(PRODUCT, product)
                .register(registry).increment();
    }

    private Counter counter(String name, String description, String product) {
        return Counter.builder(name).description(description).tag(PRODUCT, product).tag(URGENCY, urgency()).register(registry);
    }

    private static String urgency() {
        return Urgency.current().name().toLowerCase(Locale.ROOT);
    }
}
