package metadata;

import access.Caller;
import com.github.kagkarlsson.scheduler.Scheduler;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The jobs of imports, written in the transaction of whoever asks for them. */
@Component
class ImportQueue {
    private final ObjectProvider<Scheduler> jobs;

    /** @param jobs found on first use: the scheduler itself needs the job that needs this */
    ImportQueue(ObjectProvider<Scheduler> jobs) {
        this.jobs = jobs;
    }

    /** The job that plans the import, and does the parts of lane 0. It acts for the caller. */
    void offer(UUID importId) {
        Caller caller = Caller.current();
        offer(new ImportJob.Ids(importId, caller.accountId(), caller.userId(), 0));
    }

    /** Jobs for the lanes beyond lane 0, which act for whoever the import acts for. */
    void offer(Import run, List<Integer> lanes) {
        for (int lane : lanes) {
            if (lane > 0) offer(new ImportJob.Ids(run.id(), run.accountId(), run.actingUserId(), lane));
        }
    }

    /** A job for a lane that goes on later. */
    void offer(Import run, int lane, Instant at) {
        jobs.getObject().schedule(ImportJob.instance(new ImportJob.Ids(run.id(), run.accountId(), run.actingUserId(), lane)), at);
    }

    /** Once import and job are there to be seen, a worker need not wait for the next look. */
    private void offer(ImportJob.Ids ids) {
        jobs.getObject().schedule(ImportJob.instance(ids), Instant.now());
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                jobs.getObject().triggerCheckForDueExecutions();
            }
        });
    }
}
