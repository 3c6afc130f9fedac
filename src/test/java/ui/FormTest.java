package ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import testing.Serai;
import types.ConnectionType;
import types.ConnectionTypes;

/** Every type's form is drawn from its schema: nothing is left out, and no secret is ever in it. */
class FormTest {
    private static final Visitor VISITOR = Visitor.signedIn();
    private static final ConnectionTypes TYPES = new ConnectionTypes();
    private static final String SECRET = "s3cret-of-the-form-test";

    static Stream<ConnectionType> types() {
        return TYPES.all().stream();
    }

    @ParameterizedTest
    @MethodSource("types")
    void everySettingOfEveryTypeIsDrawn(ConnectionType type) {
        Visitor.Page page = VISITOR.get("/connections/new?type=" + type.id());

        assertThat(page.status()).isEqualTo(200);
        assertThat(settings(type.settings(), "/configuration")).isNotEmpty().allSatisfy(name -> assertThat(page.html()).contains("name=\"" + name + "\""));
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyLabelAndHelpIsSaid(ConnectionType type) {
        String html = VISITOR.get("/connections/new?type=" + type.id()).html();

        for (Input input : Inputs.of(type).all()) {
            if (input.kind() == Input.Kind.FIXED) continue;
            assertThat(html).contains(escaped(input.label()));
            if (input.schema().has("description")) assertThat(html).contains(escaped(input.schema().get("description").asText()));
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void typedSecretIsNotSentBackWithTheErrors(ConnectionType type) {
        List<String> form = new ArrayList<>(List.of("connection_type", type.id(), "name", "", "then", "test"));
        for (Input input : Inputs.of(type).all()) {
            form.add(input.name());
            form.add(input.kind() == Input.Kind.SECRET ? SECRET : "typed");
        }
        Visitor.Page page = VISITOR.post("/connections", form.toArray(String[]::new));

        assertThat(page.status()).isEqualTo(422);
        assertThat(page.html()).contains("A connection needs a name.").contains("value=\"typed\"").doesNotContain(SECRET);
    }

    /** What the form calls optional can be left empty, and what it does not cannot: whatever is chosen elsewhere. */
    @ParameterizedTest
    @MethodSource("types")
    void formDemandsWhatTheSchemaDoes(ConnectionType type) {
        Inputs inputs = Inputs.of(type);
        List<Input> askers = inputs.all().stream().filter(input -> inputs.all().stream().flatMap(other -> inputs.demands().of(other).stream()).flatMap(List::stream)
                .anyMatch(condition -> condition.asked().equals(input.name()))).toList();
        for (Map<String, List<String>> answers : combinations(askers, filled(inputs))) {
            for (Input input : inputs.all()) {
                if (!inputs.isVisible(input, answers) || !mayBeEmpty(input)) continue;
                Map<String, List<String>> without = new HashMap<>(answers);
                without.put(input.name(), List.of());
                if (isForbidden(type, input, inputs.configuration(answers))) continue;
                // a group all of whose fields are empty is missing as a whole
                boolean refused = TYPES.schema(type).check(inputs.configuration(without), "/configuration").stream()
                        .anyMatch(error -> (input.name() + "/").startsWith(error.pointer() + "/") && error.message().endsWith(" is required."));
                assertThat(inputs.isDemanded(input, without)).as("%s with %s", input.name(), chosen(askers, answers)).isEqualTo(refused);
            }
        }
    }

    /** Whether the schema wants it empty, as one of two fields that exclude each other. */
    private static boolean isForbidden(ConnectionType type, Input input, ObjectNode filled) {
        boolean fits = "x".matches(input.schema().path("pattern").asText(".*"));
        return fits && TYPES.schema(type).check(filled, "/configuration").stream().anyMatch(error -> error.pointer().equals(input.name()));
    }

    /** A choice is never empty, nor a switch, nor what has an answer of its own. */
    private static boolean mayBeEmpty(Input input) {
        return List.of(Input.Kind.TEXT, Input.Kind.MULTILINE, Input.Kind.NUMBER, Input.Kind.SECRET).contains(input.kind()) && !input.schema().has("default");
    }

    private static Map<String, List<String>> filled(Inputs inputs) {
        Map<String, List<String>> answers = new HashMap<>(inputs.defaults());
        inputs.all().forEach(input -> {
            if (mayBeEmpty(input)) answers.put(input.name(), List.of(input.kind() == Input.Kind.NUMBER ? "1" : "x"));
        });
        return answers;
    }

    private static List<Map<String, List<String>>> combinations(List<Input> askers, Map<String, List<String>> answers) {
        List<Map<String, List<String>>> all = List.of(answers);
        for (Input asker : askers) {
            all = all.stream().flatMap(some -> values(asker).map(value -> {
                Map<String, List<String>> more = new HashMap<>(some);
                more.put(asker.name(), value.isEmpty() ? List.of() : List.of(value));
                return more;
            })).toList();
        }
        return all;
    }

    private static Stream<String> values(Input asker) {
        return switch (asker.kind()) {
            case CHOICE, FIXED -> asker.options().stream().map(Input.Option::value);
            case SWITCH -> Stream.of("true", "false");
            default -> Stream.of("", "x");
        };
    }

    private static List<String> chosen(List<Input> askers, Map<String, List<String>> answers) {
        return askers.stream().map(asker -> asker.label() + " " + answers.get(asker.name())).toList();
    }

    @Test
    void storedSecretIsShownAsATimeOnly() {
        ObjectNode body = new ObjectMapper().createObjectNode().put("name", "Stored secret").put("connection_type", "PostgreSQL");
        body.putObject("configuration").put("server", "db.example.com").put("database", "shop")
                .putObject("authentication").put("type", "password").put("username", "reader").put("password", SECRET);
        String id = Serai.running().admin().post("/api/connections", body).json().path("id").asText();

        String html = VISITOR.get("/connections/" + id + "/edit").html();

        assertThat(html).contains("value=\"reader\"").contains("Replace").contains("Clear").doesNotContain(SECRET).doesNotContain("encrypted:");
        assertThat(html).containsPattern("<input[^>]*type=\"password\"(?![^>]*value=)[^>]*>");
        assertThat(Serai.running().admin().delete("/api/connections/" + id).status()).isEqualTo(204);
    }

    @Test
    void anotherServerAsksForTheSecretAgain() {
        ObjectNode body = new ObjectMapper().createObjectNode().put("name", "Led away").put("connection_type", "PostgreSQL");
        body.putObject("configuration").put("server", "db.example.com").put("database", "shop")
                .putObject("authentication").put("type", "password").put("username", "reader").put("password", SECRET);
        String id = Serai.running().admin().post("/api/connections", body).json().path("id").asText();

        Visitor.Page page = VISITOR.post("/connections/" + id, "version", "1", "name", "Led away", "visibility", "private", "is_active", "true", "then", "save",
                "/configuration/server", "elsewhere.example.com", "/configuration/port", "5432", "/configuration/database", "shop",
                "/configuration/authentication/username", "reader", "/configuration/ssl/enabled", "true", "/configuration/ssl/mode", "verify-full");

        assertThat(page.status()).isEqualTo(422);
        assertThat(page.html()).contains("Please enter this again: the connection now leads elsewhere.").contains("A stored secret never follows to another server");
        assertThat(Serai.running().admin().delete("/api/connections/" + id).status()).isEqualTo(204);
    }

    private static List<String> settings(JsonNode schema, String here) {
        List<String> names = new ArrayList<>();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            if (property.getValue().path("x-hidden").asBoolean()) continue;
            String name = here + "/" + property.getKey();
            if (property.getValue().has("properties")) names.addAll(settings(property.getValue(), name));
            else names.add(name);
        }
        return names;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#39;").replace("\"", "&quot;");
    }
}
