package connectors.rest.description;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import problems.FailureKind;
import problems.Problem;

/** Reads a description in whatever of the known forms it is: OpenAPI and Swagger in JSON or YAML, OData metadata in XML. */
public final class Descriptions {
    private static final int START = 2_000;

    private Descriptions() { }

    /**
     * @param address   where it was; null for a text that was pasted
     * @param elsewhere fetches the documents that it names
     * @throws problems.ProblemException of kind CONFIG for what is no description, UNSUPPORTED for one beyond all measure
     */
    public static Description read(byte[] text, URI address, Elsewhere elsewhere) {
        if (start(text).startsWith("<")) return OData.read(text);
        JsonNode tree = Documents.tree(text);
        if (tree instanceof ObjectNode document && OpenApi.is(document)) return OpenApi.read(document, address, elsewhere);
        throw Problem.of(FailureKind.CONFIG, "no_description", "What was found is no API description: it says neither 'openapi' nor 'swagger'.")
                .fix("Enter the address of an OpenAPI or Swagger description, or of OData metadata.").asException();
    }

    /** Whether it may be one, by its first words: for places where one is only looked for. */
    public static boolean looksLikeOne(byte[] text) {
        String start = start(text);
        String words = start.substring(0, Math.min(start.length(), START)).toLowerCase(Locale.ROOT);
        if (start.startsWith("<")) return words.contains("edmx");
        // a description in YAML may begin with anything, and say what it is at its end
        return words.contains("openapi") || words.contains("swagger") || words.contains("\"paths\"") || words.contains("components:");
    }

    private static String start(byte[] text) {
        String start = new String(text, 0, Math.min(text.length, START), StandardCharsets.UTF_8).stripLeading();
        return start.startsWith("\uFEFF") ? start.substring(1).stripLeading() : start;
    }
}
