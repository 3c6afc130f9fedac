package connectors.salesforce;

import catalog.Column;
import catalog.ForeignKey;
import catalog.Key;
import catalog.Table;
import catalog.TableKind;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import types.ConnectionType;

/** Tables from descriptions of objects: REST API Developer Guide, "sObject Describe". */
final class ObjectTables {
    private static final String ID = "Id";
    private static final int MOST_FIELDS = 10_000;
    /** A field may point at hundreds of objects; the others are named in a property only. */
    private static final int MOST_TARGETS = 100;
    private static final int LONGEST_NAME = 255;

    private final FieldColumns columns;

    ObjectTables(ConnectionType type) {
        this.columns = new FieldColumns(type);
    }

    /** @param rows about how many records there are; null where nobody knows */
    Table of(Listed listed, JsonNode object, Long rows) {
        List<Column> found = columns(object);
        Map<String, Object> properties = ObjectProperties.of(object);
        if (object.path("fields").size() > MOST_FIELDS) properties.put("truncated", true);
        boolean hasId = found.stream().anyMatch(column -> column.name().equals(ID));
        return new Table(Listed.SCHEMA, listed.name(), TableKind.OBJECT, Texts.of(object, "label"), rows, found,
                hasId ? new Key("Id", List.of(ID)) : null, references(object), uniques(object), List.of(), List.of(), properties);
    }

    private List<Column> columns(JsonNode object) {
        if (!object.path("fields").isArray()) throw Answers.unexpected();
        List<Column> found = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode field : object.path("fields")) {
            String name = field.path("name").asText();
            boolean usable = !name.isEmpty() && name.length() <= LONGEST_NAME && names.add(name);
            if (usable && found.size() < MOST_FIELDS) found.add(columns.of(field, found.size() + 1));
        }
        return found;
    }

    private static List<ForeignKey> references(JsonNode object) {
        List<ForeignKey> keys = new ArrayList<>();
        for (JsonNode field : object.path("fields")) {
            int targets = 0;
            for (JsonNode target : field.path("referenceTo")) {
                if (Listed.isName(target.asText()) && targets++ < MOST_TARGETS) keys.add(reference(field, target.asText()));
            }
        }
        return keys;
    }

    /** A field that may point at several objects has an edge to each. */
    private static ForeignKey reference(JsonNode field, String target) {
        String name = field.path("name").asText();
        boolean several = field.path("referenceTo").size() > 1;
        String column = field.path("referenceTargetField").asText("");
        return new ForeignKey(several ? name + "." + target : name, List.of(name),
                new ForeignKey.Reference(Listed.SCHEMA, target, List.of(column.isEmpty() ? ID : column)), onDelete(field), null);
    }

    private static String onDelete(JsonNode field) {
        if (field.path("cascadeDelete").asBoolean()) return "CASCADE";
        return field.path("restrictedDelete").asBoolean() ? "RESTRICT" : null;
    }

    private static List<Key> uniques(JsonNode object) {
        List<Key> keys = new ArrayList<>();
        for (JsonNode field : object.path("fields")) {
            String name = field.path("name").asText();
            if (field.path("unique").asBoolean() && !name.equals(ID)) keys.add(new Key(name, List.of(name)));
        }
        return keys;
    }
}
