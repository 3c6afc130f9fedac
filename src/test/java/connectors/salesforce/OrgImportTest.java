package connectors.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import catalog.Discovered;
import catalog.KnownTokens;
import catalog.Selection;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import testing.salesforce.SalesforceServer;

/** An organization is read in the fewest calls that its limits allow. */
class OrgImportTest {
    private final SalesforceServer org;

    OrgImportTest() throws IOException {
        org = SalesforceServer.start();
    }

    @AfterEach
    void stop() {
        org.close();
    }

    @Test
    void twoThousandObjectsAreReadInEightyTwoCallsAndReadAgainInEightyOne() throws Exception {
        org.objects().generate(1_994);
        try (OrgBench bench = OrgBench.of(org)) {
            List<Discovered> first = bench.read();
            assertThat(first).hasSize(2_000).allMatch(Discovered.Readable.class::isInstance).isSortedAccordingTo((a, b) -> a.tableName().compareTo(b.tableName()));
            assertThat(org.calls()).as("1 list + 80 times 25 descriptions + 1 for record counts").isEqualTo(82);
            assertThat(bench.source.calls(2_000)).hasValue(82);

            List<Discovered> again = bench.read(Selection.EVERYTHING, OrgBench.tokens(first));
            assertThat(again).hasSize(2_000).allMatch(Discovered.Unchanged.class::isInstance);
            assertThat(org.calls() - 82).as("1 list + 80 times 25 answers of 304").isEqualTo(81);
        }
    }
}
