package connectors.salesforce;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.function.Consumer;
import problems.FailureKind;
import problems.Problem;

/** Reads answers that are a list inside an object, one element at a time: as trees they would be many times as large. */
final class Answers {
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder().streamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(200).maxStringLength(10_000_000).build()).build());

    private Answers() { }

    static JsonNode tree(byte[] answer) {
        try {
            JsonNode tree = JSON.readTree(answer);
            if (tree != null && !tree.isMissingNode()) return tree;
        } catch (IOException wrong) {
            // its words would quote the body
        }
        throw unexpected();
    }

    static byte[] bytes(JsonNode tree) {
        try {
            return JSON.writeValueAsBytes(tree);
        } catch (IOException impossible) {
            throw new IllegalStateException("A tree can be written", impossible);
        }
    }

    /**
     * @param list where the elements are; whatever else is in the answer is passed over
     * @throws problems.ProblemException of kind CONFIG for what is no such answer
     */
    static void each(byte[] answer, String list, Consumer<JsonNode> element) {
        boolean found = false;
        try (JsonParser parser = JSON.createParser(answer)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) throw unexpected();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = list.equals(parser.currentName());
                if (parser.nextToken() == JsonToken.START_ARRAY && wanted) {
                    found = true;
                    elements(parser, element);
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException wrong) {
            throw unexpected();
        }
        if (!found) throw unexpected();
    }

    private static void elements(JsonParser parser, Consumer<JsonNode> element) throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            JsonNode one = parser.readValueAsTree();
            if (one == null) throw unexpected();
            element.accept(one);
        }
    }

    static RuntimeException unexpected() {
        return Problem.of(FailureKind.CONFIG, "not_json", "The server's answer is not the one of Salesforce that was expected.")
                .at(Hosts.INSTANCE).fix("Check that the address is that of the organization's API.").asException();
    }
}
