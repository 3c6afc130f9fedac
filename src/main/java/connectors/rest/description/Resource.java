package connectors.rest.description;

import catalog.TableKind;
import catalog.TableName;
import java.util.List;
import java.util.Map;

/**
 * What a description says of one table, before it is joined with the others.
 *
 * @param of         the type whose values it gives; null for one without a name
 * @param many       whether it gives a list of them
 * @param key        columns that identify one; empty where that is not known
 * @param edges      what it points to beyond what the types of its columns say
 * @param properties see {@link catalog.Table}
 */
record Resource(TableName name, TableKind kind, String comment, String of, boolean many, List<Field> fields, List<String> key,
                List<Edge> edges, Map<String, Object> properties) {
    Resource {
        fields = List.copyOf(fields);
        key = List.copyOf(key);
        edges = List.copyOf(edges);
        properties = Map.copyOf(properties);
    }
}
