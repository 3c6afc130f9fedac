package connectors.rest.description;

import catalog.CodePoints;
import catalog.Column;
import catalog.ForeignKey;
import catalog.Key;
import catalog.Table;
import catalog.TableKind;
import catalog.TableName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes tables of resources. What points to a type becomes a foreign key to the one table where values of the type are at home.
 * It is never followed, so circles are no matter.
 */
final class Joining {
    private static final Comparator<Resource> BEST_HOME = Comparator
            .comparing((Resource resource) -> resource.kind() != TableKind.RESOURCE)
            .thenComparing(resource -> !resource.many())
            .thenComparing(resource -> resource.name().name().length())
            .thenComparing(Resource::name);

    private final Map<String, Resource> homes = new HashMap<>();

    private Joining(List<Resource> resources) {
        for (Resource resource : resources) {
            if (resource.of() != null) homes.merge(resource.of(), resource, (a, b) -> BEST_HOME.compare(a, b) <= 0 ? a : b);
        }
    }

    /** @return by schema and name, in the order of code points */
    static List<Table> tables(List<Resource> resources) {
        if (resources.size() > Bounds.TABLES) throw Bounds.tooMuch("more than " + Bounds.TABLES + " resources");
        Bounds.Budget columns = new Bounds.Budget(Bounds.ALL_COLUMNS, "more than " + Bounds.ALL_COLUMNS + " columns");
        resources.forEach(resource -> columns.take(resource.fields().size()));
        Joining joining = new Joining(resources);
        Map<TableName, Resource> named = new LinkedHashMap<>();
        resources.forEach(resource -> named.putIfAbsent(resource.name(), resource));
        return named.values().stream().map(joining::table).sorted(Comparator.comparing(Table::tableName)).toList();
    }

    private Table table(Resource resource) {
        List<Column> columns = new ArrayList<>();
        for (Field field : resource.fields()) columns.add(field.at(columns.size() + 1));
        return new Table(resource.name().schema(), resource.name().name(), resource.kind(), resource.comment(), null, columns,
                resource.key().isEmpty() ? null : new Key("primary", resource.key()), foreignKeys(resource), List.of(), List.of(),
                List.of(), resource.properties());
    }

    private List<ForeignKey> foreignKeys(Resource resource) {
        List<ForeignKey> keys = new ArrayList<>();
        resource.edges().forEach(edge -> add(keys, edge));
        for (Field field : resource.fields()) {
            for (String target : field.type().pointsTo()) {
                add(keys, new Edge(field.name() + " → " + target, List.of(field.name()), target, List.of()));
            }
        }
        keys.sort(Comparator.comparing(ForeignKey::name, CodePoints::compare));
        return keys;
    }

    private void add(List<ForeignKey> keys, Edge edge) {
        Resource home = homes.get(edge.target());
        if (home == null) return;
        List<String> columns = edge.targets().isEmpty() ? home.key() : edge.targets();
        keys.add(new ForeignKey(edge.name(), edge.columns(),
                new ForeignKey.Reference(home.name().schema(), home.name().name(), columns), null, null));
    }
}
