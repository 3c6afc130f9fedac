package routes;

import budgets.CountedBudgets;
import connectors.Source;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import types.ConnectionType;
import types.Limits;

/** A connection with an opened source, and those of its operations that have routes by now. */
final class RunningSource {

    /** One operation's routes, breaker and counters. */
    static final class Lane {
        final SourceBreaker breaker;
        final AtomicLong calls = new AtomicLong();
        final AtomicLong failures = new AtomicLong();
        final AtomicInteger inFlight = new AtomicInteger();
        volatile Instant lastCall;
        volatile long lastMillis;

        Lane(SourceBreaker breaker) {
            this.breaker = breaker;
        }
    }

    final UUID connectionId;
    final long version;
    final ConnectionType type;
    final Limits limits;
    final CountedBudgets budgets;
    final Source source;
    final Map<Operation, Lane> lanes = new ConcurrentHashMap<>();
    volatile Instant lastUsed = Instant.now();
    private volatile boolean gone;

    RunningSource(UUID connectionId, long version, ConnectionType type, Limits limits, CountedBudgets budgets, Source source) {
        this.connectionId = connectionId;
        this.version = version;
        this.type = type;
        this.limits = limits;
        this.budgets = budgets;
        this.source = source;
    }

    /** From now on its calls fail because we have taken it away. */
    void markGone() {
        gone = true;
    }

    boolean isGone() {
        return gone;
    }

    /** @param name the guard's route id */
    Optional<SourceBreaker> breaker(String name) {
        return lanes.values().stream().map(lane -> lane.breaker)
                .filter(breaker -> breaker.circuit().getName().equals(name)).findFirst();
    }

    boolean isBusy() {
        return lanes.values().stream().anyMatch(lane -> lane.inFlight.get() > 0);
    }

    /** The guard's route, which is the one that people see and operate. */
    String routeId(Operation operation) {
        return operation.wireName() + "-" + connectionId;
    }

    String workRouteId(Operation operation) {
        return routeId(operation.work()) + "-work";
    }
}
