package routes;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import types.ConnectionType.Limits;

/**
 * Puts a connection's beans and templated routes into the Camel context, and takes every one of them out again. One at a time:
 * Camel's model of its routes is a plain list, which two threads would spoil for each other.
 */
@Component
class RouteRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(RouteRegistry.class);
    private static final String BREAKER = "breaker.";

    private final ModelCamelContext context;

    RouteRegistry(CamelContext context) {
        this.context = (ModelCamelContext) context;
    }

    synchronized void bind(RunningSource source) {
        source.source.beans().forEach((name, bean) -> context.getRegistry().bind(beanName(source, name), bean));
    }

    synchronized void addRoutes(RunningSource source, Operation operation, CircuitBreaker breaker) {
        try {
            add(source, operation, breaker);
        } catch (RuntimeException failed) {
            removeGuard(source, operation);
            boolean shared = source.lanes.keySet().stream().anyMatch(other -> other.work() == operation.work());
            if (!shared) removeRoute(source.workRouteId(operation));
            throw failed;
        }
    }

    private void add(RunningSource source, Operation operation, CircuitBreaker breaker) {
        Limits limits = source.type.limits();
        context.getRegistry().bind(BREAKER + source.routeId(operation), breaker);
        if (context.getRoute(source.workRouteId(operation)) == null) {
            add(source.type.family() + "-" + operation.work().wireName(), source.workRouteId(operation),
                    Map.of("connection", source.connectionId.toString()));
        }
        add("guard", source.routeId(operation), Map.of("connection", source.connectionId.toString(),
                "operation", operation.wireName(),
                "work", operation.work().wireName(), "requests", limits.requestsPerMinute(),
                "concurrent", operation.concurrent(limits), "timeout", operation.timeout(limits).toMillis()));
    }

    /** Whether someone has stopped or suspended one of its routes, or opened a breaker for good. */
    boolean isHeldByPerson(RunningSource source) {
        return source.lanes.entrySet().stream().anyMatch(lane -> status(source.routeId(lane.getKey())) != ServiceStatus.Started
                || lane.getValue().breaker.getState() == CircuitBreaker.State.FORCED_OPEN);
    }

    ServiceStatus status(String routeId) {
        return context.getRouteController().getRouteStatus(routeId);
    }

    synchronized void remove(RunningSource source) {
        source.lanes.keySet().forEach(operation -> removeGuard(source, operation));
        source.lanes.keySet().stream().map(source::workRouteId).distinct().forEach(this::removeRoute);
        source.source.beans().keySet().forEach(name -> context.getRegistry().unbind(beanName(source, name)));
        removeEndpoints(source.connectionId.toString());
        removeComponents(source);
    }

    /** Those of the connection's own, which Camel keeps by name once they were used. */
    private void removeComponents(RunningSource source) {
        source.source.beans().keySet().stream().map(name -> beanName(source, name))
                .filter(name -> context.hasComponent(name) != null).forEach(context::removeComponent);
    }

    private void add(String template, String routeId, Map<String, Object> parameters) {
        TemplatedRouteBuilder.builder(context, template).routeId(routeId).parameters(parameters)
                .handler(RouteRegistry::withoutErrorHandler).add();
        forgetDefinition(routeId);
    }

    /** The route runs without it. Camel would go through the definitions of all routes for each that comes or goes. */
    private void forgetDefinition(String routeId) {
        context.getRouteDefinitions().removeIf(definition -> routeId.equals(definition.getRouteId()));
    }

    /** Else each route would handle a failure before the front route sees it, and nothing would be tried again. */
    private static void withoutErrorHandler(RouteTemplateDefinition template) {
        template.getRoute().setErrorHandlerFactory(new NoErrorHandlerDefinition());
    }

    private void removeGuard(RunningSource source, Operation operation) {
        removeRoute(source.routeId(operation));
        context.getRegistry().unbind(BREAKER + source.routeId(operation));
    }

    private void removeRoute(String routeId) {
        try {
            context.getRouteController().stopRoute(routeId);
            context.removeRoute(routeId);
        } catch (Exception failure) {
            LOG.warn("The route {} could not be removed: {}", routeId, failure.getClass().getName());
        }
    }

    private void removeEndpoints(String connectionId) {
        List<Endpoint> ours = context.getEndpoints().stream()
                .filter(endpoint -> endpoint.getEndpointUri().contains(connectionId)).toList();
        for (Endpoint endpoint : ours) {
            try {
                context.removeEndpoint(endpoint);
            } catch (Exception failure) {
                LOG.warn("An endpoint of connection {} could not be removed: {}", connectionId, failure.getClass().getName());
            }
        }
    }

    private static String beanName(RunningSource source, String name) {
        return name + "-" + source.connectionId;
    }
}
