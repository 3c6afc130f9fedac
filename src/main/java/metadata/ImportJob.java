package metadata;

import access.Caller;
import access.Callers;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import problems.Refusal;

/** The durable job of an import: any replica may take it, and when one dies another goes on. It holds ids only. */
@Configuration(proxyBeanMethods = false)
class ImportJob {
    private static final Logger LOG = LoggerFactory.getLogger(ImportJob.class);

    /**
     * Whom the work is done for: that user's rights count, at the time of the work.
     *
     * @param lane whose parts are done; lane 0 plans the import first
     */
    public record Ids(UUID importId, UUID accountId, UUID actingUserId, int lane) { }

    private static final int MOST_ATTEMPTS = 8;
    static final TaskDescriptor<Ids> TASK = TaskDescriptor.of("import", Ids.class);

    /** A name of its own each time: an import may be resumed while the job that it was cancelled in is about to end. */
    static TaskInstance<Ids> instance(Ids ids) {
        return TASK.instance(ids.importId() + "-" + UUID.randomUUID()).data(ids).build();
    }

    /** Only a failure of our own database gets here; the source's are part of the import's result. */
    @Bean
    OneTimeTask<Ids> importTask(Importer importer, Callers callers, JdbcClient database,
            PlatformTransactionManager transactions) {
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        return Tasks.oneTime(TASK)
                .onFailure(new FailureHandler.MaxRetriesFailureHandler<>(MOST_ATTEMPTS,
                        new FailureHandler.ExponentialBackoffFailureHandler<>(Duration.ofSeconds(5), 2),
                        (complete, job) -> giveUp((Ids) complete.getExecution().taskInstance.getData(), importer, callers)))
                .execute((instance, context) -> execute(instance.getData(), context, importer, callers,
                        () -> transaction.executeWithoutResult(t -> endOrphaned(database, instance.getData().importId()))));
    }

    private static void endOrphaned(JdbcClient database, UUID importId) {
        database.sql("SELECT app.end_orphaned_import(:id)").param("id", importId).query().listOfRows();
    }

    private static void giveUp(Ids ids, Importer importer, Callers callers) {
        callers.find(ids.actingUserId(), ids.accountId(), "import-" + ids.importId(), null)
                .ifPresent(caller -> caller.run(() -> importer.giveUp(ids.importId())));
    }

    private static void execute(Ids ids, ExecutionContext context, Importer importer, Callers callers, Runnable endOrphaned) {
        Caller caller;
        try {
            caller = callers.find(ids.actingUserId(), ids.accountId(), "import-" + ids.importId(), null).orElse(null);
        } catch (Refusal noLongerMember) {
            caller = null;
        }
        if (caller != null && caller.role().mayCreate()) caller.run(() -> importer.run(ids.importId(), ids.lane()));
        else LOG.warn("Import {} ends: the user who started it may no longer import.", ids.importId());
        // or has lost the right meanwhile
        endOrphaned.run();
    }
}
