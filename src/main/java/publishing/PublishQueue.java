package publishing;

import access.Caller;
import com.github.kagkarlsson.scheduler.Scheduler;
import java.time.Instant;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The jobs of publications, written in the transaction of whoever asks for them. */
@Component
class PublishQueue {
    private final ObjectProvider<Scheduler> jobs;

    /** @param jobs found on first use: the scheduler itself needs the job that needs this */
    PublishQueue(ObjectProvider<Scheduler> jobs) {
        this.jobs = jobs;
    }

    /** The job acts for the caller. */
    void offer(UUID publicationId) {
        Caller caller = Caller.current();
        jobs.getObject().schedule(PublishJob.instance(new PublishJob.Ids(publicationId, caller.accountId(), caller.userId())),
                Instant.now());
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                jobs.getObject().triggerCheckForDueExecutions();
            }
        });
    }
}
