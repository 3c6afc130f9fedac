package connectors.rest.description;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What is known of a resource beyond its columns: how it may be called, and with what. */
final class Operations {
    private static final int MOST = 100;

    private final OpenAPI api;

    Operations(OpenAPI api) {
        this.api = api;
    }

    Map<String, Object> of(String path, PathItem item) {
        Operation get = item.getGet();
        Map<String, Object> properties = new HashMap<>();
        properties.put("path", Bounds.cut(path, Bounds.NAME));
        properties.put("methods", item.readOperationsMap().keySet().stream().map(Enum::name).sorted().toList());
        if (get.getOperationId() != null) properties.put("operation_id", Bounds.cut(get.getOperationId(), Bounds.NAME));
        if (Boolean.TRUE.equals(get.getDeprecated())) properties.put("deprecated", true);
        putUnlessEmpty(properties, "tags", get.getTags() == null ? List.of() : get.getTags().stream().filter(Objects::nonNull)
                .toList());
        putUnlessEmpty(properties, "path_parameters", parameters("path", item));
        putUnlessEmpty(properties, "query_parameters", parameters("query", item));
        putUnlessEmpty(properties, "security", security(get));
        return properties;
    }

    private static void putUnlessEmpty(Map<String, Object> properties, String name, List<String> values) {
        List<String> few = values.stream().limit(MOST).map(value -> Bounds.cut(value, Bounds.NAME)).toList();
        if (!few.isEmpty()) properties.put(name, few);
    }

    /** As {@code limit: integer} or {@code status: string, required}; those of the operation win over those of its path. */
    private List<String> parameters(String in, PathItem item) {
        Map<String, String> found = new java.util.LinkedHashMap<>();
        List<Parameter> all = new ArrayList<>();
        if (item.getParameters() != null) all.addAll(item.getParameters());
        if (item.getGet().getParameters() != null) all.addAll(item.getGet().getParameters());
        for (Parameter named : all) {
            Parameter parameter = named == null ? null : target(named);
            if (parameter != null && in.equals(parameter.getIn()) && parameter.getName() != null) found.put(parameter.getName(),
                    words(parameter));
        }
        return List.copyOf(found.values());
    }

    private Parameter target(Parameter parameter) {
        if (parameter.get$ref() == null) return parameter;
        if (api.getComponents() == null || api.getComponents().getParameters() == null) return null;
        return api.getComponents().getParameters().get(parameter.get$ref().substring(parameter.get$ref().lastIndexOf('/') + 1));
    }

    private static String words(Parameter parameter) {
        String type = parameter.getSchema() == null ? "any" : String.join(" | ", Schemas.types(parameter.getSchema()));
        return parameter.getName() + ": " + (type.isEmpty() ? "any" : type)
                + (Boolean.TRUE.equals(parameter.getRequired()) ? ", required" : "");
    }

    private List<String> security(Operation get) {
        List<SecurityRequirement> needed = get.getSecurity() != null ? get.getSecurity() : api.getSecurity();
        if (needed == null) return List.of();
        return needed.stream().flatMap(one -> one.keySet().stream()).distinct().sorted().toList();
    }
}
