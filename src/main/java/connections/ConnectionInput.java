package connections;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import problems.Refusal;
import problems.Refusal.FieldError;

/**
 * What a person sends to create or change a connection, checked field by field; all errors are reported at once. A field
 * that is absent from the body stays {@code null} here.
 *
 * @param hasWorkspace whether the body says anything of the workspace; {@code null} there means: in none
 */
public record ConnectionInput(String name, String description, @JsonIgnore boolean hasWorkspace, UUID workspaceId,
                              String connectionType, ObjectNode configuration, Visibility visibility, Boolean isActive,
                              ObjectNode importSettings) {
    private static final Set<String> FIELDS = Set.of("name", "description", "workspace_id", "connection_type", "configuration",
            "visibility", "is_active", "import_settings");
    private static final Set<String> OURS = Set.of("id", "account_id", "owner_id", "created_by", "created_at",
            "updated_at", "test_status", "test_error_message", "last_tested_at", "last_import_at", "is_locked",
            "version", "deleted_at");
    private static final int NAME_LENGTH = 200;
    private static final int DESCRIPTION_LENGTH = 4000;

    /** @throws Refusal 422 with one error for each wrong field */
    public static ConnectionInput of(JsonNode body) {
        if (!(body instanceof ObjectNode object)) throw Refusal.malformed("Please send a JSON object.");
        Reader read = new Reader(object);
        read.refuseUnknown();
        ConnectionInput input = new ConnectionInput(
                read.text("name", NAME_LENGTH, true), read.text("description", DESCRIPTION_LENGTH, false),
                object.has("workspace_id"), read.uuid("workspace_id"), read.text("connection_type", NAME_LENGTH, true),
                read.object("configuration"), read.visibility(), read.bool("is_active"), read.object("import_settings"));
        if (!read.errors.isEmpty()) throw Refusal.invalid(read.errors);
        return input;
    }

    /** What a new connection must say. */
    void requireForCreate() {
        List<FieldError> errors = new ArrayList<>();
        if (name == null) errors.add(new FieldError("/name", "A connection needs a name."));
        if (connectionType == null) errors.add(new FieldError("/connection_type", "A connection needs a type."));
        if (configuration == null) errors.add(new FieldError("/configuration", "A connection needs a configuration."));
        if (!errors.isEmpty()) throw Refusal.invalid(errors);
    }

    private record Reader(ObjectNode body, List<FieldError> errors) {
        Reader(ObjectNode body) {
            this(body, new ArrayList<>());
        }

        void refuseUnknown() {
            body.fieldNames().forEachRemaining(field -> {
                String pointer = JsonPointer.empty().appendProperty(field).toString();
                if (OURS.contains(field)) errors.add(new FieldError(pointer, "This is set by Serai and cannot be given."));
                else if (!FIELDS.contains(field)) errors.add(new FieldError(pointer, "There is no field of this name."));
            });
        }

        String text(String field, int longest, boolean oneLine) {
            return read(field, "a text of at most " + longest + " characters, without control characters", node -> {
                String text = node.isTextual() ? node.asText().strip() : null;
                if (text == null || text.length() > longest || oneLine && text.isEmpty()) return null;
                return text.chars().anyMatch(c -> isControl(c, oneLine)) ? null : text;
            });
        }

        private static boolean isControl(int c, boolean oneLine) {
            return Character.isISOControl(c) && (oneLine || c != '\n' && c != '\r' && c != '\t');
        }

        UUID uuid(String field) {
            return body.path(field).isNull() ? null : read(field, "the id of a workspace", node -> {
                try {
                    return UUID.fromString(node.asText());
                } catch (IllegalArgumentException notOne) {
                    return null;
                }
            });
        }

        ObjectNode object(String field) {
            return read(field, "an object", node -> node instanceof ObjectNode object ? object : null);
        }

        Boolean bool(String field) {
            return read(field, "true or false", node -> node.isBoolean() ? node.asBoolean() : null);
        }

        Visibility visibility() {
            return read("visibility", "public, private or locked", node -> {
                for (Visibility visibility : Visibility.values()) {
                    if (visibility.wireName().equals(node.asText())) return visibility;
                }
                return null;
            });
        }

        private <T> T read(String field, String expected, Function<JsonNode, T> reading) {
            JsonNode node = body.get(field);
            if (node == null) return null;
            T value = reading.apply(node);
            if (value == null) errors.add(new FieldError("/" + field, "Please give " + expected + "."));
            return value;
        }
    }
}
