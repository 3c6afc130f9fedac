package connectors.rest.description;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import problems.FailureKind;
import problems.Problem;

/** Reads a description in whatever of the known forms it is: OpenAPI and Swagger in JSON or YAML, OData metadata in XML. */
public final class Descriptions {
    private static final int START = 2_000;
    private static final Pattern WORD = Pattern.compile("(?m)(^|[{,\"'\\s])(openapi|swagger)[\"']?\\s*:");

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
        throw Problem.of(FailureKind.CONFIG, "no_description",
                "What was found is no API description: it says neither 'openapi' nor 'swagger'.")
                .fix("Enter the address of an OpenAPI or Swagger description, or of OData metadata.").asException();
    }

    /** Whether it may be one, by the word that every one has: for places where one is only looked for. */
    public static boolean looksLikeOne(byte[] text) {
        if (start(text).startsWith("<")) return start(text).contains("Edmx");
        // in YAML the word may stand anywhere in it
        return WORD.matcher(new String(text, StandardCharsets.ISO_8859_1)).find();
    }

    private static String start(byte[] text) {
        String start = new String(text, 0, Math.min(text.length, START), StandardCharsets.UTF_8).stripLeading();
        return start.startsWith("\uFEFF") ? start.substring(1).stripLeading() : start;
    }
}
