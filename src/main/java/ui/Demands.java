package ui;

import catalog.JsonText;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a type's schema demands, as the form can say it beside each field: always, or for certain answers to other fields
 * ({@code required} in {@code then}, {@code else}, {@code oneOf} and {@code anyOf}).
 */
final class Demands {
    /** Stands for any answer but none; the empty text stands for none. */
    static final String ANY = "*";
    private static final String NONE = "";
    private static final JsonText JSON = new JsonText(new ObjectMapper());

    /** That a field has one of these answers. @param asked its name in the form */
    record Condition(String asked, List<String> wanted) {
        boolean holds(List<String> answers) {
            return (answers.isEmpty() ? List.of(NONE) : answers).stream()
                    .anyMatch(answer -> wanted.contains(answer) || !answer.isEmpty() && wanted.contains(ANY));
        }
    }

    private final JsonNode settings;
    /** Name of a field to the alternatives; each demands it when all its conditions hold. */
    private final Map<String, List<List<Condition>>> alternatives = new HashMap<>();

    private Demands(JsonNode settings) {
        this.settings = settings;
    }

    static Demands of(JsonNode settings) {
        Demands demands = new Demands(settings);
        demands.collect(settings, JsonPointer.empty(), List.of());
        return demands;
    }

    /** @return empty for a field that is never demanded */
    List<List<Condition>> of(Input input) {
        return alternatives.getOrDefault(input.name(), List.of());
    }

    /** The same for the page's script; null where it does not hang on other answers. */
    String inJson(Input input) {
        List<List<Condition>> all = of(input);
        return all.isEmpty() || all.stream().anyMatch(List::isEmpty) ? null : JSON.write(all);
    }

    private void collect(JsonNode schema, JsonPointer here, List<Condition> when) {
        for (String name : Input.texts(schema.path("required"))) demand(here.appendProperty(name), when);
        schema.path("properties").properties().forEach(one -> collect(one.getValue(), here.appendProperty(one.getKey()), when));
        schema.path("allOf").forEach(one -> collect(one, here, when));
        if (schema.has("if")) branch(schema, here, when);
        for (String words : List.of("oneOf", "anyOf")) either(schema.path(words), here, when);
    }

    private void demand(JsonPointer field, List<Condition> when) {
        alternatives.computeIfAbsent(name(field), name -> new ArrayList<>()).add(when);
    }

    private void branch(JsonNode schema, JsonPointer here, List<Condition> when) {
        List<Condition> conditions = conditions(schema.path("if"), here);
        List<Condition> both = Stream.concat(when.stream(), conditions.stream()).toList();
        collect(schema.path("then"), here, both);
        conditions.forEach(one -> collect(schema.path("else"), here, with(when, not(one))));
    }

    /** Of alternatives that each demand something, one is demanded where nothing of the others is there. */
    private void either(JsonNode choices, JsonPointer here, List<Condition> when) {
        for (JsonNode choice : choices) {
            List<Condition> others = new ArrayList<>(when);
            for (JsonNode other : choices) {
                if (other == choice) continue;
                Input.texts(other.path("required")).forEach(name -> others.add(given(here.appendProperty(name), NONE)));
            }
            if (others.size() > when.size()) collect(choice, here, List.copyOf(others));
        }
    }

    private List<Condition> conditions(JsonNode test, JsonPointer here) {
        List<Condition> all = new ArrayList<>();
        Set<String> present = Set.copyOf(Input.texts(test.path("required")));
        for (Map.Entry<String, JsonNode> property : test.path("properties").properties()) {
            JsonPointer field = here.appendProperty(property.getKey());
            List<String> values = new ArrayList<>(values(property.getValue(), field));
            if (!present.contains(property.getKey())) values.add(NONE);
            all.add(new Condition(name(field), values));
        }
        present.stream().filter(name -> !test.path("properties").has(name))
                .forEach(name -> all.add(given(here.appendProperty(name), ANY)));
        Input.texts(test.at("/not/required")).forEach(name -> all.add(given(here.appendProperty(name), NONE)));
        return all;
    }

    private List<String> values(JsonNode test, JsonPointer field) {
        if (test.has("const")) return List.of(test.get("const").asText());
        if (test.has("enum")) return Input.texts(test.get("enum"));
        if (test.has("not")) return options(field, values(test.get("not"), field));
        throw new IllegalStateException("The form does not understand the condition at " + field + ": " + test);
    }

    private Condition not(Condition one) {
        if (one.wanted.contains(ANY)) return new Condition(one.asked, List.of(NONE));
        if (one.wanted.equals(List.of(NONE))) return new Condition(one.asked, List.of(ANY));
        JsonPointer field = JsonPointer.compile(one.asked.substring("/configuration".length()));
        List<String> others = new ArrayList<>(options(field, one.wanted));
        if (!one.wanted.contains(NONE)) others.add(NONE);
        return new Condition(one.asked, others);
    }

    /** What else the field may be. */
    private List<String> options(JsonPointer field, List<String> without) {
        JsonNode schema = settings;
        for (JsonPointer p = field; !p.matches(); p = p.tail()) schema = schema.path("properties").path(p.getMatchingProperty());
        List<String> all = schema.has("enum") ? Input.texts(schema.get("enum")) : List.of("true", "false");
        return all.stream().filter(value -> !without.contains(value)).collect(Collectors.toList());
    }

    private static Condition given(JsonPointer field, String answer) {
        return new Condition(name(field), List.of(answer));
    }

    private static List<Condition> with(List<Condition> when, Condition one) {
        return Stream.concat(when.stream(), Stream.of(one)).toList();
    }

    private static String name(JsonPointer field) {
        return "/configuration" + field;
    }
}
