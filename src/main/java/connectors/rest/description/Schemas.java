package connectors.rest.description;

import io.swagger.v3.oas.models.media.Schema;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The schemas of a description. A reference leads to a component, and is named by it; it is looked into only to see what an
 * object is made of ({@code allOf}, {@code oneOf}), once for each component, so that neither circles nor long chains cost more
 * than their length.
 */
@SuppressWarnings("rawtypes")
final class Schemas {
    private static final String PREFIX = "#/components/schemas/";
    private static final int LONGEST_CHAIN = 50;

    /**
     * What an object is made of.
     *
     * @param required names of properties that are always there
     */
    record Parts(Map<String, Schema> properties, Set<String> required) {
        Parts() {
            this(new LinkedHashMap<>(), new HashSet<>());
        }

        boolean isEmpty() {
            return properties.isEmpty();
        }
    }

    private final Map<String, Schema> components;
    private final Map<Schema, Parts> known = new IdentityHashMap<>();
    private int inside;
    private final Bounds.Budget looks = new Bounds.Budget(Bounds.LOOKS, "schemas that are made of each other too often");

    Schemas(Map<String, Schema> components) {
        this.components = components == null ? new LinkedHashMap<>() : components;
    }

    /** @return null for what is no reference to a component */
    static String nameOf(Schema schema) {
        String pointer = schema.get$ref();
        if (pointer == null || !pointer.startsWith(PREFIX)) return null;
        String name = pointer.substring(PREFIX.length());
        if (name.indexOf('%') >= 0 && name.matches("(?:[^%]|%[0-9A-Fa-f]{2})*")) {
            name = URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
        }
        return name.replace("~1", "/").replace("~0", "~");
    }

    /** @return null where there is none of this name */
    Schema component(String name) {
        return components.get(name);
    }

    /** What references lead to in the end; the schema itself when it is none; null when they lead nowhere, or in a circle. */
    Schema target(Schema schema) {
        Schema at = schema;
        for (int i = 0; i < LONGEST_CHAIN; i++) {
            if (at == null || at.get$ref() == null) return at;
            at = components.get(nameOf(at));
        }
        return null;
    }

    /** The last component on the way, which is the one that says something; null without one. */
    String home(Schema schema) {
        String name = null;
        Schema at = schema;
        for (int i = 0; i < LONGEST_CHAIN && at != null; i++) {
            Schema next = at.get$ref() == null ? only(at) : at;
            if (next == null || next.get$ref() == null) return name;
            name = nameOf(next);
            at = components.get(name);
        }
        return at == null ? null : name;
    }

    /** {@code allOf} of one reference is how a reference gets a description, or may be null. */
    private static Schema only(Schema schema) {
        List<Schema> all = list(schema.getAllOf());
        return all.size() == 1 && map(schema).isEmpty() && all.get(0).get$ref() != null ? all.get(0) : null;
    }

    Parts parts(Schema schema) {
        if (schema == null || inside > Bounds.CHAIN) return new Parts();
        Parts before = known.get(schema);
        if (before != null) return before;
        known.put(schema, new Parts());   // what is made of itself adds nothing to itself
        inside++;
        String name = nameOf(schema);
        Parts found = name == null ? assembled(schema) : parts(components.get(name));
        inside--;
        known.put(schema, found);
        return found;
    }

    private Parts assembled(Schema schema) {
        Parts parts = new Parts();
        looks.take(1);
        for (Schema part : list(schema.getAllOf())) add(parts, parts(part));
        alternatives(schema.getOneOf(), parts);
        alternatives(schema.getAnyOf(), parts);
        Map<String, Schema> own = map(schema);
        looks.take(own.size());
        own.forEach((name, property) -> {
            if (!Boolean.TRUE.equals(property.getWriteOnly())) parts.properties.put(name, property);
        });
        parts.required.addAll(texts(schema.getRequired()));
        return parts;
    }

    private void add(Parts parts, Parts more) {
        looks.take(more.properties.size() + 1L);
        parts.properties.putAll(more.properties);
        parts.required.addAll(more.required);
        if (parts.properties.size() > Bounds.COLUMNS) throw Bounds.tooMuch("an object of more than " + Bounds.COLUMNS
                + " properties");
    }

    /** All that any of them has; always there is only what all of them have. */
    private void alternatives(List schemas, Parts parts) {
        List<Parts> all = new ArrayList<>();
        for (Schema one : list(schemas)) if (!isNothing(one)) all.add(parts(one));
        if (all.isEmpty()) return;
        Set<String> always = new HashSet<>(all.get(0).required);
        all.forEach(one -> always.retainAll(one.required));
        all.forEach(one -> add(parts, new Parts(one.properties, Set.of())));
        parts.required.addAll(always);
    }

    /** Whether a schema stands for null alone. */
    static boolean isNothing(Schema schema) {
        return schema.get$ref() == null && types(schema).equals(Set.of("null"));
    }

    /** The words of {@code type}, which was one until OpenAPI 3.0 and is a list since. */
    static Set<String> types(Schema schema) {
        Set<String> types = new LinkedHashSet<>();
        if (schema.getTypes() != null) for (Object type : schema.getTypes()) types.add(String.valueOf(type));
        if (types.isEmpty() && schema.getType() != null) types.add(schema.getType());
        return types;
    }

    @SuppressWarnings("unchecked")
    static List<Schema> list(List schemas) {
        return schemas == null ? List.of() : ((List<Schema>) schemas).stream().filter(java.util.Objects::nonNull).toList();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Schema> map(Schema schema) {
        Map<String, Schema> properties = new LinkedHashMap<>();
        if (schema.getProperties() != null) properties.putAll(schema.getProperties());
        properties.values().removeIf(java.util.Objects::isNull);
        return properties;
    }

    private static List<String> texts(List list) {
        List<String> texts = new ArrayList<>();
        if (list != null) for (Object one : list) texts.add(String.valueOf(one));
        return texts;
    }
}
