package routes;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.engine.DefaultShutdownStrategy;
import org.apache.camel.spi.RouteStartupOrder;

/**
 * Takes a single route out of service at once. Camel's own way waits until the calls under way have ended, and holds the lock
 * of its whole context meanwhile: one source that hangs would keep every other connection from getting its routes.
 */
final class AtOnce extends DefaultShutdownStrategy {

    @Override
    protected boolean doShutdown(CamelContext context, List<RouteStartupOrder> routes, long timeout, TimeUnit unit,
                                 boolean suspendOnly, boolean abortAfterTimeout, boolean forceShutdown) throws Exception {
        if (routes.size() != 1) {
            return super.doShutdown(context, routes, timeout, unit, suspendOnly, abortAfterTimeout, forceShutdown);
        }
        RouteStartupOrder route = routes.get(0);
        if (suspendOnly) suspendNow(route.getRoute().getId(), route.getInput());
        else shutdownNow(route.getRoute().getId(), route.getInput());
        return true;
    }
}
