package ui;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** One property of a type's schema, as an input of a form. */
record Input(JsonPointer pointer, JsonNode schema) {

    /** How it is drawn; the template has one branch for each. */
    public enum Kind { TEXT, MULTILINE, NUMBER, SWITCH, CHOICE, FIXED, CHOICES, LINES, SECRET }

    /** @param label what a person reads; @param value what is sent */
    public record Option(String value, String label) { }

    /** Name of the parameter, and the pointer that errors come with. */
    String name() {
        return "/configuration" + pointer;
    }

    Kind kind() {
        if (schema.path("writeOnly").asBoolean()) return Kind.SECRET;
        if (schema.has("enum")) return schema.path("enum").size() == 1 ? Kind.FIXED : Kind.CHOICE;
        return switch (type(schema)) {
            case "boolean" -> Kind.SWITCH;
            case "integer", "number" -> Kind.NUMBER;
            case "array" -> schema.at("/items/enum").isMissingNode() ? Kind.LINES : Kind.CHOICES;
            default -> isLong() ? Kind.MULTILINE : Kind.TEXT;
        };
    }

    boolean isLong() {
        return schema.path("x-multiline").asBoolean();
    }

    String label() {
        return schema.path("title").asText(pointer.last().getMatchingProperty().replace('_', ' '));
    }

    List<Option> options() {
        JsonNode of = kind() == Kind.CHOICES ? schema.path("items") : schema;
        List<Option> options = new ArrayList<>();
        for (JsonNode value : of.path("enum")) {
            String word = value.asText();
            options.add(new Option(word, of.path("x-labels").path(word).asText(word)));
        }
        return options;
    }

    /** What the field shows before anybody has said anything. */
    List<String> defaults() {
        if (kind() == Kind.FIXED) return List.of(schema.path("enum").get(0).asText());
        return texts(schema.path("default"));
    }

    static List<String> texts(JsonNode value) {
        List<String> texts = new ArrayList<>();
        if (value.isArray()) value.forEach(item -> texts.add(item.asText()));
        else if (value.isValueNode() && !value.isNull()) texts.add(value.asText());
        return texts;
    }

    /** What is stored, as the field shows it: of a list of objects, a line each. */
    List<String> shown(JsonNode value) {
        List<String> parts = parts();
        if (parts.isEmpty() || !value.isArray()) return texts(value);
        List<String> lines = new ArrayList<>();
        value.forEach(item -> lines.add(String.join("/", parts.stream().map(part -> item.path(part).asText()).toList())));
        return lines;
    }

    /** Names of the properties that a line of a list of objects holds, divided by slashes; empty for a list of plain values. */
    private List<String> parts() {
        return texts(schema.at("/items/x-line"));
    }

    /** What a person typed, as JSON; a null node when it is empty. What does not fit stays a text, for the schema to refuse. */
    JsonNode read(List<String> typed) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        String first = typed.isEmpty() ? "" : typed.get(0);
        return switch (kind()) {
            case SWITCH -> json.booleanNode(first.equals("true"));
            case CHOICES -> array(typed);
            case LINES -> first.isBlank() ? NullNode.instance
                    : lines(first.lines().map(String::strip).filter(line -> !line.isEmpty()).toList());
            case NUMBER -> first.isBlank() ? NullNode.instance : number(first.strip());
            case SECRET -> first.isEmpty() ? NullNode.instance : json.textNode(first);
            case CHOICE, FIXED -> first.isEmpty() ? NullNode.instance : option(first);
            case TEXT, MULTILINE -> first.isBlank() ? NullNode.instance : json.textNode(first.strip());
        };
    }

    private JsonNode lines(List<String> lines) {
        List<String> parts = parts();
        if (parts.isEmpty()) return array(lines);
        var array = JsonNodeFactory.instance.arrayNode();
        lines.forEach(line -> array.add(object(parts, line)));
        return array;
    }

    /** A part that is missing is left out, for the schema to say so; what is too much belongs to the last one. */
    private static JsonNode object(List<String> parts, String line) {
        var object = JsonNodeFactory.instance.objectNode();
        String[] values = line.split("/", parts.size());
        for (int i = 0; i < values.length; i++) object.put(parts.get(i), values[i].strip());
        return object;
    }

    private static JsonNode array(List<String> values) {
        var array = JsonNodeFactory.instance.arrayNode();
        values.forEach(array::add);
        return array;
    }

    private static JsonNode number(String typed) {
        try {
            BigDecimal number = new BigDecimal(typed);
            boolean isWhole = number.scale() <= 0 && number.precision() < 18;
            return isWhole ? JsonNodeFactory.instance.numberNode(number.longValueExact())
                    : JsonNodeFactory.instance.numberNode(number);
        } catch (ArithmeticException | NumberFormatException notANumber) {
            return JsonNodeFactory.instance.textNode(typed);
        }
    }

    /** The schema's own value, which may be a number. */
    private JsonNode option(String typed) {
        for (JsonNode value : schema.path("enum")) if (value.asText().equals(typed)) return value;
        return JsonNodeFactory.instance.textNode(typed);
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        return type.isArray() ? type.path(0).asText() : type.asText();
    }
}
