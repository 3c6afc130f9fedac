package connectors.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.BiConsumer;

/** The fields of a schema at any depth. */
final class Fields {
    private static final int MOST = 50_000;

    private final BiConsumer<String, JsonNode> visitor;
    private int seen;

    private Fields(BiConsumer<String, JsonNode> visitor) {
        this.visitor = visitor;
    }

    /** @param visitor is given each field with its path, {@code address.city}; the first {@value #MOST} of them */
    static void visit(JsonNode schema, BiConsumer<String, JsonNode> visitor) {
        new Fields(visitor).below("", schema);
    }

    /** The parser has bounded the depth. */
    private void below(String path, JsonNode record) {
        for (JsonNode field : record.path("fields")) {
            if (seen++ >= MOST) return;
            String name = path + field.path("name").asText();
            visitor.accept(name, field);
            below(name + ".", field);
        }
    }
}
