package connectors.files.formats;

import catalog.Column;
import connectors.xml.XsdShapes;
import connectors.xml.XsdShapes.Child;
import connectors.xml.XsdShapes.Inside;
import connectors.xml.XsdType;
import connectors.xml.XsdTypes;
import java.util.ArrayList;
import java.util.List;
import org.apache.ws.commons.schema.XmlSchemaCollection;
import org.apache.ws.commons.schema.XmlSchemaElement;

/** The columns that an XSD declares for one element: its attributes and child elements. */
final class XsdColumns {
    private static final String PREFIX = "xml:";
    private static final String TEXT = "#text";

    private final XsdShapes shapes;

    XsdColumns(XmlSchemaCollection schemas) {
        this.shapes = new XsdShapes(schemas, Limits.SHAPE_NODES, type -> null);
    }

    /** @param path of the rows' element from the root, as {@code /orders/order}; @return null where it is not declared */
    List<Column> of(String path) {
        XmlSchemaElement element = null;
        for (String step : path.substring(1).split("/")) {
            String name = step.substring(step.indexOf(':') + 1);
            element = element == null ? shapes.root(name) : child(element, name);
            if (element == null) return null;
        }
        return columns(element);
    }

    private XmlSchemaElement child(XmlSchemaElement parent, String name) {
        Child child = shapes.inside(parent.getSchemaType()).children().get(name);
        return child == null ? null : child.element();
    }

    private List<Column> columns(XmlSchemaElement row) {
        Inside inside = shapes.inside(row.getSchemaType());
        List<Column> columns = new ArrayList<>();
        ColumnNames names = new ColumnNames();
        if (inside.isPlain()) {
            add(columns, names, row.getName(), XsdTypes.of(row.getSchemaType()), row.isNillable());
            return columns;
        }
        inside.attributes().forEach((name, attribute) ->
                add(columns, names, name, shapes.type(attribute), XsdShapes.isOptional(attribute)));
        inside.children().forEach((name, child) -> add(columns, names, name, shapes.type(child), child.nullable()));
        if (inside.text() != null) add(columns, names, TEXT, XsdTypes.of(inside.text()), true);
        return columns;
    }

    private static void add(List<Column> columns, ColumnNames names, String name, XsdType type, boolean nullable) {
        int position = columns.size() + 1;
        if (position > Limits.COLUMNS) return;
        Declared declared = new Declared(type.type(), type.nativeType(), type.length(), type.precision(), type.scale());
        columns.add(declared.column(PREFIX, names.give(name, position), position, nullable, null, null));
    }
}
