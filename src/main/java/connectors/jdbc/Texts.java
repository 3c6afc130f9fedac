package connectors.jdbc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import types.ConnectionType;

/**
 * A type's SQL, in which {@code {advanced.name}} stands for a setting that chooses among words of the type's own schema:
 * nothing that a person wrote becomes part of a statement.
 */
final class Texts {
    private Texts() { }

    static Map<String, String> of(ConnectionType type, JdbcSettings settings) {
        Map<String, String> texts = new HashMap<>(type.texts());
        for (Map.Entry<String, JsonNode> field : type.settings().at("/properties/advanced/properties").properties()) {
            if (!field.getValue().has("enum")) continue;
            String chosen = chosen(field.getValue(), settings.advanced().more().get(field.getKey()));
            texts.replaceAll((name, sql) -> sql.replace("{advanced." + field.getKey() + "}", chosen));
        }
        return Map.copyOf(texts);
    }

    private static String chosen(JsonNode field, Object wanted) {
        for (JsonNode word : field.get("enum")) {
            if (word.asText().equals(wanted)) return word.asText();
        }
        return field.path("default").asText();
    }
}
