package connectors.files.formats;

import catalog.Column;
import java.io.IOException;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the elements of a document look like: which repeat, which attributes and children they have. */
final class XmlShape {
    /** Levels from the root at which rows may stand. */
    private static final int ROW_LEVELS = 5;
    private static final String ATTRIBUTE = "@";
    private static final String TEXT = "#text";

    private final Shape root = new Shape(new Shape.Budget());
    private String rootName;

    /** One element while it is open. A null shape is that of an element whose inside is not spelled out. */
    static final class Element {
        private final String name;
        private final Shape shape;
        private final Map<String, Integer> children = new HashMap<>();
        private final StringBuilder text = new StringBuilder();
        private boolean attributes;

        private Element(String name, Shape shape) {
            this.name = name;
            this.shape = shape;
        }

        void attribute(String attribute, String value) {
            attributes = true;
            Shape field = shape == null ? null : shape.field(ATTRIBUTE + attribute);
            if (field == null) return;
            field.held();
            field.plain().text(value);
        }

        /** @return false where the text is too long */
        boolean append(String more) {
            if (shape != null) text.append(more);
            return text.length() <= Limits.XML_TEXT_CHARACTERS;
        }

        void end() {
            if (shape == null) return;
            boolean holds = attributes || !children.isEmpty();
            if (holds) shape.object();
            String value = text.toString();
            if (value.isBlank()) {
                if (!holds) shape.nothing();
                return;
            }
            if (!holds) shape.plain().text(value);
            else textBeside(value);
        }

        private void textBeside(String value) {
            Shape field = shape.field(TEXT);
            if (field == null) return;
            field.held();
            field.plain().text(value);
        }
    }

    Element start(Element parent, String name) {
        if (parent == null) {
            rootName = name;
            return new Element(name, root);
        }
        int occurrence = parent.children.merge(name, 1, Integer::sum);
        Shape shape = parent.shape == null ? null : parent.shape.field(name);
        if (shape == null) return new Element(name, null);
        if (occurrence == 1) shape.held();
        if (occurrence == 2) shape.repeats();
        return new Element(name, shape);
    }

    /** Whether the element that has just ended completes the rows that are needed. */
    boolean isEnough(Deque<Element> open, Element ended, int rows) {
        if (open.size() > ROW_LEVELS || open.peek().children.getOrDefault(ended.name, 0) < rows) return false;
        return open.stream().noneMatch(parent -> parent.shape == null || parent.shape.repeated());
    }

    Sample sample(boolean complete, long bytes, Map<String, Object> properties) throws IOException {
        String name = rootName;
        String path = "/" + rootName;
        Shape row = root;
        boolean found = false;
        for (int level = 0; level < ROW_LEVELS && !found; level++) {
            var next = repeatedOrOnly(row);
            if (next == null) break;
            name = next.getKey();
            row = next.getValue();
            path += "/" + name;
            found = row.repeated();
        }
        if (!found && !complete) throw new CapReached();
        return rows(row, name, path, complete, bytes, properties);
    }

    private static Map.Entry<String, Shape> repeatedOrOnly(Shape parent) {
        Map.Entry<String, Shape> best = null;
        Map.Entry<String, Shape> container = null;
        int elements = 0;
        for (var field : parent.fields().entrySet()) {
            if (field.getKey().startsWith(ATTRIBUTE) || field.getKey().equals(TEXT)) continue;
            elements++;
            if (!field.getValue().fields().isEmpty()) container = field;
            if (field.getValue().repeated() && (best == null || field.getValue().seen() > best.getValue().seen())) best = field;
        }
        if (best != null) return best;
        return elements == 1 ? container : null;
    }

    private Sample rows(Shape row, String name, String path, boolean complete, long bytes, Map<String, Object> properties)
            throws IOException {
        spell(row);
        boolean nothing = row == root && root.fields().isEmpty() && !root.isPlain();
        Rows rows = new Rows(nothing ? new Shape(new Shape.Budget()) : row.asRow(), "xml:", name, path);
        Map<String, Object> all = new HashMap<>(properties);
        all.putAll(rows.properties());
        return new Sample(plainNames(rows.columns()), nothing ? 0 : row.seen(), complete, bytes, all);
    }

    private static void spell(Shape shape) {
        shape.fields().values().forEach(XmlShape::spell);
        shape.moveTextTo(TEXT);
    }

    /** An attribute gives its column its plain name, if no element has it; its type says that it is one. */
    private static List<Column> plainNames(List<Column> columns) {
        List<String> taken = columns.stream().map(Column::name).toList();
        return columns.stream().map(column -> {
            if (!column.name().startsWith(ATTRIBUTE)) return column;
            String plain = column.name().substring(1);
            return new Column(taken.contains(plain) ? column.name() : plain, column.position(), column.type(),
                    column.nativeType().replaceFirst("^xml:", "xml:@"), null, column.precision(), column.scale(),
                    column.nullable(), null, false, null, null);
        }).toList();
    }
}
