package api;

import java.util.Locale;
import org.springframework.stereotype.Component;
import routes.RouteControl;
import routes.RouteControl.Action;
import routes.RouteControl.RunningRoute;

/** The running Camel routes of connections. */
@Component
class RoutesResource extends Resource {
    private final RouteControl control;

    RoutesResource(RouteControl control) {
        super("/api/routes", "Routes");
        this.control = control;
    }

    @Override
    void paths() {
        list("", "listRoutes", "Routes of the connections that the caller sees, on this replica", RunningRoute.class,
                request -> Answer.ok(InMemoryPage.of(control.list(), request.page(), RunningRoute::routeId)));
        for (Action action : Action.values()) {
            String verb = action.name().toLowerCase(Locale.ROOT);
            post("/{id}/" + verb, verb + "Route", "The route: " + verb, null, RunningRoute.class,
                    request -> Answer.ok(control.operate(request.path("id"), action)));
        }
        post("/{id}/circuit-breaker/reset", "resetBreaker", "Forget the failures and let calls through", null,
                RunningRoute.class, request -> Answer.ok(control.breaker(request.path("id"), false)));
        post("/{id}/circuit-breaker/open", "openBreaker", "Leave the source alone from now on", null,
                RunningRoute.class, request -> Answer.ok(control.breaker(request.path("id"), true)));
    }
}
