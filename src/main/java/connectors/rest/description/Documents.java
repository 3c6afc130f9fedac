package connectors.rest.description;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import problems.FailureKind;
import problems.Problem;

/** Texts in JSON or YAML as trees, within bounds. */
final class Documents {
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder().streamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(Bounds.DEPTH).build()).build());

    private Documents() { }

    /** @throws problems.ProblemException of kind CONFIG for what is neither, UNSUPPORTED for one beyond all measure */
    static JsonNode tree(byte[] text) {
        String whole = new String(text, StandardCharsets.UTF_8);
        String start = whole.stripLeading();
        if (start.startsWith("\uFEFF")) start = start.substring(1).stripLeading();
        return start.startsWith("{") || start.startsWith("[") ? json(start) : YamlTree.of(start);
    }

    private static JsonNode json(String text) {
        try {
            count(text);
            JsonNode tree = JSON.readTree(text);
            if (tree != null) return tree;
        } catch (IOException wrong) {
            // its words would quote the document
        }
        throw unreadable("JSON");
    }

    /** Before anything is made of it: a list of empty lists takes thirty times its size. */
    private static void count(String text) throws IOException {
        Bounds.Budget nodes = new Bounds.Budget(Bounds.NODES, "more than " + Bounds.NODES + " values");
        try (JsonParser parser = JSON.createParser(text)) {
            while (parser.nextToken() != null) nodes.take(1);
        }
    }

    static RuntimeException unreadable(String language) {
        return Problem.of(FailureKind.CONFIG, "description_unreadable", "The API description is not valid " + language + ".")
                .fix("Check it with a validator, and that the address leads to the description itself.").asException();
    }
}
