package budgets;

import budgets.BudgetRows.Place;
import connectors.Budgets;
import java.util.UUID;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Shares out what organisations allow: one budget for an account and an organisation, kept in the database, so that all of the
 * account's connections and all replicas ask on the same one.
 */
@Component
@EnableConfigurationProperties(Rules.class)
public class Governor {
    private final BudgetRows rows;
    private final Rules rules;
    private final TransactionTemplate alone;

    Governor(BudgetRows rows, Rules rules, PlatformTransactionManager transactions) {
        this.rows = rows;
        this.rules = rules;
        this.alone = new TransactionTemplate(transactions);
        this.alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /**
     * The budgets that calls of one connection are counted on. They act as whoever calls, like all work in the account.
     *
     * @param connectionId of a saved one, or of a draft: that one's calls count too, but it has no counters of its own
     * @param version      of the connection; a later one may lead elsewhere
     * @param product      as people call what it leads to
     */
    public Budgets of(UUID accountId, UUID connectionId, long version, String product) {
        return (organisation, own) -> {
            Place place = new Place(accountId, connectionId, version, Names.storable(organisation), product);
            return new SharedBudget(place, own, rows, rules, alone);
        };
    }

    /** The connection leads elsewhere from now on, in the caller's transaction. */
    public void moved(UUID connectionId) {
        rows.unlink(connectionId);
    }
}
