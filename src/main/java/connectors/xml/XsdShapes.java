package connectors.xml;

import catalog.CommonType;
import connectors.NestedText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.ws.commons.schema.XmlSchema;
import org.apache.ws.commons.schema.XmlSchemaAttribute;
import org.apache.ws.commons.schema.XmlSchemaCollection;
import org.apache.ws.commons.schema.XmlSchemaComplexType;
import org.apache.ws.commons.schema.XmlSchemaElement;
import org.apache.ws.commons.schema.XmlSchemaType;
import org.apache.ws.commons.schema.XmlSchemaUse;

/**
 * What elements of an XSD hold, and how that is called as the type of a column. Types may refer to themselves, and a small schema
 * can stand for an endless one: all that is looked at comes out of one budget.
 */
public final class XsdShapes {
    private static final String TEXT = "#text";

    /** @param repeats whether it may come more than once in its parent */
    public record Child(XmlSchemaElement element, boolean nullable, boolean repeats) { }

    /**
     * What an element may hold, in the order of the schema.
     *
     * @param text of an element with simple content; null for none
     */
    public record Inside(Map<String, Child> children, Map<String, XmlSchemaAttribute> attributes, XmlSchemaType text) {
        static final Inside NOTHING = new Inside(Map.of(), Map.of(), null);

        public boolean isPlain() {
            return attributes.isEmpty() && children.isEmpty();
        }
    }

    private final XmlSchemaCollection schemas;
    private final Function<XmlSchemaType, String> words;
    private final Budget budget;

    /** How many places may be looked at. */
    static final class Budget {
        private int left;

        private Budget(int left) {
            this.left = left;
        }

        boolean take() {
            return left-- > 0;
        }
    }

    /**
     * @param places how many may be looked at
     * @param words  types that are not spelled out but called by a word; null for all others
     */
    public XsdShapes(XmlSchemaCollection schemas, int places, Function<XmlSchemaType, String> words) {
        this.schemas = schemas;
        this.words = words;
        this.budget = new Budget(places);
    }

    /** Whether something was left out because there was too much of it. */
    public boolean isExhausted() {
        return budget.left < 0;
    }

    /** An element at the top of a schema, of whatever namespace; null where there is none of this name. */
    public XmlSchemaElement root(String name) {
        for (XmlSchema schema : schemas.getXmlSchemas()) {
            for (XmlSchemaElement element : schema.getElements().values()) {
                if (name.equals(element.getName())) return element;
            }
        }
        return null;
    }

    public Inside inside(XmlSchemaType type) {
        return type instanceof XmlSchemaComplexType complex ? new XsdContent(schemas, budget).of(complex) : Inside.NOTHING;
    }

    public XsdType type(Child child) {
        XsdType once = once(child.element(), new HashSet<>());
        return child.repeats() ? many(once) : once;
    }

    private static XsdType many(XsdType once) {
        return XsdType.of(CommonType.ARRAY, NestedText.array(once.nativeType()));
    }

    /** @param open the types that the element lies in */
    private XsdType once(XmlSchemaElement element, Set<XmlSchemaType> open) {
        XmlSchemaType type = element.getSchemaType();
        if (!(type instanceof XmlSchemaComplexType)) return XsdTypes.of(type);
        String word = words.apply(type);
        if (word != null) return XsdType.of(CommonType.STRUCT, word);
        if (!budget.take() || open.size() > SafeXml.DEEPEST) return XsdType.of(CommonType.JSON, "…");
        if (!open.add(type)) return XsdType.of(CommonType.STRUCT, "reference<" + NestedText.quoted(element.getName()) + ">");
        XsdType spelled = spelled(inside(type), open);
        open.remove(type);
        return spelled;
    }

    private XsdType spelled(Inside inside, Set<XmlSchemaType> open) {
        if (inside.text() != null && inside.attributes().isEmpty()) return XsdTypes.of(inside.text());
        List<String> fields = new ArrayList<>();
        inside.attributes().forEach((name, attribute) ->
                fields.add(NestedText.field("@" + name, plain(attribute).nativeType(), isOptional(attribute))));
        inside.children().forEach((name, child) -> {
            if (budget.take()) fields.add(NestedText.field(name, nested(child, open), child.nullable()));
        });
        if (inside.text() != null) fields.add(NestedText.field(TEXT, XsdTypes.of(inside.text()).nativeType(), true));
        return XsdType.of(CommonType.STRUCT, NestedText.struct(fields));
    }

    private String nested(Child child, Set<XmlSchemaType> open) {
        XsdType once = once(child.element(), open);
        return child.repeats() ? NestedText.array(once.nativeType()) : once.nativeType();
    }

    /** As a column: its native type begins with {@code @}. */
    public XsdType type(XmlSchemaAttribute attribute) {
        return plain(attribute).ofAttribute();
    }

    public static boolean isOptional(XmlSchemaAttribute attribute) {
        return attribute.getUse() != XmlSchemaUse.REQUIRED;
    }

    private XsdType plain(XmlSchemaAttribute attribute) {
        boolean named = attribute.getSchemaType() == null && attribute.getSchemaTypeName() != null;
        return XsdTypes.of(named ? schemas.getTypeByQName(attribute.getSchemaTypeName()) : attribute.getSchemaType());
    }
}
