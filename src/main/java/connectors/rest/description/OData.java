package connectors.rest.description;

import catalog.CommonType;
import catalog.TableKind;
import catalog.TableName;
import connectors.rest.description.ODataModel.Association;
import connectors.rest.description.ODataModel.EntitySet;
import connectors.rest.description.ODataModel.Navigation;
import connectors.rest.description.ODataModel.Property;
import connectors.rest.description.ODataModel.Structure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Entity sets and singletons of an OData service as tables, in a schema named by their container. Types are those of CSDL 4.01,
 * 4.4.
 */
final class OData {
    private static final int MOST_BASES = 50;
    private static final String COLLECTION = "Collection(";
    private static final Map<String, CommonType> PRIMITIVE = Map.ofEntries(
            Map.entry("String", CommonType.VARCHAR), Map.entry("Boolean", CommonType.BOOLEAN),
            Map.entry("Byte", CommonType.SMALLINT),
            Map.entry("SByte", CommonType.TINYINT), Map.entry("Int16", CommonType.SMALLINT),
            Map.entry("Int32", CommonType.INTEGER),
            Map.entry("Int64", CommonType.BIGINT), Map.entry("Decimal", CommonType.DECIMAL), Map.entry("Single", CommonType.REAL),
            Map.entry("Double", CommonType.DOUBLE), Map.entry("Guid", CommonType.UUID), Map.entry("Date", CommonType.DATE),
            Map.entry("TimeOfDay", CommonType.TIME), Map.entry("Time", CommonType.TIME),
            Map.entry("Duration", CommonType.INTERVAL),
            Map.entry("DateTimeOffset", CommonType.TIMESTAMP_TZ), Map.entry("DateTime", CommonType.TIMESTAMP),
            Map.entry("Binary", CommonType.BINARY),
            Map.entry("Stream", CommonType.BINARY), Map.entry("ComplexType", CommonType.JSON),
            Map.entry("EntityType", CommonType.JSON),
            Map.entry("PrimitiveType", CommonType.JSON), Map.entry("Untyped", CommonType.JSON));

    private final ODataModel model;

    private OData(ODataModel model) {
        this.model = model;
    }

    static Description read(byte[] metadata) {
        ODataModel model = ODataReading.of(metadata);
        List<Resource> resources = model.sets.stream().map(new OData(model)::resource).toList();
        List<String> warnings = model.refersElsewhere
                ? List.of("The metadata refers to other documents, which are not read: types that stand there are unknown.")
                : List.of();
        return new Description("OData " + Bounds.cut(model.version, 20), null, null, Joining.tables(resources), warnings);
    }

    private Resource resource(EntitySet set) {
        String type = model.full(set.type());
        List<Structure> line = line(type);
        List<Field> fields = new ArrayList<>();
        List<Edge> edges = new ArrayList<>();
        List<String> key = new ArrayList<>();
        for (Structure structure : line) {
            structure.properties().forEach(property -> fields.add(field(property)));
            structure.navigations().forEach(navigation -> edge(structure, navigation, edges));
            if (key.isEmpty()) key.addAll(structure.key());
        }
        if (fields.size() > Bounds.COLUMNS) throw Bounds.tooMuch("an entity of more than " + Bounds.COLUMNS + " properties");
        Map<String, Object> properties = new HashMap<>(Map.of("path", "/" + set.name(), "answers", set.many() ? "list"
                : "object"));
        if (type != null) properties.put("type", type);
        if (line.stream().anyMatch(Structure::open)) properties.put("open_type", true);
        List<String> navigations = line.stream().flatMap(structure -> structure.navigations().stream()).map(Navigation::name)
                .toList();
        if (!navigations.isEmpty()) properties.put("navigations", navigations);
        key.retainAll(fields.stream().map(Field::name).toList());
        return new Resource(new TableName(set.container().isEmpty() ? "default" : set.container(), set.name()),
                TableKind.RESOURCE, null, type,
                set.many(), fields, key, edges, properties);
    }

