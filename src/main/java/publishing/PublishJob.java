package publishing;

import access.Caller;
import access.Callers;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import problems.Refusal;

/** The durable job of a publication: any replica may take it, and when one dies another goes on. It holds ids only. */
@Configuration(proxyBeanMethods = false)
class PublishJob {
    private static final Logger LOG = LoggerFactory.getLogger(PublishJob.class);

    /** Whom the work is done for: that user's rights count, at the time of the work. */
    public record Ids(UUID publicationId, UUID accountId, UUID actingUserId) {
        Optional<Caller> caller(Callers callers) {
            try {
                return callers.find(actingUserId, accountId, "publication-" + publicationId, null);
            } catch (Refusal noLongerMember) {
                return Optional.empty();
            }
        }
    }

    private static final int MOST_ATTEMPTS = 8;
    private static final TaskDescriptor<Ids> TASK = TaskDescriptor.of("publication", Ids.class);

    /** A name of its own each time: it may be resumed while the job that it was cancelled in is about to end. */
    static TaskInstance<Ids> instance(Ids ids) {
        return TASK.instance(ids.publicationId() + "-" + UUID.randomUUID()).data(ids).build();
    }

    /** Only a failure of our own, or an interruption, gets to the failure handler; the target's are part of the result. */
    @Bean
    CustomTask<Ids> publicationTask(Publisher publisher, Callers callers, JdbcClient database,
            PlatformTransactionManager transactions) {
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        return Tasks.custom(TASK)
                .onFailure(new FailureHandler.MaxRetriesFailureHandler<>(MOST_ATTEMPTS,
                        new FailureHandler.ExponentialBackoffFailureHandler<>(Duration.ofSeconds(5), 2),
                        (complete, job) -> giveUp((Ids) complete.getExecution().taskInstance.getData(), publisher, callers)))
                .execute((instance, context) -> after(execute(instance.getData(), publisher, callers,
                        () -> transaction.executeWithoutResult(t -> endOrphaned(database, instance.getData().publicationId())))));
    }

    private static Optional<Duration> execute(Ids ids, Publisher publisher, Callers callers, Runnable endOrphaned) {
        Caller caller = ids.caller(callers).filter(found -> found.role().mayCreate()).orElse(null);
        if (caller == null) LOG.warn("Publication {} ends: the user who applied it may no longer publish.", ids.publicationId());
        Optional<Duration> wait = caller == null ? Optional.empty() : caller.call(() -> publisher.run(ids.publicationId()));
        // or has lost the right meanwhile
        endOrphaned.run();
        return wait;
    }

    private static CompletionHandler<Ids> after(Optional<Duration> wait) {
        return wait.<CompletionHandler<Ids>>map(pause -> (complete, job) -> job.reschedule(complete, Instant.now().plus(pause)))
                .orElseGet(CompletionHandler.OnCompleteRemove::new);
    }

    private static void endOrphaned(JdbcClient database, UUID publicationId) {
        database.sql("SELECT app.end_orphaned_publication(:id)").param("id", publicationId).query().listOfRows();
    }

    private static void giveUp(Ids ids, Publisher publisher, Callers callers) {
        ids.caller(callers).ifPresent(caller -> caller.run(() -> publisher.giveUp(ids.publicationId())));
    }
}
