package budgets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import testing.Bodies;
import testing.ImportRuns;
import testing.Organisation;
import testing.Organisation.Vendor;
import testing.Serai;
import testing.Storm;
import testing.Storm.Says;

/** Two connections of an account that import from one organisation when it begins to turn everybody away, in the running program. */
@Execution(ExecutionMode.CONCURRENT)
class VendorStormTest {
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Duration MINUTE = Duration.ofSeconds(60);
    private static final int CONNECTIONS = 2;
    /** Calls that a connection has under way when it hears of the storm. */
    private static final int AT_A_TIME = 2;

    private final Serai.Client client = Serai.running().newAccount("Storm");

    @ParameterizedTest
    @EnumSource(Vendor.class)
    void nobodyCallsBeforeItEndsAndNothingIsLost(Vendor vendor) throws Exception {
        assertThat(turnedAway(vendor, SHORT, Says.WHEN_IT_ENDS)).isLessThanOrEqualTo(CONNECTIONS * AT_A_TIME);
    }

    @ParameterizedTest
    @EnumSource(Vendor.class)
    void nothingIsLostWhereItDoesNotSayWhenItEnds(Vendor vendor) throws Exception {
        assertThat(turnedAway(vendor, SHORT, Says.NOTHING)).isPositive();
    }

    @ParameterizedTest
    @EnumSource(Vendor.class)
    @Tag("faults")
    void aMinuteLong(Vendor vendor) throws Exception {
        assertThat(turnedAway(vendor, MINUTE, Says.WHEN_IT_ENDS)).isLessThanOrEqualTo(CONNECTIONS * AT_A_TIME);
    }

    @ParameterizedTest
    @EnumSource(Vendor.class)
    @Tag("faults")
    void aMinuteLongASecondAtATime(Vendor vendor) throws Exception {
        assertThat(turnedAway(vendor, MINUTE, Says.ONE_SECOND)).isLessThanOrEqualTo(CONNECTIONS * AT_A_TIME + 60);
    }

    @ParameterizedTest
    @EnumSource(Vendor.class)
    @Tag("faults")
    void aMinuteLongWithoutAWord(Vendor vendor) throws Exception {
        assertThat(turnedAway(vendor, MINUTE, Says.NOTHING)).isPositive();
    }

    /** @return how many calls were */
    private int turnedAway(Vendor vendor, Duration length, Says says) throws Exception {
        try (Organisation organisation = vendor.start()) {
            List<Integer> calm = counters(ImportRuns.run(client, connection(organisation), null));
            int calls = organisation.asked().get().size();
            Storm storm = new Storm(calls / 2, length, says);
            List<UUID> connections = Stream.generate(() -> connection(organisation)).limit(CONNECTIONS).toList();
            organisation.instead().accept(storm);

            List<UUID> runs = connections.stream().map(one -> ImportRuns.start(client, one, null)).toList();
            for (UUID run : runs) assertThat(counters(ImportRuns.ended(client, run))).isEqualTo(calm);

            int turnedAway = storm.turnedAway().size();
            int asked = organisation.asked().get().size() - calls;
            System.out.printf("%s, a storm of %d s, Retry-After %s: %d calls turned away, %d answered%n", vendor, length.toSeconds(),
                    says, turnedAway, asked - turnedAway);
            assertThat(asked - turnedAway).as("answered").isLessThanOrEqualTo(CONNECTIONS * calls);
            return turnedAway;
        }
    }

    private UUID connection(Organisation organisation) {
        return Bodies.create(client, organisation.body());
    }

    private static List<Integer> counters(JsonNode run) {
        assertThat(run.get("status").asText()).as(run.toString()).isEqualTo("succeeded");
        return Stream.of("added", "changed", "unchanged", "removed", "tables_done").map(name -> run.get(name).asInt()).toList();
    }
}
