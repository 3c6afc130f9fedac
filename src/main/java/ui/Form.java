package ui;

import access.Workspaces.Workspace;
import com.fasterxml.jackson.databind.JsonNode;
import connections.Connection;
import connections.TestRuns.TestRun;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import problems.Refusal.FieldError;
import types.ConnectionType;

/**
 * The form of a connection as the template draws it.
 *
 * @param connection null for a new one
 * @param basics     name, description, workspace …: what every connection has, as texts by name
 * @param unplaced   errors at no field that is drawn
 * @param run        of the test that just failed; null without one
 * @param focus      id of the field to go to; null for the first
 */
public record Form(ConnectionType type, Connection connection, Map<String, String> basics, List<Group> groups,
                   List<Workspace> workspaces, Map<String, String> errors, List<FieldError> unplaced, String trouble,
                   TestRun run, String focus) {

    /** Whether this field need not be filled in, because a sign-in in the browser does it. */
    public boolean isReceived(Field field) {
        return type.authorize() != null && field.name.equals("/configuration" + type.authorize().receives());
    }

    public record Group(String title, String help, boolean collapsed, List<Field> fields) { }

    /**
     * @param value   never that of a secret
     * @param setAt   when the stored secret was set; null where there is none
     * @param visible whether the answers so far call for it
     * @param required   whether they demand it
     * @param requiredIf for which answers they would, as JSON; null where it does not hang on any
     */
    public record Field(String name, String id, String kind, boolean isLong, String label, String help,
                        String placeholder, String unit, boolean required, String requiredIf, boolean hasDefault,
                        Long least, Long most, Integer longest, List<Input.Option> options, String visibleIf, String visibleFor,
                        boolean visible, String value, List<String> values, Instant setAt, String error) {

        /** Said only where nothing would stand in for an empty answer. */
        public boolean isOptional() {
            return !required && mayBeOptional();
        }

        /** Whether other answers decide that. */
        public boolean isOptionalAtTimes() {
            return requiredIf != null && mayBeOptional();
        }

        private boolean mayBeOptional() {
            return !hasDefault && !kind.equals("choice");
        }

        public boolean isNumber() {
            return kind.equals("number");
        }
    }

    /**
     * Everything that a form is drawn from.
     *
     * @param secretTimes pointer of each stored secret to the time it was set
     */
    record Draft(ConnectionType type, Inputs inputs, Connection connection, Map<String, String> basics,
                 Map<String, List<String>> answers, Map<String, Instant> secretTimes, List<FieldError> errors,
                 String trouble, TestRun run, String focus) {

        Draft refused(String sentence, List<FieldError> at) {
            return new Draft(type, inputs, connection, basics, answers, secretTimes, at, sentence, null, null);
        }

        Draft tested(TestRun failed) {
            return new Draft(type, inputs, connection, basics, answers, secretTimes, Ladders.atFields(failed), null,
                    failed, null);
        }

        Draft focusedOn(String pointer) {
            String id = pointer == null ? null : id("/configuration" + pointer);
            return new Draft(type, inputs, connection, basics, answers, secretTimes, errors, trouble, run, id);
        }
    }

    static Form of(Draft draft, List<Workspace> workspaces) {
        Map<String, String> errors = new LinkedHashMap<>();
        draft.errors.forEach(error -> errors.putIfAbsent(error.pointer(), error.message()));
        List<Group> groups = draft.inputs.sections().stream().map(section -> group(section, draft, errors)).toList();
        List<FieldError> unplaced = draft.errors.stream().filter(error -> !isDrawn(error.pointer(), draft)).toList();
        return new Form(draft.type, draft.connection, draft.basics, groups, workspaces, errors, unplaced, draft.trouble,
                draft.run, draft.focus);
    }

    static String id(String name) {
        return "f" + name.replaceAll("[^A-Za-z0-9]", "-");
    }

    public String idOf(String pointer) {
        return id(pointer);
    }

    /** How many fields say that they need a change. */
    public long wrong() {
        return errors.size();
    }

    public boolean hasSecretsToGiveAgain() {
        return connection != null && run == null && groups.stream().flatMap(group -> group.fields.stream())
                .anyMatch(field -> field.kind.equals("secret") && field.error != null && field.setAt != null);
    }

    private static Group group(Inputs.Section section, Draft draft, Map<String, String> errors) {
        boolean isSound = section.inputs().stream().noneMatch(input -> errors.containsKey(input.name()));
        List<Field> fields = section.inputs().stream().map(input -> field(input, draft, errors)).toList();
        return new Group(section.title(), section.help(), section.collapsed() && isSound, fields);
    }

    private static boolean isDrawn(String pointer, Draft draft) {
        return draft.basics.containsKey(pointer.substring(Math.min(1, pointer.length())))
                || draft.inputs.all().stream().anyMatch(input -> input.name().equals(pointer));
    }

    private static Field field(Input input, Draft draft, Map<String, String> errors) {
        JsonNode schema = input.schema();
        JsonNode condition = schema.path("x-visible-if");
        List<String> values = draft.answers.getOrDefault(input.name(), List.of());
        boolean secret = input.kind() == Input.Kind.SECRET;
        return new Field(input.name(), id(input.name()), input.kind().name().toLowerCase(Locale.ROOT), input.isLong(),
                input.label(), schema.path("description").asText(null), schema.path("x-placeholder").asText(null),
                schema.path("x-unit").asText(null), draft.inputs.isDemanded(input, draft.answers),
                draft.inputs.demands().inJson(input), schema.has("default"), number(schema, "minimum"), number(schema, "maximum"),
                schema.has("maxLength") ? schema.get("maxLength").asInt() : null,
                input.options(), asker(condition), String.join("\n", Inputs.wanted(condition)),
                draft.inputs.isVisible(input, draft.answers), shown(input, values), secret ? List.of() : values,
                draft.secretTimes.get(input.pointer().toString()), errors.get(input.name()));
    }

    private static String asker(JsonNode condition) {
        return condition.isMissingNode() ? null : "/configuration" + condition.path("pointer").asText();
    }

    /** What stands in the field; a secret never does. */
    private static String shown(Input input, List<String> values) {
        if (input.kind() == Input.Kind.SECRET) return "";
        if (input.kind() == Input.Kind.LINES) return String.join("\n", values);
        return values.isEmpty() ? "" : values.get(0);
    }

    private static Long number(JsonNode schema, String bound) {
        return schema.has(bound) ? schema.get(bound).asLong() : null;
    }
}
