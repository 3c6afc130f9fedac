package budgets;

import static org.assertj.core.api.Assertions.assertThat;

import connectors.Budget.Allowance;
import connectors.Budgets.Own;
import connectors.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a ledger makes of what is said and asked, at times that a test sets. */
class LedgerTest {
    private static final Rules RULES = new Rules(90, 97, Duration.ofMinutes(2), Duration.ofSeconds(5), 2, Duration.ofDays(7));

    private final Ledger ledger = new Ledger(RULES);
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({"IMPORT, 89, GO", "IMPORT, 90, USED_UP", "BROWSING, 96, GO", "BROWSING, 97, USED_UP", "HEALTH, 99, GO", "HEALTH, 100, USED_UP"})
    void theMoreUrgentACallTheMoreOfTheLimitItMayUse(Urgency urgency, long used, Turn.Kind expected) {
        ledger.learn(new Allowance(100, used, now.plusSeconds(600)), now);
        assertThat(take(urgency).kind()).isEqualTo(expected);
    }

    @Test
    void whenTheWindowTurnsItGoesOn() {
        Instant end = now.plusSeconds(600);
        ledger.learn(new Allowance(100, 100, end), now);
        assertThat(take(Urgency.IMPORT).at()).isEqualTo(end);
        now = end;
        assertThat(take(Urgency.IMPORT).goes()).isTrue();
        assertThat(ledger.used(now)).isEqualTo(1);
    }

    @Test
    void whatAnAnswerSaysWinsWhenItIsMoreThanWeHaveCounted() {
        Instant end = now.plusSeconds(600);
        IntStream.range(0, 5).forEach(i -> take(Urgency.IMPORT));
        ledger.learn(new Allowance(100, 40, end), now);
        assertThat(ledger.used(now)).isEqualTo(40);
        take(Urgency.IMPORT);
        ledger.learn(new Allowance(100, 39, end), now);
        assertThat(ledger.used(now)).as("an answer that was overtaken").isEqualTo(41);
    }