    /** The type and those that it is derived from, the first ancestor first. */
    private List<Structure> line(String type) {
        List<Structure> line = new ArrayList<>();
        Structure structure = type == null ? null : model.structures.get(type);
        while (structure != null && line.size() < MOST_BASES && !line.contains(structure)) {
            line.add(0, structure);
            structure = structure.base() == null ? null : model.structures.get(model.full(structure.base()));
        }
        return line;
    }

    private Field field(Property property) {
        return new Field(property.name(), typed(property.type(), property.facets(), 0), property.nullable(),
                property.facets().get("DefaultValue"), null);
    }

    private Typed typed(String written, Map<String, String> facets, int depth) {
        String type = model.full(written);
        if (type.startsWith(COLLECTION) && type.endsWith(")") && depth <= Bounds.SPELLED_DEPTH) {
            return typed(type.substring(COLLECTION.length(), type.length() - 1), facets, depth + 1).asArray();
        }
        if (type.startsWith("Edm.")) return primitive(type, facets);
        if (model.enums.containsKey(type)) {
            return Typed.of(CommonType.VARCHAR, type + " enum(" + Bounds.cut(model.enums.get(type), 400) + ")");
        }
        String underlying = model.definitions.get(type);
        if (underlying != null && depth <= Bounds.SPELLED_DEPTH) return typed(underlying, facets, depth + 1).called(type);
        if (!model.structures.containsKey(type)) return Typed.of(CommonType.UNKNOWN, type);
        return Typed.of(CommonType.STRUCT, depth > Bounds.SPELLED_DEPTH ? type : spelled(type, depth));
    }

    private String spelled(String type, int depth) {
        StringBuilder words = new StringBuilder(type).append('<');
        String between = "";
        for (Structure structure : line(type)) {
            for (Property property : structure.properties()) {
                if (words.length() > Typed.LONGEST) break;
                words.append(between).append(property.name()).append(':')
                        .append(depth >= 2 ? property.type() : typed(property.type(), property.facets(), depth + 1).nativeType());
                between = ",";
            }
        }
        return words.append('>').toString();
    }

    private static Typed primitive(String type, Map<String, String> facets) {
        String name = type.substring("Edm.".length());
        CommonType common = PRIMITIVE.get(name);
        if (common == null) common = name.startsWith("Geo") ? CommonType.GEOMETRY : CommonType.UNKNOWN;
        Integer length = common == CommonType.VARCHAR || common == CommonType.BINARY ? number(facets.get("MaxLength")) : null;
        boolean decimal = common == CommonType.DECIMAL;
        return new Typed(common, type, length, decimal ? number(facets.get("Precision")) : null, decimal
                ? number(facets.get("Scale")) : null,
                false, Set.of());
    }

    /** {@code max}, {@code variable} and {@code floating} are no numbers. */
    private static Integer number(String text) {
        return text != null && text.matches("[0-9]{1,9}") ? Integer.valueOf(text) : null;
    }

    private void edge(Structure from, Navigation navigation, List<Edge> edges) {
        if (navigation.role() != null) {
            ofAssociation(from, navigation, edges);
            return;
        }
        if (navigation.properties().isEmpty() || navigation.target() == null) return;
        List<String> targets = navigation.targets().contains("") ? List.of() : navigation.targets();
        edges.add(new Edge(navigation.name(), navigation.properties(), model.full(navigation.target()), targets));
    }

    private void ofAssociation(Structure from, Navigation navigation, List<Edge> edges) {
        Association association = model.associations.get(model.full(navigation.role()));
        if (association == null || association.own.isEmpty()) return;
        String dependent = model.full(association.types.get(association.dependent));
        String target = model.full(association.types.get(navigation.toRole()));
        boolean fromHere = from.name().equals(dependent) && !association.dependent.equals(navigation.toRole());
        if (fromHere && target != null) edges.add(new Edge(navigation.name(), association.own, target, association.principal));
    }
}
