package types;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {
    private static final Duration HOURS = Duration.ofHours(2);
    private static final Limits OF_TYPE = new Limits(120, 4, Duration.ofSeconds(30), HOURS, null,
            new Limits.Own("/rate", "/advanced/timeout", "/advanced/answer"));

    @Test
    void aConnectionThatSaysNothingHasThoseOfItsType() {
        assertThat(of("{}")).isEqualTo(OF_TYPE);
    }

    @Test
    void itsOwnRequestsAndDeadlineTakeTheirPlaceBeTheyMoreOrLess() {
        assertThat(of("{'rate': 6, 'advanced': {'timeout': 5}}")).isEqualTo(new Limits(6, 4, Duration.ofSeconds(5), HOURS, null, OF_TYPE.own()));
        assertThat(of("{'rate': 600, 'advanced': {'timeout': 500}}")).isEqualTo(new Limits(600, 4, Duration.ofSeconds(500), HOURS, null, OF_TYPE.own()));
    }

    @Test
    void aCallMayTakeLongerThanOneAnswer() {
        assertThat(of("{'advanced': {'answer': 90}}").timeout()).isGreaterThan(Duration.ofSeconds(90));
        assertThat(of("{'advanced': {'answer': 1}}").timeout()).as("which may need several").isEqualTo(OF_TYPE.timeout());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'rate': 0}", "{'rate': -5}", "{'rate': null}", "{'rate': 'many'}", "{'rate': {}}", "{'advanced': 7}", "{'advanced': {'timeout': -1}}"})
    void whatIsNoNumberOfTheseChangesNothing(String configuration) {
        assertThat(of(configuration)).isEqualTo(OF_TYPE);
    }

    @Test
    void nobodyGoesBeyondWhatTheOperatorAllows() {
        Limits most = new Limits(60, 2, Duration.ofMinutes(1), Duration.ofHours(1), null, null);
        assertThat(of("{'rate': 2000000000, 'advanced': {'timeout': 2000000000, 'answer': 2000000000}}").within(most))
                .isEqualTo(new Limits(60, 2, Duration.ofMinutes(1), Duration.ofHours(1), null, OF_TYPE.own()));
        assertThat(of("{'rate': 1}").within(most).requestsPerMinute()).isEqualTo(1);
    }

    private static Limits of(String configuration) {
        return OF_TYPE.of(json(configuration.replace('\'', '"')));
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }
}
