package connectors.rest.description;

import java.util.List;

/**
 * That columns point to a type.
 *
 * @param target  name of the type
 * @param targets columns there; empty for its key
 */
record Edge(String name, List<String> columns, String target, List<String> targets) { }
