package connectors.salesforce;

import com.fasterxml.jackson.databind.JsonNode;

/** Texts of answers, bounded. */
final class Texts {
    /** connectors.md 1.6: a definition that is longer is cut. */
    private static final int LONGEST = 100_000;

    private Texts() { }

    /** @return null for none, and for an empty one */
    static String of(JsonNode thing, String field) {
        JsonNode value = thing.path(field);
        if (value.isMissingNode() || value.isNull() || value.isContainerNode()) return null;
        String text = value.asText();
        if (text.isEmpty()) return null;
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
