package connectors.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** What an object has beyond the common shape of a table. */
final class ObjectProperties {
    private static final int MOST_VALUES = 200;
    private static final int MOST_RELATIONS = 500;
    /** {@code name}, {@code namespace__name}, each with or without a suffix. */
    private static final Pattern PARTS = Pattern.compile("(?:([A-Za-z][A-Za-z0-9]{0,14})__)?(?:(?!__).)+(?:__([a-z]{1,3}))?");
    private static final Map<String, String> KINDS = Map.of("c", "custom object", "mdt", "custom metadata", "e", "platform event",
            "x", "external object", "b", "big object", "kav", "knowledge article");

    private final JsonNode object;
    private final Map<String, Object> all = new TreeMap<>();

    private ObjectProperties(JsonNode object) {
        this.object = object;
    }

    /** Values are texts, truths and lists of texts. */
    static Map<String, Object> of(JsonNode object) {
        ObjectProperties properties = new ObjectProperties(object);
        properties.flags();
        properties.name();
        properties.fields();
        properties.relations();
        return properties.all;
    }

    private void flags() {
        put("label_plural", Texts.of(object, "labelPlural"));
        put("key_prefix", Texts.of(object, "keyPrefix"));
        for (String flag : List.of("queryable", "createable", "updateable", "deletable", "custom", "customSetting")) {
            if (object.has(flag)) all.put(flag.equals("customSetting") ? "custom_setting" : flag, object.path(flag).asBoolean());
        }
    }

    private void name() {
        Matcher parts = PARTS.matcher(object.path("name").asText());
        if (!parts.matches()) return;
        if (parts.group(2) != null) put("namespace", parts.group(1));
        put("kind", object.path("customSetting").asBoolean() ? "custom setting" : KINDS.get(String.valueOf(parts.group(2))));
    }

    private void fields() {
        list("external_ids", field -> field.path("externalId").asBoolean());
        list("encrypted", field -> field.path("encrypted").asBoolean() || field.path("type").asText().equals("encryptedstring"));
        list("name_fields", field -> field.path("nameField").asBoolean());
        list("restricted_picklists", field -> field.path("restrictedPicklist").asBoolean());
        list("dependent_picklists", field -> field.path("dependentPicklist").asBoolean());
        list("calculated", field -> field.path("calculated").asBoolean());
        list("polymorphic", field -> field.path("referenceTo").size() > 1);
        for (JsonNode field : object.path("fields")) picklist(field);
    }

    private void list(String property, Predicate<JsonNode> fits) {
        List<String> names = StreamSupport.stream(object.path("fields").spliterator(), false).filter(fits)
                .map(field -> field.path("name").asText()).toList();
        if (!names.isEmpty()) all.put(property, names);
    }

    /** Those that are not in use any more are left out, as in the forms. */
    private void picklist(JsonNode field) {
        List<String> values = new ArrayList<>();
        for (JsonNode value : field.path("picklistValues")) {
            String text = Texts.of(value, "value");
            if (text != null && value.path("active").asBoolean(true) && values.size() <= MOST_VALUES) values.add(text);
        }
        if (values.isEmpty()) return;
        if (values.size() > MOST_VALUES) values.set(MOST_VALUES, "…");
        all.put("values." + field.path("name").asText(), List.copyOf(values));
    }

    /** Who points here: {@code Contact.AccountId}. */
    private void relations() {
        TreeSet<String> children = new TreeSet<>();
        for (JsonNode child : object.path("childRelationships")) {
            String from = Texts.of(child, "childSObject");
            String field = Texts.of(child, "field");
            if (from != null && field != null) children.add(from + "." + field);
        }
        if (!children.isEmpty()) all.put("children", children.stream().limit(MOST_RELATIONS).toList());
    }

    private void put(String name, String value) {
        if (value != null) all.put(name, value);
    }
}
