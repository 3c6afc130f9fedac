package connectors.rest.description;

import connectors.rest.description.Schemas.Parts;
import io.swagger.v3.oas.models.media.Schema;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Resource objects of JSON:API (jsonapi.org, 1.1): what counts stands one level down, under {@code attributes}. */
@SuppressWarnings("rawtypes")
final class JsonApi {
    private static final String ATTRIBUTES = "attributes";

    private JsonApi() { }

    static boolean is(Parts parts) {
        return parts.properties().keySet().containsAll(Set.of("id", "type", ATTRIBUTES));
    }

    static Parts flat(Parts parts, Schemas schemas) {
        Map<String, Schema> properties = new LinkedHashMap<>(parts.properties());
        Schema attributes = properties.remove(ATTRIBUTES);
        Parts inner = schemas.parts(attributes);
        Set<String> required = new HashSet<>(parts.required());
        if (parts.required().contains(ATTRIBUTES)) required.addAll(inner.required());
        inner.properties().forEach(properties::putIfAbsent);
        return new Parts(properties, required);
    }
}
