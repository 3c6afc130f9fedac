package api;

import metadata.ConnectionBudget;
import metadata.Quota;
import metadata.Quotas;
import org.springframework.stereotype.Component;

/** What may still be asked of organisations that count calls. */
@Component
class BudgetsResource extends Resource {
    private final Quotas quotas;

    BudgetsResource(Quotas quotas) {
        super("/api", "Budgets");
        this.quotas = quotas;
    }

    @Override
    void paths() {
        list("/budgets", "listBudgets", "What may still be asked of the organisations that connections of the account lead to",
                Quota.class, request -> Answer.ok(InMemoryPage.of(quotas.all(), request.page(), Quota::organisation)));
        get("/connections/{id}/budget", "findBudget", "What a connection may still ask of its source, and what of it waits",
                ConnectionBudget.class, request -> Answer.ok(quotas.of(request.id())));
    }
}
