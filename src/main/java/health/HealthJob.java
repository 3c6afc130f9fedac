package health;

import access.Callers;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import connections.Connection;
import connections.Connections;
import connections.TestRuns.TestRun;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import problems.Refusal;
import routes.Operations;

/** The job that checks one connection again and again; one replica does each round. It holds ids only. */
@Configuration(proxyBeanMethods = false)
class HealthJob {

    /** Whom the check is done for: that user's rights count, at the time of the check. */
    public record Ids(UUID connectionId, UUID accountId, UUID actingUserId) { }

    private static final TaskDescriptor<Ids> TASK = TaskDescriptor.of("health", Ids.class);

    static TaskInstance<Ids> instance(UUID connectionId, UUID accountId, UUID actingUserId) {
        return TASK.instance(connectionId.toString()).data(new Ids(connectionId, accountId, actingUserId)).build();
    }

    @Bean
    CustomTask<Ids> healthTask(HealthChecks checks, Connections connections, Operations operations, Callers callers) {
        return Tasks.custom(TASK)
                .onFailure(new FailureHandler.OnFailureRetryLater<>(Duration.ofMinutes(1)))
                .execute((instance, context) -> after(round(instance.getData(), checks, connections, operations, callers)));
    }

    /** @return the seconds until the next round; empty when there is none any more */
    private static Optional<Integer> round(Ids ids, HealthChecks checks, Connections connections, Operations operations,
                                           Callers callers) {
        try {
            return callers.find(ids.actingUserId(), ids.accountId(), "health-" + ids.connectionId(), null)
                    .flatMap(caller -> caller.call(() -> {
                        checks.scheduleForJob(ids.connectionId()).filter(schedule -> schedule.enabled() && !schedule.isPaused())
                                .ifPresent(schedule -> check(connections.find(ids.connectionId()), checks, operations));
                        return checks.scheduleForJob(ids.connectionId()).map(HealthChecks.Schedule::intervalSeconds);
                    }));
        } catch (Refusal goneOrNoLongerVisible) {
            return Optional.empty();
        }
    }

    private static void check(Connection connection, HealthChecks checks, Operations operations) {
        if (!connection.isActive()) return;
        TestRun run = operations.health(connection);
        // ended by an edit or a deletion: that says nothing of the source
        boolean interrupted = run.steps().stream().anyMatch(step -> "interrupted".equals(step.code()));
        if (!interrupted && checks.scheduleForJob(connection.id()).isPresent()) checks.keep(connection, run);
    }

    private static CompletionHandler<Ids> after(Optional<Integer> seconds) {
        return seconds.<CompletionHandler<Ids>>map(interval -> (complete, job) -> job.reschedule(complete, Rounds.next(interval)))
                .orElseGet(CompletionHandler.OnCompleteRemove::new);
    }
}
