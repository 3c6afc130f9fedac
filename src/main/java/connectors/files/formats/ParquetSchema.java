package connectors.files.formats;

import catalog.Column;
import catalog.CommonType;
import connectors.NestedText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.SchemaElement;

/**
 * The columns of a Parquet schema, which the file writes as a list of the tree's nodes, parents first.
 *
 * @see <a href="https://github.com/apache/parquet-format/blob/master/LogicalTypes.md">lists and maps, also the older ways</a>
 */
final class ParquetSchema {
    private static final String PREFIX = "parquet:";

    private record Node(SchemaElement element, List<Node> children) {
        String name() {
            return element.getName() == null ? "" : element.getName();
        }

        boolean isGroup() {
            return !element.isSetType();
        }

        boolean isRepeated() {
            return element.getRepetition_type() == FieldRepetitionType.REPEATED;
        }

        boolean isNullable() {
            return element.getRepetition_type() == FieldRepetitionType.OPTIONAL;
        }

        boolean isList() {
            return element.isSetLogicalType() && element.getLogicalType().isSetLIST() || element.getConverted_type() == ConvertedType.LIST;
        }

        boolean isMap() {
            return element.isSetLogicalType() && element.getLogicalType().isSetMAP() || element.getConverted_type() == ConvertedType.MAP
                    || element.getConverted_type() == ConvertedType.MAP_KEY_VALUE;
        }

        boolean isVariant() {
            return element.isSetLogicalType() && element.getLogicalType().isSetVARIANT();
        }
    }

    private final List<SchemaElement> elements;
    private final ColumnNames names = new ColumnNames();
    private final List<Column> columns = new ArrayList<>();
    private int next;

    ParquetSchema(List<SchemaElement> elements) throws FileFailure {
        this.elements = elements;
        if (elements.isEmpty()) throw FileFailure.malformed("The footer has no schema.");
        Node root = node(0);
        if (next != elements.size()) throw FileFailure.malformed("The schema has fields that belong to no column.");
        if (root.children.size() > Limits.COLUMNS) {
            throw new FileFailure("too_many_columns", "The file has more than " + Limits.COLUMNS + " columns.");
        }
        for (Node column : root.children) columns.add(column(column));
    }

    List<Column> columns() {
        return columns;
    }

    Map<String, Object> properties() {
        Map<String, Object> properties = new HashMap<>();
        if (!names.renamed().isEmpty()) properties.put("renamed_columns", List.copyOf(names.renamed()));
        return properties;
    }

    private Node node(int depth) throws FileFailure {
        if (depth > Limits.SCHEMA_DEPTH) {
            throw new FileFailure("too_deep", "The columns are nested deeper than " + Limits.SCHEMA_DEPTH + " levels.");
        }
        if (next >= elements.size()) throw FileFailure.malformed("The schema ends early, at its field " + next + ".");
        SchemaElement element = elements.get(next++);
        int count = element.isSetNum_children() ? element.getNum_children() : 0;
        if (count < 0 || count > elements.size() - next || element.isSetType() && count > 0) {
            throw FileFailure.malformed("The schema claims " + count + " fields below its field " + next + ".");
        }
        List<Node> children = new ArrayList<>();
        for (int i = 0; i < count; i++) children.add(node(depth + 1));
        return new Node(element, children);
    }

    private Column column(Node node) {
        int position = columns.size() + 1;
        String name = names.give(node.name(), position);
        return type(node).column(PREFIX, name, position, node.isNullable(), null, null);
    }

    private static Declared type(Node node) {
        Declared once = once(node);
        // a repeated field outside a list or a map is a list of itself
        return node.isRepeated() ? Declared.of(CommonType.ARRAY, NestedText.array(once.nativeType())) : once;
    }

    private static Declared once(Node node) {
        if (!node.isGroup()) return ParquetTypes.of(node.element);
        if (node.isVariant()) return Declared.of(CommonType.JSON, "variant");
        if (node.isList() && node.children.size() == 1) return list(node);
        if (node.isMap() && node.children.size() == 1 && node.children.get(0).children.size() == 2) return map(node.children.get(0));
        return Declared.of(CommonType.STRUCT, NestedText.struct(node.children.stream().map(ParquetSchema::field).toList()));
    }

    private static String field(Node node) {
        return NestedText.field(node.name(), type(node).nativeType(), node.isNullable());
    }

    private static Declared list(Node list) {
        Node repeated = list.children.get(0);
        boolean isElement = !repeated.isGroup() || repeated.children.size() != 1 || repeated.name().equals("array")
                || repeated.name().equals(list.name() + "_tuple") || repeated.children.get(0).isRepeated();
        Node element = isElement ? repeated : repeated.children.get(0);
        String type = isElement ? once(element).nativeType() : type(element).nativeType();
        return Declared.of(CommonType.ARRAY, NestedText.array(NestedText.nullable(type, element.isNullable())));
    }

    private static Declared map(Node entries) {
        Node value = entries.children.get(1);
        return Declared.of(CommonType.MAP, NestedText.map(type(entries.children.get(0)).nativeType(),
                NestedText.nullable(type(value).nativeType(), value.isNullable())));
    }
}
