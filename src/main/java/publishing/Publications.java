package publishing;

import access.Audit;
import access.Caller;
import connections.Connection;
import connections.Connections;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import problems.Refusal;

/**
 * Plans and their runs: looked at, applied, cancelled and resumed by people. A row and its job are written in one transaction.
 */
@Component
public class Publications {
    private final JdbcClient database;
    private final Connections connections;
    private final PublicationReads reads;
    private final PublicationRows rows;
    private final PublishQueue queue;
    private final DriftSchedules schedules;
    private final Audit audit;
    private final Duration lasts;

    /** @param lasts how long a plan may wait before it is applied: the target goes on without it */
    Publications(JdbcClient database, Connections connections, PublicationReads reads, PublicationRows rows, PublishQueue queue,
                 DriftSchedules schedules, Audit audit, @Value("${serai.publishing.plan-lasts:24h}") Duration lasts) {
        this.database = database;
        this.connections = connections;
        this.reads = reads;
        this.rows = rows;
        this.queue = queue;
        this.schedules = schedules;
        this.audit = audit;
        this.lasts = lasts;
    }

    /** @throws Refusal 404 */
    @Transactional(readOnly = true)
    public Publication find(UUID id) {
        return reads.find(id);
    }

    @Transactional(readOnly = true)
    PublishRequest request(UUID id) {
        return reads.request(id);
    }

    /** Whether the plan may still be applied: nothing that it rests on is another one by now. */
    @Transactional(readOnly = true)
    public boolean isCurrent(Publication plan) {
        Connection target = connections.find(plan.connectionId());
        return plan.plannedAt().plus(lasts).isAfter(Instant.now()) && plan.connectionVersion() == target.version()
                && reads.datasetsAreAsPlanned(plan);
    }

    /**
     * Acknowledged means durable: the run survives the death of this process.
     *
     * @param allowLoss whether steps that take something away at the target are done too; else they are left out
     * @param version   that the caller has read; null does not look
     * @throws Refusal 403 for a viewer, 409 when the plan is outdated or was applied before, or the target is busy; 412 for a
     *                 version that is no longer the newest
     */
    @Transactional
    public Publication apply(UUID id, boolean allowLoss, Long version) {
        Publication plan = changeable(id, version);
        if (!plan.isPlanned()) {
            throw Refusal.conflict("publication_begun", null,
                    "This plan was applied or cancelled before. Plan again to go on from here.");
        }
        begin(plan, allowLoss, "publication.apply");
        return find(id);
    }

    /**
     * Goes on at the first step that is not done; what failed or was left out is tried again.
     *
     * @param allowLoss null keeps what was said before
     * @throws Refusal as {@link #apply} does
     */
    @Transactional
    public Publication resume(UUID id, Boolean allowLoss, Long version) {
        Publication run = changeable(id, version);
        if (!run.isResumable()) {
            throw Refusal.conflict("publication_not_stopped", null,
                    "Only a publication that failed, was cancelled or left steps out can be resumed.");
        }
        begin(run, allowLoss == null ? run.allowLoss() : allowLoss, "publication.resume");
        return find(id);
    }

    private void begin(Publication run, boolean allowLoss, String action) {
        Connection target = connections.find(run.connectionId());
        if (!target.isActive()) {
            throw Refusal.conflict("connection_inactive", null,
                    "This connection is switched off. Switch it on to publish to it.");
        }
        if (!isCurrent(run)) {
            throw Refusal.conflict("plan_outdated", null,
                    "Please plan again. Datasets or the target have changed since this was planned, or that is too long ago.");
        }
        start(run, allowLoss);
        audit.success(action, "connection", run.connectionId(), Map.of("publication", run.id().toString(),
                "steps", Integer.toString(run.steps().total()), "allow_loss", Boolean.toString(allowLoss)));
        schedules.begin(target.id(), target.accountId());
        queue.offer(run.id());
    }

    private void start(Publication run, boolean allowLoss) {
        try {
            database.sql("""
                            UPDATE app.publications
                               SET status = 'applying', allow_loss = :loss, acting_user_id = app.uid(), version = version + 1,
                                   started_at = coalesce(started_at, now()), finished_at = NULL, problem = NULL
                             WHERE id = :id""").param("loss", allowLoss).param("id", run.id()).update();
        } catch (DuplicateKeyException underWay) {
            throw Refusal.conflict("publication_running", null,
                    "Something is being published to this target. Wait for its end, or cancel it.");
        }
        rows.restart(run.id(), allowLoss);
    }

    /** At once: a step under way is waited for no longer. A plan that was not applied is given up. */
    @Transactional
    public Publication cancel(UUID id) {
        Publication run = changeable(id, null);
        if (!run.isPlanned() && !run.isUnderWay()) {
            throw Refusal.conflict("publication_over", null, "This publication is over already.");
        }
        database.sql("""
                        UPDATE app.publications SET status = 'cancelled', finished_at = now(), version = version + 1
                         WHERE id = :id""").param("id", id).update();
        rows.keepPublished(id);
        audit.success("publication.cancel", "connection", run.connectionId(), Map.of("publication", id.toString()));
        return find(id);
    }

    private Publication changeable(UUID id, Long version) {
        reads.lock(id);
        Publication found = find(id);
        Caller.current().mustCreate();
        if (version != null && version != found.version()) throw Refusal.stale();
        return found;
    }
}