    @Test
    void anAnswerOfAWindowThatHasEndedSaysNothing() {
        Instant end = now.plusSeconds(10);
        ledger.learn(new Allowance(100, 95, end), now);
        now = end.plusSeconds(1);
        ledger.learn(new Allowance(100, 96, end), now);
        assertThat(ledger.used(now)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0, 5", "-1, 5", "100, -5", "-9223372036854775808, 9223372036854775807"})
    void numbersThatCannotBeSayNothing(long limit, long used) {
        ledger.learn(new Allowance(limit, used, null), now);
        assertThat(ledger.limit).isNull();
        assertThat(take(Urgency.IMPORT).goes()).isTrue();
    }

    @Test
    void numbersBeyondAllMeasureAreBounded() {
        ledger.learn(new Allowance(Long.MAX_VALUE, Long.MAX_VALUE, Instant.MAX), now);
        assertThat(ledger.limit).isEqualTo(1_000_000_000_000L);
        assertThat(ledger.used).isEqualTo(ledger.limit);
        assertThat(ledger.windowEnd).isNull();
        ledger.learn(new Allowance(100, 500, now.plus(Duration.ofDays(4000))), now);
        assertThat(ledger.used(now)).isEqualTo(1_000_000_000_000L);
        now = now.plus(Ledger.ASK_AGAIN);
        assertThat(take(Urgency.IMPORT).goes()).as("one asks whether it is really so").isTrue();
        ledger.learn(new Allowance(100, 5, null), now);
        assertThat(ledger.used(now)).isEqualTo(5);
    }

    @Test
    void aLimitWithoutAnEndRollsAndOneAnHourAsksHowMuchIsLeft() {
        ledger.learn(new Allowance(100, 95, null), now);
        assertThat(take(Urgency.IMPORT).at()).isEqualTo(now.plus(Duration.ofHours(1)));
        now = now.plus(Duration.ofHours(1));
        assertThat(take(Urgency.IMPORT).goes()).isTrue();
        assertThat(take(Urgency.IMPORT).kind()).as("the others wait for its answer").isEqualTo(Turn.Kind.PROBING);
        ledger.learn(new Allowance(100, 60, null), now);
        ledger.served(now);
        assertThat(take(Urgency.IMPORT).goes()).isTrue();
        assertThat(ledger.used(now)).isEqualTo(61);
    }

    @Test
    void inARollingWindowWhatIsUsedMayFallButNotByAnAnswerThatComesLate() {
        ledger.learn(new Allowance(100, 80, null), now);
        now = now.plusSeconds(20);
        ledger.learn(new Allowance(100, 70, null), now);
        assertThat(ledger.used(now)).isEqualTo(80);
        now = now.plusSeconds(50);
        ledger.learn(new Allowance(100, 69, null), now);
        now = now.plusSeconds(50);
        ledger.learn(new Allowance(100, 68, null), now);
        now = now.plusSeconds(50);
        ledger.learn(new Allowance(100, 67, null), now);
        assertThat(ledger.used(now)).isLessThan(80);
    }

    @Test
    void whatWasNotHeardOfForADayHasPassed() {
        ledger.learn(new Allowance(100, 100, null), now);
        now = now.plus(Duration.ofHours(24));
        assertThat(take(Urgency.IMPORT).goes()).isTrue();
        assertThat(ledger.used(now)).isEqualTo(1);
    }

    @Test
    void inARestNobodyCallsAndAfterItOneGoesFirst() {
        ledger.rest(Duration.ofSeconds(30), now);
        assertThat(take(Urgency.HEALTH)).isEqualTo(new Turn(Turn.Kind.RESTING, now.plusSeconds(30)));
        ledger.served(now);
        assertThat(take(Urgency.HEALTH).kind()).as("after the answer to an earlier call").isEqualTo(Turn.Kind.RESTING);
        now = now.plusSeconds(30);
        assertThat(take(Urgency.IMPORT).goes()).isTrue();
        assertThat(take(Urgency.HEALTH).kind()).isEqualTo(Turn.Kind.PROBING);
        ledger.served(now);
        assertThat(take(Urgency.IMPORT).goes()).isTrue();
        assertThat(take(Urgency.IMPORT).goes()).isTrue();
    }

    @Test
    void aProbeThatWasLostMakesWayForTheNext() {
        ledger.rest(Duration.ofSeconds(1), now);
        now = now.plusSeconds(1);
        take(Urgency.IMPORT);
        ledger.lost();
        assertThat(take(Urgency.IMPORT).goes()).isTrue();
        assertThat(take(Urgency.IMPORT).kind()).isEqualTo(Turn.Kind.PROBING);
        now = now.plus(Ledger.PROBE);
        assertThat(take(Urgency.IMPORT).goes()).as("one of a replica that died").isTrue();
    }

    @Test
    void aShorterRestDoesNotEndALongerOneAndNoneIsLongerThanADay() {
        ledger.rest(Duration.ofDays(4000), now);
        ledger.rest(Duration.ofSeconds(1), now);
        assertThat(take(Urgency.HEALTH).at()).isEqualTo(now.plus(Duration.ofHours(24)));
    }

    @ParameterizedTest
    @CsvSource({"PT0S", "PT-5S"})
    void aRestThatMakesNoSenseIsARefusalWithoutATime(Duration rest) {
        ledger.rest(rest, now);
        assertThat(ledger.restingUntil).isBetween(now, now.plusSeconds(1));
    }

    @Test
    void refusalsInARowDoubleThePauseUpToAMinute() {
        for (int i = 0; i < 40; i++) {
            ledger.refused(now);
            assertThat(ledger.restingUntil).isAfter(now).isBeforeOrEqualTo(now.plusMillis(Math.min(60_000, 1_000L << Math.min(i, 6))));
            now = ledger.restingUntil;
        }
        assertThat(ledger.refusals).isEqualTo(40);
    }

    @Test
    void callsThatWereUnderWayTogetherAreRefusedOnce() {
        IntStream.range(0, 6).forEach(i -> ledger.refused(now));
        assertThat(ledger.refusals).isEqualTo(1);
    }

    @Test
    void whoSaysNoNumbersIsCalledAtHalfThePaceAndALittleFasterWithEachAnswer() {
        ledger.refused(now);
        assertThat(ledger.pace).isEqualTo(1);
        now = now.plusSeconds(2);
        assertThat(take(Urgency.IMPORT).goes()).isTrue();
        ledger.served(now);
        assertThat(take(Urgency.IMPORT)).isEqualTo(new Turn(Turn.Kind.SLOW, now.plusSeconds(1)));
        for (int i = 0; i < 9; i++) ledger.served(now);
        assertThat(ledger.isCalm()).isTrue();
        assertThat(take(Urgency.IMPORT).goes()).isTrue();
    }

    @Test
    void whoSaysNumbersIsNotSlowedDown() {
        ledger.learn(new Allowance(100, 1, null), now);
        ledger.refused(now);
        assertThat(ledger.pace).isNull();
    }

    @Test
    void aConnectionsOwnBoundsHoldInEveryWindowOfTheirLength() {
        OwnCalls calls = OwnCalls.NONE;
        Own own = new Own(3, null, 5);
        for (int i = 0; i < 3; i++) calls = calls.add(now);
        Instant next = calls.next(own, now);
        assertThat(next).isBetween(now.plusSeconds(60), now.plusSeconds(65));
        now = next;
        for (int i = 0; i < 2; i++) calls = calls.add(now);
        assertThat(calls.next(own, now)).isBetween(now.plus(Duration.ofHours(23)), now.plus(Duration.ofHours(25)));
    }

    @Test
    void aRollingCountNeverForgetsTooEarly() {
        Rolling minute = Rolling.minute();
        for (int second = 0; second < 600; second += 7) {
            Instant then = now.plusSeconds(second);
            minute = Rolling.minute().with(minute.add(then).kept());   // as it is stored and found again
            long expected = IntStream.iterate(0, i -> i <= second(then), i -> i + 7).filter(i -> i > second(then) - 60).count();
            assertThat(minute.sum(then)).isBetween(expected, expected + 1);
        }
    }

    private int second(Instant then) {
        return (int) Duration.between(now, then).toSeconds();
    }

    private Turn take(Urgency urgency) {
        return ledger.take(urgency, now, now);
    }
}
