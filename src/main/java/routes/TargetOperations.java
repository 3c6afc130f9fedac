package routes;

import catalog.TargetExport;
import catalog.TargetTable;
import catalog.TargetTable.TargetStep;
import catalog.Wanted;
import connections.Connection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import problems.ProblemException;
import problems.Refusal;
import types.ConnectionTypes;

/** What is asked of connections that tables are published to. Each method is one call through the connection's guard. */
@Component
public class TargetOperations {
    /** Tables in one call for a plan. */
    public static final int MOST_WANTED = 500;

    private final Operations operations;
    private final ConnectionTypes types;

    TargetOperations(Operations operations, ConnectionTypes types) {
        this.operations = operations;
        this.types = types;
    }

    /**
     * What a target has of the wanted tables, and what has to be done there. Changes nothing, and wakes nothing up.
     *
     * @param wanted at most {@value #MOST_WANTED}
     * @return one for each, in the same order
     * @throws ProblemException when the target fails
     * @throws Refusal 409 when the connection is switched off, or its type is no target
     */
    @SuppressWarnings("unchecked")
    public List<TargetTable> plan(UUID connectionId, List<Wanted> wanted) {
        if (wanted.size() > MOST_WANTED) throw new IllegalArgumentException("more than " + MOST_WANTED + " tables at a time");
        return (List<TargetTable>) operations.call(target(connectionId), Operation.TARGET_PLAN, wanted, Map.of());
    }

    /**
     * Does one step of a plan. A step that has been done already is done: no harm comes of doing it again.
     *
     * @return a short sentence about what happened
     * @throws ProblemException when the target refuses it or fails
     * @throws Refusal 409 when the connection is switched off, or its type is no target
     */
    public String apply(UUID connectionId, TargetStep step) {
        return (String) operations.call(target(connectionId), Operation.TARGET_APPLY, step, Map.of());
    }

    /**
     * All that has to be done for tables that are not there yet, as a text in the target's own language; and how the target can
     * be led to the sources themselves, where it knows a way. Asks nobody, and holds no secrets.
     *
     * @throws Refusal 409 when the connection is switched off, or its type is no target
     */
    public String export(UUID connectionId, TargetExport export) {
        return (String) operations.call(target(connectionId), Operation.TARGET_EXPORT, export, Map.of());
    }

    private Connection target(UUID connectionId) {
        Connection connection = operations.usable(connectionId);
        if (types.get(connection.connectionType()).target()) return connection;
        throw Refusal.conflict("not_a_target", null, "Nothing can be published to this kind of connection.");
    }
}
