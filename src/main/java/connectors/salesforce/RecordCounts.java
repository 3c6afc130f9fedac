package connectors.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import connectors.http.HttpAnswer;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import problems.ProblemException;

/**
 * About how many records the objects have, all of them in one call, made when the first is needed: REST API Developer Guide,
 * "Record Count". It needs a permission of its own; without it nothing is known, and nothing fails.
 */
final class RecordCounts {
    /** Asks nobody. */
    static final RecordCounts NONE = new RecordCounts(Map.of());

    private final Org org;
    private Map<String, Long> counts;

    RecordCounts(Org org) {
        this.org = org;
    }

    private RecordCounts(Map<String, Long> counts) {
        this.org = null;
        this.counts = counts;
    }

    /** @return null where it is not known */
    synchronized Long of(String object) {
        if (counts == null) counts = read();
        return counts.get(object);
    }

    private Map<String, Long> read() {
        try {
            HttpAnswer answer = org.recordCounts();
            return answer.isSuccess() && !answer.isPage() ? counts(answer.body()) : Map.of();
        } catch (IOException | ProblemException unknown) {
            return Map.of();
        }
    }

    private static Map<String, Long> counts(byte[] answer) {
        Map<String, Long> counts = new HashMap<>();
        Answers.each(answer, "sObjects", one -> {
            JsonNode count = one.path("count");
            if (count.isIntegralNumber() && count.asLong() >= 0) counts.put(one.path("name").asText(), count.asLong());
        });
        return counts;
    }
}
