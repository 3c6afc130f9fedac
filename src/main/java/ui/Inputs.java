package ui;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import types.ConnectionType;

/** The inputs of a type's form, in the order of its schema, and what a person's answers to them mean. */
final class Inputs {

    /** @param title null for the settings that stand in no group */
    record Section(String title, String help, boolean collapsed, List<Input> inputs) { }

    private final List<Section> sections = new ArrayList<>();
    private final Demands demands;

    private Inputs(Demands demands) {
        this.demands = demands;
    }

    static Inputs of(ConnectionType type) {
        Inputs inputs = new Inputs(Demands.of(type.settings()));
        inputs.collect(type.settings(), JsonPointer.empty());
        return inputs;
    }

    List<Section> sections() {
        return sections;
    }

    List<Input> all() {
        return sections.stream().flatMap(section -> section.inputs.stream()).toList();
    }

    private void collect(JsonNode group, JsonPointer here) {
        Section section = new Section(group.path("title").asText(null), group.path("description").asText(null),
                group.path("x-collapsed").asBoolean(), new ArrayList<>());
        sections.add(section);
        for (Map.Entry<String, JsonNode> property : group.path("properties").properties()) {
            JsonNode field = property.getValue();
            JsonPointer pointer = here.appendProperty(property.getKey());
            if (field.path("x-hidden").asBoolean()) continue;
            if (field.has("properties")) collect(field, pointer);
            else section.inputs.add(new Input(pointer, field));
        }
        if (section.inputs.isEmpty()) sections.remove(section);
    }

    /** Whether the answers so far call for this input. */
    boolean isVisible(Input input, Map<String, List<String>> answers) {
        JsonNode condition = input.schema().path("x-visible-if");
        if (condition.isMissingNode()) return true;
        String asked = "/configuration" + condition.path("pointer").asText();
        boolean asker = all().stream().filter(other -> other.name().equals(asked)).findFirst()
                .map(other -> isVisible(other, answers)).orElse(true);
        return asker && answers.getOrDefault(asked, List.of()).stream().anyMatch(wanted(condition)::contains);
    }

    /** Whether the schema would not do without it, as things stand. */
    boolean isDemanded(Input input, Map<String, List<String>> answers) {
        return demands.of(input).stream()
                .anyMatch(all -> all.stream().allMatch(one -> one.holds(answersTo(one.asked(), answers))));
    }

    Demands demands() {
        return demands;
    }

    /** What is not asked has no answer. */
    private List<String> answersTo(String name, Map<String, List<String>> answers) {
        boolean isAsked = all().stream().filter(input -> input.name().equals(name)).anyMatch(input -> isVisible(input, answers));
        return isAsked ? answers.getOrDefault(name, List.of()) : List.of();
    }

    static List<String> wanted(JsonNode condition) {
        return Input.texts(condition.has("in") ? condition.path("in") : condition.path("equals"));
    }

    /** What the form shows for a type that nobody has filled in yet. */
    Map<String, List<String>> defaults() {
        Map<String, List<String>> answers = new HashMap<>();
        all().forEach(input -> answers.put(input.name(), input.defaults()));
        return answers;
    }

    /** What it shows of a stored configuration. @param masked secrets are objects there, which are no answers */
    Map<String, List<String>> stored(ObjectNode masked) {
        Map<String, List<String>> answers = new HashMap<>();
        all().forEach(input -> answers.put(input.name(), input.shown(masked.at(input.pointer()))));
        return answers;
    }

    /** What a person sent; an unchecked switch sends nothing. */
    Map<String, List<String>> sent(Map<String, List<String>> parameters) {
        Map<String, List<String>> answers = new HashMap<>();
        all().forEach(input -> {
            boolean isOff = input.kind() == Input.Kind.SWITCH && !parameters.containsKey(input.name());
            answers.put(input.name(), isOff ? List.of("false") : parameters.getOrDefault(input.name(), List.of()));
        });
        return answers;
    }

    /** The configuration of a new connection: what is empty or does not apply is left out. */
    ObjectNode configuration(Map<String, List<String>> answers) {
        ObjectNode configuration = JsonNodeFactory.instance.objectNode();
        for (Input input : all()) {
            JsonNode value = isVisible(input, answers) ? input.read(answers.get(input.name())) : NullNode.instance;
            if (!value.isNull()) put(configuration, input.pointer(), value);
        }
        return configuration;
    }

    /** The change to a stored one: null clears, and an empty secret is kept unless it is among the cleared ones. */
    ObjectNode patch(Map<String, List<String>> answers, List<String> cleared) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        for (Input input : all()) {
            JsonNode value = isVisible(input, answers) ? input.read(answers.get(input.name())) : NullNode.instance;
            boolean isKept = input.kind() == Input.Kind.SECRET && value.isNull() && isVisible(input, answers)
                    && !cleared.contains(input.name());
            if (!isKept) put(patch, input.pointer(), value);
        }
        return patch;
    }

    private static void put(ObjectNode root, JsonPointer pointer, JsonNode value) {
        ObjectNode at = root;
        for (JsonPointer p = pointer; !p.tail().matches(); p = p.tail()) at = at.withObjectProperty(p.getMatchingProperty());
        at.set(pointer.last().getMatchingProperty(), value);
    }
}
