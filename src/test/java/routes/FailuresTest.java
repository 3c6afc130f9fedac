package routes;

import static org.assertj.core.api.Assertions.assertThat;

import connectors.TurnedAway;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;

/** Whose doing a failure is. */
class FailuresTest {
    private static final Problem QUOTA = Problem.of(FailureKind.QUOTA, "budget_used_up", "The request limit is used up.");

    private final Failures failures = new Failures();

    @Test
    void whatABudgetTurnedAwayIsOurRefusalHoweverItIsWrapped() {
        ProblemException refused = new ProblemException(QUOTA, new TurnedAway(null));
        assertThat(failures.isOurRefusal(refused)).isTrue();
        assertThat(failures.isOurRefusal(new IllegalStateException(new UncheckedIOException(new java.io.IOException(refused))))).isTrue();
    }

    @Test
    void whatTheSourceRefusedIsItsOwnDoing() {
        assertThat(failures.isOurRefusal(QUOTA.asException())).isFalse();
    }
}
