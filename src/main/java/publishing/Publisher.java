package publishing;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;
import problems.Refusal;
import routes.Operations;
import routes.TargetOperations;

/** Does the steps of a plan, one after the other. Killed at any point it goes on at the first step that is not done. */
@Component
class Publisher {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
    /** They say something of the target as a whole, and so would meet every step; the others belong to the step that met them. */
    private static final Set<FailureKind> OF_THE_TARGET = EnumSet.of(FailureKind.NETWORK, FailureKind.TLS, FailureKind.AUTH,
            FailureKind.POLICY, FailureKind.QUOTA, FailureKind.TRANSIENT);
    private static final int MOST_ATTEMPTS = 8;
    private static final Duration FIRST_WAIT = Duration.ofSeconds(5);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private final PublicationRows rows;
    private final Operations operations;
    private final TargetOperations targets;
    private final Drift drift;
    private final Set<PublishRun> running = ConcurrentHashMap.newKeySet();

    Publisher(PublicationRows rows, Operations operations, TargetOperations targets, Drift drift) {
        this.rows = rows;
        this.operations = operations;
        this.targets = targets;
        this.drift = drift;
    }

    /** @return how long to wait before going on; empty when there is nothing more to do */
    Optional<Duration> run(UUID id) {
        PublishRun run = rows.begin(id).orElse(null);
        if (run == null) return Optional.empty();
        Optional<Duration> wait = attempt(run);
        if (wait.isEmpty()) look(id);
        return wait;
    }

    private Optional<Duration> attempt(PublishRun run) {
        running.add(run);
        try {
            return steps(run);
        } catch (StopPublication stopped) {
            LOG.info("Publication {} stops: {}", run.id, stopped.getMessage());
            return Optional.empty();
        } finally {
            running.remove(run);
        }
    }

    private Optional<Duration> steps(PublishRun run) {
        for (PublishRun.Step step = next(run); step != null; step = next(run)) {
            Problem problem = perform(run, step);
            if (problem == null) continue;
            Optional<Duration> wait = waitFor(problem, step.attempt());
            if (wait.isEmpty()) rows.stop(run, problem);
            return wait;
        }
        return Optional.empty();
    }

    /** @return null when the publication is over: then that is written */
    private PublishRun.Step next(PublishRun run) {
        try {
            Optional<PublishRun.Step> next = rows.next(run);
            if (next.isEmpty()) rows.finish(run);
            return next.orElse(null);
        } catch (ProblemException outdated) {
            rows.stop(run, outdated.problem());
            return null;
        }
    }

    /** @return why no step can be done now; null when the next one can */
    private Problem perform(PublishRun run, PublishRun.Step step) {
        Problem problem;
        try {
            rows.done(run, step, targets.apply(run.connectionId, step.step()));
            run.noteSuccess();
            return null;
        } catch (ProblemException failure) {
            if (rows.isOver(run)) throw new StopPublication();
            // an edit of the connection, or the end of this process: the job begins again
            if ("interrupted".equals(failure.problem().code())) throw failure;
            problem = failure.problem();
        } catch (Refusal refusal) {
            problem = Problem.of(FailureKind.POLICY, refusal.code(), refusal.getMessage());
        }
        if (OF_THE_TARGET.contains(problem.kind())) return problem;
        rows.failed(run, step, problem.fix() == null ? problem.message() : problem.message() + " " + problem.fix());
        return run.noteFailure() ? null : problem;
    }

    private static Optional<Duration> waitFor(Problem problem, int attempt) {
        if (!problem.retryable() || attempt >= MOST_ATTEMPTS) return Optional.empty();
        Duration wait = problem.retryAfter() != null ? problem.retryAfter() : FIRST_WAIT.multipliedBy(1L << (attempt - 1));
        return Optional.of(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
    }

    /** What was done is seen at the target, or not: the page shows what is there, not what was meant. */
    private void look(UUID id) {
        try {
            drift.checkPublished(id);
        } catch (ProblemException | Refusal notNow) {
            LOG.info("Publication {}: its tables are looked at later ({})", id, notNow.getMessage());
        }
    }

    /** A target that hangs does not keep a publication from ending when somebody cancels it or deletes its connection. */
    @Scheduled(fixedDelayString = "${serai.publishing.look-every:1s}")
    void stopWhatIsOver() {
        for (PublishRun run : running) {
            if (run.caller.call(() -> rows.isOver(run))) operations.stopWaiting(run.thread);
        }
    }

    /** Our own failure, again and again: the publication ends, and can be resumed. */
    void giveUp(UUID id) {
        Problem ours = Problem.of(FailureKind.INTERNAL, "internal", "Something went wrong on our side, several times in a row. "
                + "The log tells more under the id of this publication.").fix("Resume it.");
        rows.begin(id).ifPresent(run -> rows.stop(run, ours));
    }
}
