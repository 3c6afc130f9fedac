package budgets;

import connectors.Budget;
import connectors.Budgets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** On whose budgets one opened connection asks, and within which bounds of its own; known until it is closed. */
public final class CountedBudgets implements Budgets, AutoCloseable {
    private final Budgets budgets;
    private final String product;
    private final BudgetMeters meters;
    private final Map<Asked, CountedBudget> asked = new ConcurrentHashMap<>();

    private record Asked(String organisation, Own own) { }

    CountedBudgets(Budgets budgets, String product, BudgetMeters meters) {
        this.budgets = budgets;
        this.product = product;
        this.meters = meters;
    }

    @Override
    public Budget of(String organisation, Own own) {
        return asked.computeIfAbsent(new Asked(organisation, own), to -> opened(budgets.of(organisation, own)));
    }

    private CountedBudget opened(Budget budget) {
        CountedBudget counted = new CountedBudget(budget, product, meters);
        meters.opened(counted);
        return counted;
    }

    /** What the connection allows itself, where that is less than anything. */
    public List<Own> bounds() {
        return asked.keySet().stream().map(Asked::own).filter(own -> !own.equals(Own.ANY)).distinct().toList();
    }

    /** Whether a call of an import has waited for its turn, or does. @param start by {@link System#nanoTime} */
    public boolean haveHeldUpImportsSince(long start) {
        return asked.values().stream().anyMatch(budget -> budget.hasHeldUpImportsSince(start));
    }

    /** Whoever waits for a turn waits no longer. */
    @Override
    public void close() {
        asked.values().forEach(Budget::close);
    }
}
