package routes;

import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.springframework.stereotype.Component;
import problems.FailureKind;
import problems.Problem;

/**
 * The front that every call enters: it finds the guard of the connection's operation and tries again where that helps. An
 * open breaker, a deadline and a full throttle are answers, not reasons to try again.
 */
@Component
class GuardRoutes extends RouteConfigurationBuilder {
    static final String CALL = "direct:call";
    /** Exchange properties. The guard's name is made of our own words and a UUID. */
    static final String GUARD = "serai.guard";
    static final String OPERATION = "serai.operation";
    static final String RUNNING = "serai.running";

    private static final Set<FailureKind> WORTH_A_RETRY = Set.of(FailureKind.NETWORK, FailureKind.TRANSIENT);
    private static final int RETRIES = 2;

    private final Failures failures;

    GuardRoutes(Failures failures) {
        this.failures = failures;
    }

    @Override
    public void configuration() {
        routeConfiguration("retries")
                .onException(Exception.class).onWhen(this::isWorthARetry)
                .maximumRedeliveries(RETRIES).redeliveryDelay(200)
                .useExponentialBackOff().backOffMultiplier(3).useCollisionAvoidance()
                .logExhausted(false).logRetryAttempted(false);
    }

    @Override
    public void configure() {
        from(CALL).routeId("call").routeConfigurationId("retries")
                .errorHandler(defaultErrorHandler().logExhausted(false).logStackTrace(false))
                .toD("direct:${exchangeProperty." + GUARD + "}", -1);
    }

    private boolean isWorthARetry(Exchange exchange) {
        Operation operation = exchange.getProperty(OPERATION, Operation.class);
        RunningSource running = exchange.getProperty(RUNNING, RunningSource.class);
        if (!operation.mayRetry() || failures.isOurRefusal(exchange.getException())) return false;
        Problem problem = failures.explain(exchange.getException(), running, operation);
        return WORTH_A_RETRY.contains(problem.kind());
    }
}
