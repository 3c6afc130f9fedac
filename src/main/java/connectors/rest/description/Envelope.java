package connectors.rest.description;

import io.swagger.v3.oas.models.media.Schema;
import java.util.List;
import java.util.Map;

/**
 * What stands around the items of an answer: a list alone, {@code {data: […]}}, HAL's {@code _embedded}, JSON:API.
 *
 * @param item  what is inside; the whole answer where nothing stands around it
 * @param many  whether it is a list of them
 * @param names of the properties that lead there, joined by a dot; null without any
 */
@SuppressWarnings("rawtypes")
record Envelope(Schema item, boolean many, String names) {
    static final List<String> USUAL = List.of("data", "items", "value", "results", "result", "records", "entries", "values",
            "content", "rows", "list", "hits", "elements", "resources");
    private static final String HAL = "_embedded";

    /** @param lastWord of the path, which may name the list as well */
    static Envelope of(Schema answer, Schemas schemas, String lastWord) {
        Schema whole = schemas.target(answer);
        if (whole == null) return new Envelope(answer, false, null);
        if (isList(whole)) return new Envelope(whole.getItems(), true, null);
        Map<String, Schema> properties = schemas.parts(answer).properties();
        String name = listIn(properties, schemas, lastWord);
        if (name != null) return new Envelope(schemas.target(properties.get(name)).getItems(), true, name);
        Schema embedded = properties.get(HAL);
        return embedded == null ? new Envelope(answer, false, null) : hal(answer, schemas.parts(embedded).properties(), schemas);
    }

    private static Envelope hal(Schema answer, Map<String, Schema> embedded, Schemas schemas) {
        List<String> lists = embedded.keySet().stream().filter(name -> isList(schemas.target(embedded.get(name)))).toList();
        if (lists.size() != 1) return new Envelope(answer, false, null);
        return new Envelope(schemas.target(embedded.get(lists.get(0))).getItems(), true, HAL + "." + lists.get(0));
    }

    private static String listIn(Map<String, Schema> properties, Schemas schemas, String lastWord) {
        for (String name : USUAL) if (isList(schemas.target(properties.get(name)))) return name;
        for (String name : properties.keySet()) {
            if (name.equalsIgnoreCase(lastWord) && isList(schemas.target(properties.get(name)))) return name;
        }
        return null;
    }

    private static boolean isList(Schema schema) {
        return schema != null && schema.getItems() != null;
    }
}
