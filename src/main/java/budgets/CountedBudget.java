package budgets;

import connectors.Budget;
import connectors.Urgency;
import java.time.Duration;
import problems.ProblemException;

/** A budget of which figures are kept; what it does is the other's. */
final class CountedBudget implements Budget {
    private final Budget budget;
    private final String product;
    private final BudgetMeters meters;
    private final Waits waits = new Waits();
    private volatile double remaining = Double.NaN;

    CountedBudget(Budget budget, String product, BudgetMeters meters) {
        this.budget = budget;
        this.product = product;
        this.meters = meters;
    }

    String product() {
        return product;
    }

    /** The part of the limit that was left at the organisation's last word; not a number while it has said nothing. */
    double remaining() {
        return remaining;
    }

    /** Whether a call of an import has waited for its turn, or does. @param start by {@link System#nanoTime} */
    boolean hasHeldUpImportsSince(long start) {
        return waits.anySince(start);
    }

    @Override
    public void take() {
        long start = System.nanoTime();
        try {
            takeTurn();
        } catch (ProblemException refused) {
            meters.refused(product);
            throw refused;
        }
        meters.taken(product, Duration.ofNanos(System.nanoTime() - start));
    }

    private void takeTurn() {
        if (Urgency.current() == Urgency.IMPORT) waits.during(budget::take);
        else budget.take();
    }

    @Override
    public void learn(Allowance allowance) {
        if (allowance.limit() > 0) {
            remaining = Math.max(0, Math.min(1, 1 - (double) allowance.used() / allowance.limit()));
        }
        budget.learn(allowance);
    }

    @Override
    public void rest(Duration wait) {
        meters.rested(product);
        budget.rest(wait);
    }

    @Override
    public void ended(Outcome outcome) {
        if (outcome == Outcome.REFUSED) meters.rested(product);
        budget.ended(outcome);
    }

    @Override
    public void close() {
        meters.closed(this);
        budget.close();
    }

    @Override
    public Duration patience() {
        return budget.patience();
    }
}
