package types;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import problems.Refusal.FieldError;

/**
 * A type's schema at work: it checks configurations, knows where their secrets are, and fills in defaults.
 * {@code writeOnly: true} marks a secret; {@code x-sealed: true} what is stored sealed but may be shown.
 */
public final class SettingsSchema {
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private final JsonNode tree;
    private final Schema schema;
    private final List<JsonPointer> secrets = new ArrayList<>();
    private final List<JsonPointer> sealed = new ArrayList<>();

    SettingsSchema(JsonNode tree) {
        this.tree = tree;
        this.schema = REGISTRY.getSchema(tree);
        collect(tree, JsonPointer.empty());
    }

    /** Never shown again once set. */
    public List<JsonPointer> secrets() {
        return secrets;
    }

    /** Stored sealed: the secrets, and what may be shown to those who see the connection. */
    public List<JsonPointer> sealed() {
        return sealed;
    }

    /**
     * @param prefix pointer of the configuration inside the request, for the errors
     * @return one error a field, in the type's own words where it has some; empty when all is well
     */
    public List<FieldError> check(JsonNode configuration, String prefix) {
        Map<String, FieldError> byPointer = new LinkedHashMap<>();
        for (Error error : schema.validate(configuration)) {
            String pointer = pointer(error);
            byPointer.putIfAbsent(pointer, new FieldError(prefix + pointer, sentence(error, pointer)));
        }
        return List.copyOf(byPointer.values());
    }

    /** The configuration with the schema's defaults where it says nothing. The argument stays as it is. */
    public ObjectNode withDefaults(ObjectNode configuration) {
        ObjectNode filled = configuration.deepCopy();
        fill(filled, tree);
        return filled;
    }

    private static void fill(ObjectNode node, JsonNode schema) {
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            JsonNode field = property.getValue();
            String name = property.getKey();
            if (field.has("properties")) {
                if (!node.has(name)) node.putObject(name);
                if (node.get(name) instanceof ObjectNode child) fill(child, field);
                if (node.get(name).isEmpty() && node.get(name).isObject()) node.remove(name);
            } else if (!node.has(name) && field.has("default")) {
                node.set(name, field.get("default"));
            }
        }
    }

    private void collect(JsonNode schema, JsonPointer here) {
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            JsonPointer pointer = here.appendProperty(property.getKey());
            JsonNode field = property.getValue();
            if (field.path("writeOnly").asBoolean()) secrets.add(pointer);
            if (field.path("writeOnly").asBoolean() || field.path("x-sealed").asBoolean()) sealed.add(pointer);
            collect(field, pointer);
        }
    }

    private static String pointer(Error error) {
        String at = error.getInstanceLocation().toString();
        return error.getProperty() == null ? at : at + "/" + error.getProperty().replace("~", "~0").replace("/", "~1");
    }

    private String sentence(Error error, String pointer) {
        JsonNode field = field(pointer);
        String label = field.path("title").asText(pointer.substring(pointer.lastIndexOf('/') + 1));
        return switch (error.getKeyword()) {
            case "required" -> label + " is required.";
            case "additionalProperties" -> "There is no setting of this name.";
            case "enum" -> label + " is one of: " + String.join(", ", texts(field.path("enum"))) + ".";
            default -> field.has("x-message") ? field.get("x-message").asText() : label + ": " + withoutValue(error);
        };
    }

    /** The library's own words may repeat the value, which may be a secret. */
    private static String withoutValue(Error error) {
        return switch (error.getKeyword()) {
            case "type" -> "please enter a value of the kind " + String.join(" or ", texts(error.getSchemaNode())) + ".";
            case "minimum" -> "at least " + error.getSchemaNode().asText() + ".";
            case "maximum" -> "at most " + error.getSchemaNode().asText() + ".";
            case "minLength" -> "at least " + error.getSchemaNode().asText() + " characters.";
            case "maxLength" -> "at most " + error.getSchemaNode().asText() + " characters.";
            case "uniqueItems" -> "each value once.";
            default -> "the value does not fit.";
        };
    }

    private JsonNode field(String pointer) {
        JsonNode at = tree;
        for (JsonPointer p = JsonPointer.compile(pointer); !p.matches(); p = p.tail()) {
            at = p.getMatchingIndex() >= 0 && at.has("items") ? at.path("items")
                    : at.path("properties").path(p.getMatchingProperty());
        }
        return at;
    }

    private static List<String> texts(JsonNode node) {
        if (!node.isArray()) return List.of(node.asText());
        List<String> texts = new ArrayList<>();
        node.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
