package connectors.rest.description;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an OData service says of its data: types by their full names, and the sets that hold entities. */
final class ODataModel {

    /** An entity type or a complex type. @param base full name; null for none */
    record Structure(String name, String base, boolean entity, boolean open, List<String> key, List<Property> properties,
                     List<Navigation> navigations) { }

    record Property(String name, String type, boolean nullable, Map<String, String> facets) { }

    /**
     * @param target     full name of the type; null where the association says it
     * @param properties own ones, that hold the key of the other
     * @param role       version 2 and 3: full name of the association; null since version 4
     */
    record Navigation(String name, String target, List<String> properties, List<String> targets, String role, String toRole) { }

    /** Versions 2 and 3. @param types of its ends by their roles */
    static final class Association {
        final Map<String, String> types = new HashMap<>();
        String dependent;
        final List<String> own = new ArrayList<>();
        final List<String> principal = new ArrayList<>();
    }

    /** @param many false for a singleton */
    record EntitySet(String container, String name, String type, boolean many) { }

    final Map<String, Structure> structures = new LinkedHashMap<>();
    final Map<String, String> enums = new HashMap<>();
    final Map<String, String> definitions = new HashMap<>();
    final Map<String, Association> associations = new HashMap<>();
    final List<EntitySet> sets = new ArrayList<>();
    final Map<String, String> aliases = new HashMap<>();
    String version = "4.0";
    boolean refersElsewhere;

    /** A name with the alias of its namespace, in full. */
    String full(String name) {
        if (name == null) return null;
        int dot = name.lastIndexOf('.');
        String namespace = dot < 0 ? null : aliases.get(name.substring(0, dot));
        return namespace == null ? name : namespace + name.substring(dot);
    }
}
