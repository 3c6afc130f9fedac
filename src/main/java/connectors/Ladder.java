package connectors;

import connectors.Step.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;

/**
 * Climbs the rungs of a test in order. A mandatory rung that fails ends the climb: the rest is reported as skipped, never
 * left out. An optional rung that fails, or a warning, makes the test degraded.
 */
public final class Ladder {

    /**
     * @param message what was found, in a sentence; null where there is nothing to say
     * @param kind    of a warning; null where none fits
     */
    public record Finding(Status status, String message, String fix, String code, FailureKind kind) {
        public static Finding passed(String message) {
            return new Finding(Status.PASSED, message, null, null, null);
        }

        public static Finding warned(String message, String fix) {
            return warned(null, message, fix);
        }

        public static Finding warned(FailureKind kind, String message, String fix) {
            return new Finding(Status.WARNED, message, fix, null, kind);
        }

        public static Finding skipped(String reason) {
            return new Finding(Status.SKIPPED, reason, null, null, null);
        }
    }

    /** The work of one rung; a failure is thrown. */
    @FunctionalInterface
    public interface Check {
        Finding run() throws Exception;
    }

    private final Function<Throwable, Problem> explain;
    private final List<Step> steps = new ArrayList<>();
    private Problem stoppedBy;
    private boolean turnedAway;
    private Problem weakness;

    /** @param explain turns what a rung throws into our words */
    public Ladder(Function<Throwable, Problem> explain) {
        this.explain = explain;
    }

    public Ladder mandatory(String id, String label, Check check) {
        return rung(id, label, true, check);
    }

    public Ladder optional(String id, String label, Check check) {
        return rung(id, label, false, check);
    }

    private Ladder rung(String id, String label, boolean mandatory, Check check) {
        if (stoppedBy != null) {
            steps.add(new Step(id, label, Status.SKIPPED, mandatory, 0, "Not tried, because an earlier step failed.", null, null,
                    null, null));
            return this;
        }
        long start = System.nanoTime();
        Step step = climbOne(id, label, mandatory, check, start);
        steps.add(step);
        return this;
    }

    private Step climbOne(String id, String label, boolean mandatory, Check check, long start) {
        try {
            Finding found = check.run();
            if (found.status() == Status.WARNED && weakness == null) {
                weakness = Problem.of(found.kind(), found.code(), found.message());
            }
            return new Step(id, label, found.status(), mandatory, since(start), found.message(), found.fix(), null, found.code(),
                    found.kind());
        } catch (Exception | StackOverflowError failure) {
            Problem problem = failure instanceof ProblemException known ? known.problem() : explain.apply(failure);
            note(problem, mandatory, failure);
            return new Step(id, label, Status.FAILED, mandatory, since(start), problem.message(), problem.fix(), problem.field(),
                    problem.code(), problem.kind());
        }
    }

    private void note(Problem problem, boolean mandatory, Throwable failure) {
        if (mandatory) {
            stoppedBy = problem;
            turnedAway = Causes.of(failure).stream().anyMatch(TurnedAway.class::isInstance);
        } else if (weakness == null) {
            weakness = problem;
        }
    }

    /** @param success the sentence for a test in which nothing failed */
    public TestReport report(TestReport.Server server, Supplier<String> success) {
        if (stoppedBy != null) {
            return new TestReport(TestReport.Status.FAILED, stoppedBy.message(), stoppedBy.kind(), stoppedBy.retryable(), server,
                    List.copyOf(steps), turnedAway);
        }
        if (weakness != null) {
            return new TestReport(TestReport.Status.DEGRADED, weakness.message(), weakness.kind(), false, server,
                    List.copyOf(steps), false);
        }
        return new TestReport(TestReport.Status.SUCCESS, success.get(), null, false, server, List.copyOf(steps),
                false);
    }

    private static long since(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }
}
