package routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import problems.FailureKind;
import problems.Problem;

class SourceBreakerTest {
    private static final Problem REFUSED = Problem.of(FailureKind.AUTH, "28P01", "The server refused the password.")
            .at("/authentication/password").fix("Enter it again.");

    @Test
    void itSaysNothingWhileCallsAreLetThrough() {
        assertThat(breaker(REFUSED).leftAlone()).isEmpty();
    }

    @Test
    void itSaysTheFailureThatOpenedItAndTheTimeOfTheNextAttempt() {
        SourceBreaker breaker = broken(REFUSED);
        Problem told = breaker.leftAlone().orElseThrow().problem();
        assertThat(told.code()).isEqualTo("circuit_open");
        assertThat(told.kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(told.message()).contains("left alone").endsWith("The server refused the password.");
        assertThat(told.fix()).startsWith("Enter it again. It is tried again in ").contains(" s, or at once when");
        assertThat(told.field()).isEqualTo("/authentication/password");
        assertThat(told.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(30));

        LeftAlone.Shown shown = breaker.leftAlone().orElseThrow().shown();
        assertThat(shown).extracting(LeftAlone.Shown::kind, LeftAlone.Shown::code, LeftAlone.Shown::field)
                .containsExactly(FailureKind.AUTH, "28P01", "/authentication/password");
        assertThat(shown.until()).isBetween(Instant.now(), Instant.now().plusSeconds(30));
    }

    @Test
    void whatIsLeftOfTheWaitIsSaidAndNeverLessThanASecond() {
        assertThat(new LeftAlone(REFUSED, Instant.now().plusSeconds(7)).problem().retryAfter()).isBetween(Duration.ofSeconds(6), Duration.ofSeconds(7));
        assertThat(new LeftAlone(REFUSED, Instant.now().minusSeconds(7)).problem().retryAfter()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aSourceThatSaysHowLongIsLeftAloneSoLongWithinAnHour() {
        assertThat(waitAfter(Duration.ofMinutes(10))).isBetween(Duration.ofSeconds(590), Duration.ofMinutes(10));
        assertThat(waitAfter(Duration.ofSeconds(1))).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30));
        assertThat(waitAfter(Duration.ofDays(30))).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
    }

    @Test
    void whatAPersonHasOpenedIsClosedByAPersonOnly() {
        SourceBreaker breaker = breaker(REFUSED);
        breaker.circuit().transitionToForcedOpenState();
        Problem told = breaker.leftAlone().orElseThrow().problem();
        assertThat(told.message()).contains("Someone has opened");
        assertThat(told.retryAfter()).isNull();
        breaker.circuit().reset();
        assertThat(breaker.leftAlone()).isEmpty();
    }

    private static Duration waitAfter(Duration asked) {
        return broken(REFUSED.retryAfter(asked)).leftAlone().orElseThrow().problem().retryAfter();
    }

    private static SourceBreaker broken(Problem failure) {
        SourceBreaker breaker = breaker(failure);
        for (int i = 0; i < 5; i++) breaker.circuit().onError(1, java.util.concurrent.TimeUnit.MILLISECONDS, new IOException("raw words of a driver"));
        return breaker;
    }

    private static SourceBreaker breaker(Problem failure) {
        return new SourceBreaker("schemas", ignored -> false, counted -> Optional.of(failure));
    }
}
