package connectors.workday;

import catalog.CodePoints;
import catalog.ForeignKey;
import catalog.Key;
import catalog.Table;
import catalog.TableKind;
import connectors.NestedText;
import connectors.workday.References.Reference;
import connectors.xml.XsdNotes;
import connectors.xml.XsdShapes;
import connectors.xml.XsdShapes.Child;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.ws.commons.schema.XmlSchema;
import org.apache.ws.commons.schema.XmlSchemaComplexType;
import org.apache.ws.commons.schema.XmlSchemaElement;
import org.apache.ws.commons.schema.XmlSchemaType;

/**
 * The tables of one web service: each type of data ({@code Absence_Input_DataType}) is one, {@code Absence_Input_Data}. What a
 * type of data holds of another is a column that is called by its table; what is no table of its own is spelled out. Where the
 * service hands data out beside a reference to the thing that it is about, that reference is the table's first column and its
 * key.
 */
final class ServiceTables {
    private static final String DATA = "_DataType";
    /** The list in an answer, which holds nothing by itself. */
    private static final String ENVELOPE = "_Response_DataType";
    private static final int PLACES = 2_000_000;
    private static final int PLACES_OF_A_TABLE = 20_000;
    private static final int MOST_OPERATIONS = 50;
    private static final int LEVELS_TO_DATA = 6;

    /** Where a business object is at home. @param column of the table: the reference to it */
    private record Home(String table, String column) { }

    /** The reference that the service hands out beside a table's data. */
    private record Identity(String column, Child child, Reference reference) { }

    private final String service;
    private final Wsdl wsdl;
    private final References references;
    private final XsdShapes shapes;
    private final Map<String, XmlSchemaComplexType> data = new TreeMap<>(CodePoints::compare);
    private final Map<XmlSchemaType, String> tables = new IdentityHashMap<>();
    private final Map<String, Identity> identities = new TreeMap<>();
    private final Map<String, Home> homes = new TreeMap<>();
    private final Map<String, Set<String>> operations = new TreeMap<>();

    ServiceTables(String service, Wsdl wsdl) {
        this.service = service;
        this.wsdl = wsdl;
        this.references = new References(wsdl.schemas(), PLACES);
        this.shapes = new XsdShapes(wsdl.schemas(), PLACES, type -> null);
        List<XmlSchemaComplexType> types = types(wsdl);
        types.stream().filter(ServiceTables::isData).forEach(this::table);
        types.stream().filter(type -> !isData(type)).sorted(WRAPPERS).forEach(this::home);
        Map<String, XmlSchemaElement> elements = elements(wsdl);
        for (Wsdl.Operation operation : wsdl.operations()) {
            reach(elements.get(String.valueOf(operation.request())), operation.name());
            reach(elements.get(String.valueOf(operation.response())), operation.name());
        }
    }

    /** What answers hold says more than what requests take. */
    private static final Comparator<XmlSchemaComplexType> WRAPPERS = Comparator
            .comparing((XmlSchemaComplexType type) -> type.getName().endsWith("RequestType"))
            .thenComparing(XmlSchemaComplexType::getName, CodePoints::compare);

    private static List<XmlSchemaComplexType> types(Wsdl wsdl) {
        List<XmlSchemaComplexType> types = new ArrayList<>();
        for (XmlSchema schema : wsdl.schemas().getXmlSchemas()) {
            for (XmlSchemaType type : schema.getSchemaTypes().values()) {
                if (type instanceof XmlSchemaComplexType complex && type.getName() != null) types.add(complex);
            }
        }
        return types;
    }

    private static Map<String, XmlSchemaElement> elements(Wsdl wsdl) {
        Map<String, XmlSchemaElement> elements = new TreeMap<>();
        for (XmlSchema schema : wsdl.schemas().getXmlSchemas()) {
            schema.getElements().values().forEach(element -> elements.putIfAbsent(element.getName(), element));
        }
        return elements;
    }

    private static boolean isData(XmlSchemaComplexType type) {
        return type.getName().endsWith(DATA) && !type.getName().endsWith(ENVELOPE);
    }

