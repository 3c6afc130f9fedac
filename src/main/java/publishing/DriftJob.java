package publishing;

import access.Callers;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import health.Rounds;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import problems.ProblemException;
import problems.Refusal;
import publishing.DriftSchedules.Schedule;

/** The job that looks at one target again and again; one replica does each round. It holds ids only. */
@Configuration(proxyBeanMethods = false)
class DriftJob {
    private static final Logger LOG = LoggerFactory.getLogger(DriftJob.class);

    /** Whom the look is done for: that user's rights count, at the time of the look. */
    public record Ids(UUID connectionId, UUID accountId, UUID actingUserId) { }

    private static final TaskDescriptor<Ids> TASK = TaskDescriptor.of("drift", Ids.class);

    static TaskInstance<Ids> instance(UUID connectionId, UUID accountId, UUID actingUserId) {
        return TASK.instance(connectionId.toString()).data(new Ids(connectionId, accountId, actingUserId)).build();
    }

    @Bean
    CustomTask<Ids> driftTask(Drift drift, DriftSchedules schedules, Callers callers) {
        return Tasks.custom(TASK)
                .onFailure(new FailureHandler.OnFailureRetryLater<>(Duration.ofMinutes(10)))
                .execute((instance, context) -> after(round(instance.getData(), drift, schedules, callers)));
    }

    /** @return the seconds until the next round; empty when there is none any more */
    private static Optional<Integer> round(Ids ids, Drift drift, DriftSchedules schedules, Callers callers) {
        try {
            return callers.find(ids.actingUserId(), ids.accountId(), "drift-" + ids.connectionId(), null)
                    .flatMap(caller -> caller.call(() -> {
                        schedules.scheduleForJob(ids.connectionId()).filter(Schedule::enabled)
                                .filter(due -> caller.role().mayCreate())
                                .ifPresent(schedule -> look(ids.connectionId(), drift));
                        return schedules.scheduleForJob(ids.connectionId()).map(Schedule::intervalSeconds);
                    }));
        } catch (Refusal goneOrNoLongerVisible) {
            return Optional.empty();
        }
    }

    /** A target that does not answer has not drifted, and is not in sync: the next round looks again. */
    private static void look(UUID connectionId, Drift drift) {
        try {
            drift.checkTarget(connectionId);
        } catch (ProblemException failed) {
            LOG.info("Target {} could not be looked at: {} {}", connectionId, failed.problem().kind(), failed.problem().code());
        } catch (Refusal switchedOff) {
            if (switchedOff.status() != 409) throw switchedOff;
        }
    }

    private static CompletionHandler<Ids> after(Optional<Integer> seconds) {
        return seconds.<CompletionHandler<Ids>>map(interval -> (complete, job) -> job.reschedule(complete, Rounds.next(interval)))
                .orElseGet(CompletionHandler.OnCompleteRemove::new);
    }
}
