package connectors.rest.description;

import catalog.TableKind;
import catalog.TableName;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tables of an API without a description, by what it answers: a path is a table of the schema {@value #SCHEMA}. For one look. */
public final class Samples {
    static final String SCHEMA = "default";
    private final Bounds.Budget places = new Bounds.Budget(Bounds.ALL_COLUMNS, "more than " + Bounds.ALL_COLUMNS + " places");
    private final List<Resource> resources = new ArrayList<>();

    /** @param pages the answers to one path, in their order */
    public void add(String path, List<JsonNode> pages) {
        Shape shape = new Shape(places);
        List<String> names = new ArrayList<>();
        boolean many = false;
        long rows = 0;
        for (JsonNode page : pages) {
            JsonNode items = items(page, Paths.lastWord(path), names);
            many |= items.isArray();
            if (items.isArray()) items.forEach(shape::add);
            else shape.add(items);
            rows += items.isArray() ? items.size() : 1;
        }
        Map<String, Object> properties = new HashMap<>(Map.of("path", path, "answers", many ? "list" : "object", "sampled_rows",
                rows, "sampled", true));
        if (!names.isEmpty()) properties.put("envelope", names.get(0));
        resources.add(new Resource(new TableName(SCHEMA, path), TableKind.RESOURCE, null, null, many, shape.columns(), List.of(),
                List.of(), properties));
    }

    /** What stands inside the envelope; the names of those that were taken off are added. */
    private static JsonNode items(JsonNode page, String lastWord, List<String> names) {
        if (!page.isObject()) return page;
        for (String name : Envelope.USUAL) if (page.path(name).isArray()) return named(name, page, names);
        for (String name : List.copyOf(page.propertyStream().map(Map.Entry::getKey).toList())) {
            if (name.equalsIgnoreCase(lastWord) && page.path(name).isArray()) return named(name, page, names);
        }
        JsonNode embedded = page.path("_embedded");
        if (embedded.size() != 1 || !embedded.elements().next().isArray()) return page;
        names.add("_embedded." + embedded.fieldNames().next());
        return embedded.elements().next();
    }

    private static JsonNode named(String name, JsonNode page, List<String> names) {
        names.add(name);
        return page.path(name);
    }

    public Description description(List<String> warnings) {
        return new Description("Samples of answers", null, null, Joining.tables(resources), warnings);
    }
}