    private void table(XmlSchemaComplexType type) {
        String name = type.getName().substring(0, type.getName().length() - "Type".length());
        if (data.putIfAbsent(name, type) == null) tables.put(type, name);
    }

    /** A type that holds {@code X_Reference} beside {@code X_Data}. */
    private void home(XmlSchemaComplexType wrapper) {
        Map<String, Child> children = shapes.inside(wrapper).children();
        children.forEach((name, child) -> {
            if (!name.endsWith("_Reference")) return;
            Child beside = children.get(name.substring(0, name.length() - "_Reference".length()) + "_Data");
            String table = beside == null ? null : tables.get(beside.element().getSchemaType());
            Reference reference = table == null ? null : references.of(child.element().getSchemaType());
            if (reference == null || child.repeats()) return;
            if (identities.putIfAbsent(table, new Identity(name, child, reference)) != null) return;
            homes.putIfAbsent(reference.object(), new Home(table, name));
        });
    }

    private void reach(XmlSchemaElement element, String operation) {
        Set<XmlSchemaType> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        if (element != null) reach(element.getSchemaType(), operation, LEVELS_TO_DATA, seen);
    }

    private void reach(XmlSchemaType type, String operation, int levels, Set<XmlSchemaType> seen) {
        String table = type == null ? null : tables.get(type);
        if (table != null) {
            operations.computeIfAbsent(table, none -> new TreeSet<>(CodePoints::compare)).add(operation);
            return;
        }
        if (!(type instanceof XmlSchemaComplexType) || levels == 0 || !seen.add(type) || references.of(type) != null) return;
        for (Child child : shapes.inside(type).children().values()) {
            reach(child.element().getSchemaType(), operation, levels - 1, seen);
        }
    }

    String documentation() {
        return wsdl.documentation();
    }

    /** In the order of code points. */
    List<String> names() {
        return List.copyOf(data.keySet());
    }

    String comment(String table) {
        return XsdNotes.documentation(data.get(table));
    }

    /** One at a time: the library's objects find some of their parts when they are first asked for them. */
    synchronized Optional<Table> table(String name) {
        XmlSchemaComplexType type = data.get(name);
        return type == null ? Optional.empty() : Optional.of(table(name, type));
    }

    private Table table(String name, XmlSchemaComplexType type) {
        XsdShapes own = new XsdShapes(wsdl.schemas(), PLACES_OF_A_TABLE, this::word);
        XsdShapes.Inside inside = own.inside(type);
        Fields fields = new Fields(own, references);
        Identity identity = identities.get(name);
        boolean isBeside = identity != null && !inside.children().containsKey(identity.column());
        if (isBeside) fields.add(identity.column(), identity.child());
        inside.attributes().forEach(fields::add);
        inside.children().forEach((field, child) -> add(fields, field, child));
        fields.with("service", service).with("operations", operations(name));
        Key key = isBeside ? new Key("reference", List.of(identity.column())) : null;
        return new Table(service, name, TableKind.OBJECT, comment(name), null, fields.columns(), key, fields.edges(), List.of(),
                fields.checks(), List.of(), fields.properties());
    }

    private String word(XmlSchemaType type) {
        String table = tables.get(type);
        if (table != null) return NestedText.quoted(table);
        Reference reference = references.of(type);
        return reference == null ? null : reference.nativeType();
    }

    private void add(Fields fields, String name, Child child) {
        String column = fields.add(name, child);
        if (column == null) return;
        String nested = tables.get(child.element().getSchemaType());
        if (nested != null) fields.note("nested", column + ": " + nested);
        Reference reference = references.of(child.element().getSchemaType());
        Home home = reference == null ? null : homes.get(reference.object());
        if (home == null) return;
        fields.edge(new ForeignKey(column + " → " + reference.object(), List.of(column),
                new ForeignKey.Reference(service, home.table(), List.of(home.column())), null, null));
    }

    private List<String> operations(String table) {
        Set<String> found = operations.get(table);
        return found == null ? null : found.stream().limit(MOST_OPERATIONS).toList();
    }
}
