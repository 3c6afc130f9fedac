package metadata;

import static org.assertj.core.api.Assertions.assertThat;

import connectors.Budgets.Own;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where the organisation says nothing of a limit, the connection's own is what there is to go by. */
class CallForecastTest {

    @Test
    void anImportIsMeasuredByWhatTheConnectionAllowsItself() {
        CallForecast forecast = of(25, new Own(120, 1_000, null));
        assertThat(forecast.sentence()).isEqualTo("About 25 calls, 2.5 % of the 1,000 that this connection allows itself in an hour.");
        assertThat(forecast.enough()).isNull();
    }

    @Test
    void oneThatGoesBeyondItWaits() {
        CallForecast forecast = of(1_500, new Own(null, 1_000, 20_000));
        assertThat(forecast.sentence()).endsWith("This connection allows itself 1,000 calls in an hour: the import waits and goes on by itself.");
        assertThat(forecast.enough()).isFalse();
    }

    @Test
    void aBoundOfAMinuteOnlyMakesItSlower() {
        assertThat(of(1, new Own(2, null, null)).sentence()).isEqualTo("About 1 call.");
        assertThat(of(500, new Own(2, null, null)).enough()).isNull();
    }

    private static CallForecast of(long calls, Own own) {
        return CallForecast.of(100L, calls, null, List.of(own));
    }
}
