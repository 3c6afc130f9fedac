package connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import connectors.Budget.Allowance;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The answers are those that the drafts and the documentation of well-known APIs show. */
class RateHeadersTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({"RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset", "X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset",
        "X-Rate-Limit-Limit, X-Rate-Limit-Remaining, X-Rate-Limit-Reset"})
    void threeFieldsSayTheLimitWhatIsLeftAndWhenItStartsAnew(String limit, String remaining, String reset) {
        assertThat(said(limit, "5000", remaining, "4990", reset, "30"))
                .isEqualTo(new RateHeaders(5000L, 4990L, NOW.plusSeconds(30)));
    }

    @Test
    void theOneFieldOfTheLaterDraftsIsReadWithItsPolicy() {
        assertThat(said("RateLimit", "\"default\";r=50;t=30", "RateLimit-Policy", "\"default\";q=100;w=60"))
                .isEqualTo(new RateHeaders(100L, 50L, NOW.plusSeconds(30)));
        assertThat(said("RateLimit", "limit=100, remaining=50, reset=5")).isEqualTo(new RateHeaders(100L, 50L, NOW.plusSeconds(5)));
    }

    @Test
    void ofSeveralPoliciesTheOneCountsThatEndsFirst() {
        assertThat(said("RateLimit-Policy", "\"burst\";q=100;w=60, \"daily\";q=1000;w=86400",
                "RateLimit", "\"burst\";r=60;t=20,\"daily\";r=12;t=36000")).isEqualTo(new RateHeaders(1000L, 12L, NOW.plusSeconds(36000)));
    }

    @Test
    void aPolicyOfBytesIsNoneOfCalls() {
        assertThat(said("RateLimit-Policy", "\"bytes\";q=65535;qu=\"content-bytes\";w=10, \"calls\";q=9;qu=\"requests\"",
                "RateLimit", "\"bytes\";r=1;t=2, \"calls\";r=8;t=4")).isEqualTo(new RateHeaders(9L, 8L, NOW.plusSeconds(4)));
    }

    @Test
    void aListOfQuotasBeginsWithTheOneInForce() {
        assertThat(said("X-RateLimit-Limit", "10, 10;w=1;name=\"second\", 600;w=60", "X-RateLimit-Remaining", "9").limit()).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"90", "90.000", "1772366490", "1772366490.5", "1772366490000", "2026-03-01T12:01:30Z", "2026-03-01T13:01:30+01:00",
        "Sun, 01 Mar 2026 12:01:30 GMT"})
    void aResetIsSecondsFromNowOrATimeInAnyOfItsForms(String reset) {
        assertThat(said("X-RateLimit-Remaining", "1", "X-RateLimit-Reset", reset).end())
                .isBetween(NOW.plusSeconds(90), NOW.plusMillis(90_500));
    }

    @Test
    void aTimeIsOneOfTheServersClock() {
        assertThat(said("X-RateLimit-Remaining", "1", "X-RateLimit-Reset", "1772366490", "Date", "Sun, 01 Mar 2026 12:01:00 GMT").end())
                .isEqualTo(NOW.plusSeconds(30));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "0x1F", "", "never", "1e9", "99999999999999999999", "32503680000", "1", "1000000000", "2678401"})
    void whatMakesNoSenseIsNotSaid(String reset) {
        Instant end = said("X-RateLimit-Remaining", "1", "X-RateLimit-Reset", reset).end();
        assertThat(end).isIn(null, NOW.plusSeconds(1));
        assertThat(end == null).isEqualTo(!reset.equals("1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "lots", "", "1.5", "9999999999999", "1e3"})
    void aNumberOfCallsIsAWholeOne(String number) {
        assertThat(RateHeaders.of(answer(200, "RateLimit-Limit", number, "RateLimit-Remaining", number), NOW)).isEmpty();
        assertThat(RateHeaders.of(answer(200, "RateLimit", "\"a\";r=" + number + ";t=1"), NOW)).isEmpty();
    }

    @Test
    void anAllowanceNeedsTheLimitAndWhatIsLeft() {
        assertThat(RateHeaders.allowance(answer(200))).isNull();
        assertThat(RateHeaders.allowance(answer(200, "X-RateLimit-Limit", "5"))).isNull();
        assertThat(RateHeaders.allowance(answer(200, "X-RateLimit-Remaining", "5"))).isNull();
        assertThat(RateHeaders.allowance(answer(200, "X-RateLimit-Limit", "0", "X-RateLimit-Remaining", "0"))).isNull();
        assertThat(RateHeaders.allowance(answer(200, "X-RateLimit-Limit", "5", "X-RateLimit-Remaining", "2"))).isEqualTo(new Allowance(5, 3, null));
        assertThat(RateHeaders.allowance(answer(200, "X-RateLimit-Limit", "5", "X-RateLimit-Remaining", "9"))).isEqualTo(new Allowance(5, 0, null));
    }

    @Test
    void whoIsTurnedAwayAndIsToldTheLimitHasUsedItUp() {
        assertThat(RateHeaders.allowance(answer(429, "X-RateLimit-Limit", "500"))).isEqualTo(new Allowance(500, 500, null));
    }

    private static RateHeaders said(String... headers) {
        return RateHeaders.of(answer(200, headers), NOW).orElseThrow();
    }

    private static HttpAnswer answer(int status, String... headers) {
        Map<String, String> named = new HashMap<>();
        for (int i = 0; i < headers.length; i += 2) named.put(headers[i].toLowerCase(java.util.Locale.ROOT), headers[i + 1]);
        return new HttpAnswer(status, named, new byte[0]);
    }
}
