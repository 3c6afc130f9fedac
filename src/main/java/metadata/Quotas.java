package metadata;

import budgets.Organisations;
import catalog.Selection;
import catalog.TableName;
import connections.Connections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.springframework.stereotype.Component;
import problems.ProblemException;
import problems.Refusal;
import routes.Operations;
import routes.Operations.Cost;

/** What connections may still ask of those who count calls, and what an import would ask. Asks no source. */
@Component
public class Quotas {
    /** So many tables stand for any when only the question is whether calls are counted. */
    private static final long SOME = 1;

    private final Connections connections;
    private final Operations operations;
    private final Organisations organisations;
    private final TableCounts tables;
    private final WaitingImports waiting;

    Quotas(Connections connections, Operations operations, Organisations organisations, TableCounts tables,
           WaitingImports waiting) {
        this.connections = connections;
        this.operations = operations;
        this.organisations = organisations;
        this.tables = tables;
        this.waiting = waiting;
    }

    /** @throws Refusal 404 when the caller may not see the connection */
    public ConnectionBudget of(UUID connectionId) {
        connections.find(connectionId);
        return new ConnectionBudget(connectionId, organisations(connectionId), cost(connectionId, SOME).bounds(),
                waiting.of(connectionId));
    }

    /** Those that a connection has led to; empty where nobody counts, and before the first call. */
    public List<Quota> organisations(UUID connectionId) {
        return organisations.find(connectionId).stream().map(Quota::of).toList();
    }

    /** Of a schema, as far as they are known without asking the source. */
    public List<TableName> knownTables(UUID connectionId, String schema) {
        connections.find(connectionId);
        return tables.known(connectionId, new Selection(List.of(schema), null, null, null, true));
    }

    /** All that connections of the caller's account lead to. */
    public List<Quota> all() {
        return organisations.list().stream().map(Quota::of).toList();
    }

    /** The one of a connection's organisations of which least is left; empty where nobody counts, and before the first call. */
    public Optional<Quota> scarcest(UUID connectionId) {
        return organisations(connectionId).stream()
                .min(Comparator.comparing(Quota::remaining, Comparator.nullsLast(Comparator.naturalOrder())));
    }

    /**
     * What an import would ask, before the source is asked anything.
     *
     * @return empty where nobody counts calls
     * @throws Refusal 404 when the caller may not see the connection; 422 for a request that does not fit
     */
    public Optional<CallForecast> forecast(UUID connectionId, ImportRequest request) {
        connections.find(connectionId);
        request.check();
        OptionalLong known = tables.of(connectionId, request.selection());
        return forecast(connectionId, known.isPresent() ? (Long) known.getAsLong() : null);
    }

    /** @param known the tables that it is about; null where nobody has looked yet */
    Optional<CallForecast> forecast(UUID connectionId, Long known) {
        Cost cost = cost(connectionId, known == null ? SOME : known);
        if (cost.calls().isEmpty()) return Optional.empty();
        Long calls = known == null ? null : (Long) cost.calls().getAsLong();
        return Optional.of(CallForecast.of(known, calls, scarcest(connectionId).orElse(null), cost.bounds()));
    }

    /** Settings that cannot be opened say so when they are used; here they count nothing. */
    private Cost cost(UUID connectionId, long howMany) {
        try {
            return operations.cost(connectionId, howMany);
        } catch (ProblemException cannotBeOpened) {
            return new Cost(OptionalLong.empty(), List.of());
        }
    }
}
