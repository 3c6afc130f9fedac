package routes;

import access.Audit;
import connections.Connection;
import connections.Connections;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import problems.Refusal;
import types.Limits;

/** The running routes of the connections that the caller sees: their state, and the handles to operate them. */
@Component
public class RouteControl {

    /** @param state of the Camel route: started, stopped, suspended … */
    public record RunningRoute(String routeId, UUID connectionId, String connectionName, String connectionType,
                               String operation, String state,
                               Counters counters, Throttle throttle, Breaker circuitBreaker) { }

    public record Counters(long calls, long failures, int inFlight, Instant lastCallAt, long lastMs) { }

    public record Throttle(int requestsPerMinute, int concurrent, long timeoutMs) { }

    /**
     * @param failureRate in percent of the last calls; -1 until there are enough
     * @param leftAlone   why and until when the source is not called; null while it is
     */
    public record Breaker(String state, float failureRate, int recordedCalls, long rejectedCalls,
                          LeftAlone.Shown leftAlone) { }

    /** What a person can do to a route. */
    public enum Action { START, STOP, SUSPEND, RESUME }

    private record Found(RunningSource source, Operation operation, Connection connection) { }

    private final ConnectionRoutes routes;
    private final Connections connections;
    private final CamelContext context;
    private final Audit audit;

    RouteControl(ConnectionRoutes routes, Connections connections, CamelContext context, Audit audit) {
        this.routes = routes;
        this.connections = connections;
        this.context = context;
        this.audit = audit;
    }

    /** In no transaction of its own: a connection that the caller may not see would spoil it. */
    public List<RunningRoute> list() {
        return routes.all().stream().flatMap(source -> visible(source.connectionId).stream().flatMap(connection ->
                        source.lanes.keySet().stream().map(operation -> view(new Found(source, operation, connection)))))
                .sorted(Comparator.comparing((RunningRoute route) -> route.connectionName().toLowerCase(Locale.ROOT))
                        .thenComparing(RunningRoute::routeId))
                .toList();
    }

    /** Those of a connection's routes on this replica whose source is not called at the moment. */
    public List<RunningRoute> leftAlone(Connection connection) {
        return routes.all().stream().filter(source -> source.connectionId.equals(connection.id()))
                .flatMap(source -> source.lanes.keySet().stream().sorted()
                        .map(operation -> view(new Found(source, operation, connection))))
                .filter(route -> route.circuitBreaker().leftAlone() != null).toList();
    }

    /** @throws Refusal 404 unless it is a route of a connection that the caller sees; 403 unless the caller may edit that */
    @Transactional
    public RunningRoute operate(String routeId, Action action) {
        Found found = editable(routeId);
        try {
            switch (action) {
                case START -> context.getRouteController().startRoute(routeId);
                case STOP -> context.getRouteController().stopRoute(routeId);
                case SUSPEND -> context.getRouteController().suspendRoute(routeId);
                case RESUME -> context.getRouteController().resumeRoute(routeId);
            }
        } catch (Exception failure) {
            throw Refusal.conflict("route_state", null, "The route cannot do that in its present state.");
        }
        audit.success("route." + action.name().toLowerCase(Locale.ROOT), "connection", found.connection.id(),
                Map.of("route", routeId));
        return view(found);
    }

    /** @param open true leaves the source alone from now on; false forgets the failures and lets calls through */
    @Transactional
    public RunningRoute breaker(String routeId, boolean open) {
        Found found = editable(routeId);
        CircuitBreaker breaker = found.source.lanes.get(found.operation).breaker.circuit();
        if (open) breaker.transitionToForcedOpenState();
        else breaker.reset();
        audit.success(open ? "circuit_breaker.open" : "circuit_breaker.reset", "connection", found.connection.id(),
                Map.of("route", routeId));
        return view(found);
    }

    private Found editable(String routeId) {
        Found found = routes.all().stream()
                .flatMap(source -> source.lanes.keySet().stream().filter(operation -> source.routeId(operation).equals(routeId))
                        .flatMap(operation -> visible(source.connectionId).stream()
                                .map(connection -> new Found(source, operation, connection))))
                .findFirst().orElseThrow(Refusal::notFound);
        if (!connections.mayEdit(found.connection)) {
            throw Refusal.forbidden("Only its owner or an admin of the account may operate the routes of this connection.");
        }
        return found;
    }

    private Optional<Connection> visible(UUID connectionId) {
        try {
            return Optional.of(connections.find(connectionId));
        } catch (Refusal notForThisCaller) {
            return Optional.empty();
        }
    }

    private RunningRoute view(Found found) {
        RunningSource.Lane lane = found.source.lanes.get(found.operation);
        String routeId = found.source.routeId(found.operation);
        return new RunningRoute(routeId, found.connection.id(), found.connection.name(), found.connection.connectionType(),
                found.operation.wireName(),
                String.valueOf(context.getRouteController().getRouteStatus(routeId)).toLowerCase(Locale.ROOT),
                new Counters(lane.calls.get(), lane.failures.get(), lane.inFlight.get(), lane.lastCall, lane.lastMillis),
                throttle(found), breaker(lane.breaker));
    }

    private static Throttle throttle(Found found) {
        Limits limits = found.source.limits;
        return new Throttle(limits.requestsPerMinute(), found.operation.concurrent(limits),
                found.operation.timeout(limits).toMillis());
    }

    private static Breaker breaker(SourceBreaker breaker) {
        var metrics = breaker.circuit().getMetrics();
        return new Breaker(breaker.state().name().toLowerCase(Locale.ROOT), metrics.getFailureRate(),
                metrics.getNumberOfBufferedCalls(), metrics.getNumberOfNotPermittedCalls(),
                breaker.leftAlone().map(LeftAlone::shown).orElse(null));
    }
}
