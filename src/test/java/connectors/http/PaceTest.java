package connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import problems.FailureKind;
import problems.ProblemException;

class PaceTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long PATIENCE = 5 * SECOND;

    private final long start = System.nanoTime() + SECOND;

    @Test
    void someMayGoAtOnceAndThenOneASecond() {
        Pace pace = Pace.perMinute(60);
        long[] waits = LongStream.range(0, 13).map(i -> pace.take(start, PATIENCE)).toArray();
        assertThat(waits).startsWith(IntStream.range(0, 10).mapToLong(i -> (i - 9) * SECOND).toArray()).endsWith(SECOND, 2 * SECOND, 3 * SECOND);
    }

    @Test
    void whoWouldWaitTooLongIsRefusedAndTakesNobodysTurn() {
        Pace pace = Pace.perMinute(60);
        for (int i = 0; i < 15; i++) pace.take(start, PATIENCE);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> pace.take(start, PATIENCE)).isInstanceOfSatisfying(ProblemException.class, refused -> {
                assertThat(refused.problem().kind()).isEqualTo(FailureKind.QUOTA);
                assertThat(refused.problem().retryAfter()).isEqualTo(Duration.ofSeconds(2));
            });
        }
        assertThat(pace.take(start + SECOND, PATIENCE)).isEqualTo(PATIENCE);
    }

    @Test
    void oneAMinuteIsOne() {
        Pace pace = Pace.perMinute(1);
        assertThat(pace.take(start, PATIENCE)).isZero();
        assertThatThrownBy(() -> pace.take(start, PATIENCE)).isInstanceOf(ProblemException.class);
        assertThat(Pace.ANY.take(start, 0)).isLessThanOrEqualTo(0);
    }
}
