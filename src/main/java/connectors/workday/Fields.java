package connectors.workday;

import catalog.Check;
import catalog.Column;
import catalog.CommonType;
import catalog.ForeignKey;
import connectors.NestedText;
import connectors.workday.References.Reference;
import connectors.xml.XsdNotes;
import connectors.xml.XsdShapes;
import connectors.xml.XsdShapes.Child;
import connectors.xml.XsdType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.ws.commons.schema.XmlSchemaAttribute;
import org.apache.ws.commons.schema.XmlSchemaType;

/** Collects the columns of one table from its element's children, and what else the schema says of them. */
final class Fields {
    private static final int MOST_COLUMNS = 10_000;

    private final XsdShapes shapes;
    private final References references;
    private final List<Column> columns = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final List<Check> checks = new ArrayList<>();
    private final List<ForeignKey> edges = new ArrayList<>();
    private final Map<String, Object> properties = new TreeMap<>();

    Fields(XsdShapes shapes, References references) {
        this.shapes = shapes;
        this.references = references;
    }

    /** @return the name that it has as a column; null where there are too many */
    String add(String name, Child child) {
        XmlSchemaType type = child.element().getSchemaType();
        Reference reference = references.of(type);
        String column = add(name, reference == null ? shapes.type(child) : reference(reference, child), child.nullable(),
                comment(child));
        if (column == null) return null;
        if (reference != null) note("references", column + ": " + reference);
        List<String> values = XsdNotes.values(type);
        if (!values.isEmpty()) note("values", column + ": " + String.join(", ", values));
        XsdNotes.bounds(type).forEach(bound -> checks.add(new Check(column, column + " " + bound)));
        return column;
    }

    void add(String name, XmlSchemaAttribute attribute) {
        add(name, shapes.type(attribute), XsdShapes.isOptional(attribute), XsdNotes.documentation(attribute));
    }

    private static XsdType reference(Reference reference, Child child) {
        if (!child.repeats()) return XsdType.of(CommonType.STRUCT, reference.nativeType());
        return XsdType.of(CommonType.ARRAY, NestedText.array(reference.nativeType()));
    }

    private String add(String wanted, XsdType type, boolean nullable, String comment) {
        if (columns.size() == MOST_COLUMNS) {
            properties.put("truncated", true);
            return null;
        }
        String name = names.contains(wanted) ? "@" + wanted : wanted;
        if (!names.add(name)) return null;
        columns.add(type.column(name, columns.size() + 1, nullable, comment));
        return name;
    }

    private static String comment(Child child) {
        String own = XsdNotes.documentation(child.element());
        return own != null ? own : XsdNotes.documentation(child.element().getSchemaType());
    }

    void edge(ForeignKey key) {
        edges.add(key);
    }

    /** Adds a line to a property that is a list. */
    @SuppressWarnings("unchecked")
    void note(String property, String line) {
        ((List<String>) properties.computeIfAbsent(property, none -> new ArrayList<>())).add(line);
    }

    Fields with(String property, Object value) {
        if (value != null) properties.put(property, value);
        return this;
    }

    boolean has(String column) {
        return names.contains(column);
    }

    List<Column> columns() {
        return columns;
    }

    List<Check> checks() {
        return checks;
    }

    List<ForeignKey> edges() {
        return edges;
    }

    Map<String, Object> properties() {
        if (shapes.isExhausted()) properties.put("truncated", true);
        return properties;
    }
}
