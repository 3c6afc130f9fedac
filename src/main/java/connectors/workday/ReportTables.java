package connectors.workday;

import catalog.CodePoints;
import catalog.Table;
import catalog.TableKind;
import connectors.workday.WorkdaySettings.Report;
import connectors.xml.XsdNotes;
import connectors.xml.XsdShapes;
import connectors.xml.XsdShapes.Child;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.ws.commons.schema.XmlSchemaCollection;
import org.apache.ws.commons.schema.XmlSchemaComplexType;
import org.apache.ws.commons.schema.XmlSchemaElement;
import org.apache.ws.commons.schema.XmlSchemaType;

/**
 * The tables of a report: one of its rows, and one of each group in them, {@code Headcount/Dependents_group}. A group that holds
 * itself is not followed.
 */
final class ReportTables {
    private static final String ROOT = "Report_Data";
    private static final String ROW = "Report_Entry";
    private static final int PLACES = 200_000;
    private static final int MOST_TABLES = 500;
    private static final int DEEPEST = 20;

    private final String schema;
    private final Report report;
    private final XsdShapes shapes;
    private final References references;
    private final Map<String, Table> tables = new TreeMap<>(CodePoints::compare);

    /** @param name of the table of the report's rows */
    ReportTables(String schema, String name, Report report, XmlSchemaCollection schemas) {
        this.schema = schema;
        this.report = report;
        this.references = new References(schemas, PLACES);
        this.shapes = new XsdShapes(schemas, PLACES, this::word);
        XmlSchemaElement root = shapes.root(ROOT);
        Child row = root == null ? null : shapes.inside(root.getSchemaType()).children().get(ROW);
        if (row != null) table(name, null, row, new HashSet<>());
    }

    private String word(XmlSchemaType type) {
        References.Reference reference = references.of(type);
        return reference == null ? null : reference.nativeType();
    }

    private void table(String name, String parent, Child of, Set<XmlSchemaType> open) {
        XmlSchemaType type = of.element().getSchemaType();
        if (tables.size() == MOST_TABLES || open.size() == DEEPEST || !open.add(type)) return;
        Fields fields = new Fields(shapes, references);
        List<String> groups = new ArrayList<>();
        shapes.inside(type).children().forEach((field, child) -> {
            if (!isGroup(child.element().getSchemaType())) {
                fields.add(field, child);
                return;
            }
            String group = name + "/" + field;
            table(group, name, child, open);
            if (tables.containsKey(group)) groups.add(group);
        });
        open.remove(type);
        fields.with("owner", report.owner()).with("report", report.name()).with("parent", parent)
                .with("groups", groups.isEmpty() ? null : groups).with("repeats", parent == null ? null : of.repeats());
        tables.put(name, new Table(schema, name, TableKind.REPORT, XsdNotes.documentation(type), null, fields.columns(), null,
                List.of(), List.of(), fields.checks(), List.of(), fields.properties()));
    }

    private boolean isGroup(XmlSchemaType type) {
        return type instanceof XmlSchemaComplexType && references.of(type) == null && !shapes.inside(type).children().isEmpty();
    }

    List<String> names() {
        return List.copyOf(tables.keySet());
    }

    /** @return null for none of this name */
    Table table(String name) {
        return tables.get(name);
    }
}
