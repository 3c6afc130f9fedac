package routes;

import budgets.BudgetMeters;
import budgets.CountedBudgets;
import budgets.Governor;
import connections.Configurations;
import connections.Connection;
import connections.ConnectionChanged;
import connectors.Budgets;
import connectors.Connector;
import connectors.Keepers;
import connectors.Settings;
import connectors.Source;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import types.ConnectionType;
import types.ConnectionTypes;
import types.Limits;

/**
 * The routes of connections: made from templates on first use, for one version of the configuration, kept while they are
 * used, and taken away on edit, delete and idleness without a trace. A failure here stays with its connection.
 */
@Component
public class ConnectionRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionRoutes.class);
    private static final int LOCKS = 64;

    private final RouteRegistry registry;
    private final ConnectionTypes types;
    private final Configurations configurations;
    private final Governor governor;
    private final BudgetMeters meters;
    private final Map<String, Connector<?>> families;
    private final Failures failures;
    private final Bounds bounds;
    private final ExecutorService closingThreads;
    private final Map<UUID, RunningSource> running = new ConcurrentHashMap<>();
    private final List<ReentrantLock> locks = IntStream.range(0, LOCKS).mapToObj(i -> new ReentrantLock()).toList();
    private final int most;
    private final Duration idleAfter;

    ConnectionRoutes(RouteRegistry registry, ConnectionTypes types, Configurations configurations, Governor governor,
                     BudgetMeters meters, List<Connector<?>> connectors, Failures failures, Bounds bounds,
                     @Qualifier("closingThreads") ExecutorService closingThreads,
                     @Value("${serai.routes.most:100}") int most, @Value("${serai.routes.idle-after:10m}") Duration idleAfter) {
        this.registry = registry;
        this.types = types;
        this.configurations = configurations;
        this.governor = governor;
        this.meters = meters;
        this.families = connectors.stream().collect(Collectors.toMap(Connector::family, Function.identity()));
        this.failures = failures;
        this.bounds = bounds;
        this.closingThreads = closingThreads;
        this.most = most;
        this.idleAfter = idleAfter;
    }

    /**
     * The opened source with the operation's routes in place, counted as busy until the caller gives it back.
     *
     * @throws problems.ProblemException when the settings cannot be opened
     */
    RunningSource enter(Connection connection, Operation operation) {
        RunningSource source = entered(connection, operation);
        if (running.size() > most) evictIdle();
        return source;
    }

    private RunningSource entered(Connection connection, Operation operation) {
        ReentrantLock lock = lock(connection.id());
        lock.lock();
        try {
            RunningSource source = current(connection);
            RunningSource.Lane lane = source.lanes.computeIfAbsent(operation, o -> addLane(source, o));
            lane.inFlight.incrementAndGet();
            source.lastUsed = Instant.now();
            return source;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The opened source without any route: to ask what it can say without a call.
     *
     * @throws problems.ProblemException when the settings cannot be opened
     */
    RunningSource opened(Connection connection) {
        ReentrantLock lock = lock(connection.id());
        lock.lock();
        try {
            RunningSource source = current(connection);
            source.lastUsed = Instant.now();
            return source;
        } finally {
            lock.unlock();
            if (running.size() > most) evictIdle();
        }
    }

    void leave(RunningSource source, Operation operation) {
        source.lanes.get(operation).inFlight.decrementAndGet();
        source.lastUsed = Instant.now();
    }

    /**
     * Ends what runs and takes everything away. Calls under way fail with the problem {@code interrupted}; the source is closed
     * soon.
     */
    public void evict(UUID connectionId) {
        ReentrantLock lock = lock(connectionId);
        lock.lock();
        try {
            RunningSource source = running.remove(connectionId);
            if (source != null) takeAway(source);
        } finally {
            lock.unlock();
        }
    }

    /** In the transaction of the edit: what the old organisation allows is no longer shown, and nobody's calls lead there. */
    @EventListener
    public void onMove(ConnectionChanged change) {
        if (change.moved()) governor.moved(change.id());
    }

    @TransactionalEventListener
    public void onChange(ConnectionChanged change) {
        if (change.kind() != ConnectionChanged.Kind.CREATED) evict(change.id());
    }

    /**
     * Idle ones, and the least recently used beyond the limit. One whose route a person has stopped stays, so that it stays
     * stopped.
     */
    @Scheduled(fixedDelayString = "${serai.routes.sweep-every:30s}")
    public void evictIdle() {
        Instant limit = Instant.now().minus(idleAfter);
        List<RunningSource> idle = leastRecentlyUsed();
        int tooMany = running.size() - most;
        for (int i = 0; i < idle.size(); i++) {
            if (i < tooMany || idle.get(i).lastUsed.isBefore(limit)) evictUnlessUsed(idle.get(i));
        }
    }

    /** The times are noted before they are compared: others use sources meanwhile, and an order that moves cannot be sorted. */
    private List<RunningSource> leastRecentlyUsed() {
        return running.values().stream().filter(this::mayGo).map(source -> Map.entry(source.lastUsed, source))
                .sorted(Map.Entry.comparingByKey()).map(Map.Entry::getValue).toList();
    }

    private boolean mayGo(RunningSource source) {
        return !source.isBusy() && !registry.isHeldByPerson(source);
    }

    Collection<RunningSource> all() {
        return running.values();
    }

    private void evictUnlessUsed(RunningSource source) {
        ReentrantLock lock = lock(source.connectionId);
        lock.lock();
        try {
            if (mayGo(source) && running.remove(source.connectionId, source)) takeAway(source);
        } finally {
            lock.unlock();
        }
    }

    private RunningSource current(Connection connection) {
        RunningSource source = running.get(connection.id());
        if (source != null && source.version == connection.version()) return source;
        if (source != null) {
            running.remove(connection.id());
            takeAway(source);
        }
        RunningSource opened = open(connection);
        registry.bind(opened);
        running.put(connection.id(), opened);
        return opened;
    }

    private RunningSource open(Connection connection) {
        ConnectionType type = types.get(connection.connectionType());
        Limits limits = type.limits().of(connection.configuration()).within(bounds.limits());
        Budgets shared = governor.of(connection.accountId(), connection.id(), connection.version(), type.name());
        CountedBudgets budgets = meters.measuring(shared, type.name());
        Keepers keepers = new Keepers(configurations.tokens(connection), budgets);
        return new RunningSource(connection.id(), connection.version(), type, limits, budgets,
                open(families.get(type.family()), type, connection, keepers));
    }

    private <S extends Settings> Source open(Connector<S> family, ConnectionType type, Connection connection, Keepers keepers) {
        return family.open(type, configurations.settings(connection, family.settings()), keepers);
    }

    private RunningSource.Lane addLane(RunningSource source, Operation operation) {
        SourceBreaker breaker = new SourceBreaker(source.routeId(operation), failure -> failures.isOurDoing(source, failure),
                failure -> failures.against(source, operation, failure));
        registry.addRoutes(source, operation, breaker.circuit());
        return new RunningSource.Lane(breaker);
    }

    private void takeAway(RunningSource source) {
        source.markGone();
        source.budgets.close();
        registry.remove(source);
        closingThreads.execute(() -> close(source));
    }

    @PreDestroy
    void closeAll() {
        running.values().forEach(ConnectionRoutes::close);
    }

    private static void close(RunningSource source) {
        source.budgets.close();
        try {
            source.source.close();
        } catch (RuntimeException failure) {
            LOG.warn("The source of connection {} did not close cleanly: {}", source.connectionId, failure.getClass().getName());
        }
    }

    private ReentrantLock lock(UUID id) {
        return locks.get(Math.floorMod(id.hashCode(), LOCKS));
    }
}
