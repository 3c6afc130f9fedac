package connectors.files.formats;

import catalog.Column;
import catalog.CommonType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.ws.commons.schema.XmlSchema;
import org.apache.ws.commons.schema.XmlSchemaAll;
import org.apache.ws.commons.schema.XmlSchemaAttribute;
import org.apache.ws.commons.schema.XmlSchemaAttributeGroup;
import org.apache.ws.commons.schema.XmlSchemaAttributeGroupRef;
import org.apache.ws.commons.schema.XmlSchemaChoice;
import org.apache.ws.commons.schema.XmlSchemaCollection;
import org.apache.ws.commons.schema.XmlSchemaComplexContentExtension;
import org.apache.ws.commons.schema.XmlSchemaComplexContentRestriction;
import org.apache.ws.commons.schema.XmlSchemaComplexType;
import org.apache.ws.commons.schema.XmlSchemaContent;
import org.apache.ws.commons.schema.XmlSchemaElement;
import org.apache.ws.commons.schema.XmlSchemaGroup;
import org.apache.ws.commons.schema.XmlSchemaGroupRef;
import org.apache.ws.commons.schema.XmlSchemaParticle;
import org.apache.ws.commons.schema.XmlSchemaSequence;
import org.apache.ws.commons.schema.XmlSchemaSimpleContentExtension;
import org.apache.ws.commons.schema.XmlSchemaSimpleContentRestriction;
import org.apache.ws.commons.schema.XmlSchemaSimpleType;
import org.apache.ws.commons.schema.XmlSchemaType;
import org.apache.ws.commons.schema.XmlSchemaUse;

/** The columns that an XSD declares for one element: its attributes and child elements. Types may refer to themselves. */
final class XsdColumns {
    private static final String PREFIX = "xml:";
    private static final String TEXT = "#text";

    /** @param repeats whether it may come more than once in its parent */
    private record Child(XmlSchemaElement element, boolean nullable, boolean repeats) { }

    /** What an element may hold. @param text of an element with simple content; null for none */
    private record Inside(Map<String, Child> children, Map<String, XmlSchemaAttribute> attributes, XmlSchemaType[] text) {
        private Inside() {
            this(new LinkedHashMap<>(), new LinkedHashMap<>(), new XmlSchemaType[1]);
        }
    }

    private final XmlSchemaCollection schemas;
    private int left = Limits.SHAPE_NODES;

    XsdColumns(XmlSchemaCollection schemas) {
        this.schemas = schemas;
    }

    /** @param path of the rows' element from the root, as {@code /orders/order}; @return null where it is not declared */
    List<Column> of(String path) {
        XmlSchemaElement element = null;
        for (String step : path.substring(1).split("/")) {
            String name = step.substring(step.indexOf(':') + 1);
            element = element == null ? root(name) : child(element, name);
            if (element == null) return null;
        }
        return columns(element);
    }

    private XmlSchemaElement root(String name) {
        for (XmlSchema schema : schemas.getXmlSchemas()) {
            for (XmlSchemaElement element : schema.getElements().values()) {
                if (name.equals(element.getName())) return element;
            }
        }
        return null;
    }

    private XmlSchemaElement child(XmlSchemaElement parent, String name) {
        Child child = inside(parent.getSchemaType()).children.get(name);
        return child == null ? null : child.element;
    }

    private List<Column> columns(XmlSchemaElement row) {
        Inside inside = inside(row.getSchemaType());
        List<Column> columns = new ArrayList<>();
        ColumnNames names = new ColumnNames();
        if (inside.attributes.isEmpty() && inside.children.isEmpty()) {
            add(columns, names, row.getName(), simple(row.getSchemaType()), row.isNillable());
            return columns;
        }
        inside.attributes.forEach((name, attribute) -> {
            Declared type = simple(attribute);
            add(columns, names, name, named("@" + type.nativeType(), type), attribute.getUse() != XmlSchemaUse.REQUIRED);
        });
        inside.children.forEach((name, child) -> add(columns, names, name, type(child, new HashSet<>()), child.nullable));
        if (inside.text[0] != null) add(columns, names, TEXT, simple(inside.text[0]), true);
        return columns;
    }

    private static Declared named(String nativeType, Declared type) {
        return new Declared(type.type(), nativeType, type.length(), type.precision(), type.scale());
    }

    private static void add(List<Column> columns, ColumnNames names, String name, Declared type, boolean nullable) {
        int position = columns.size() + 1;
        if (position > Limits.COLUMNS) return;
        columns.add(type.column(PREFIX, names.give(name, position), position, nullable, null, null));
    }

    /** @param open the types that the child lies in */
    private Declared type(Child child, Set<XmlSchemaType> open) {
        Declared once = once(child.element, open);
        return child.repeats ? Declared.of(CommonType.ARRAY, NestedText.array(once.nativeType())) : once;
    }

    private Declared once(XmlSchemaElement element, Set<XmlSchemaType> open) {
        XmlSchemaType type = element.getSchemaType();
        if (!(type instanceof XmlSchemaComplexType)) return simple(type);
        if (left-- <= 0 || open.size() > Limits.XML_DEPTH) return Declared.of(CommonType.JSON, "…");
        if (!open.add(type)) return Declared.of(CommonType.STRUCT, "reference<" + NestedText.quoted(element.getName()) + ">");
        Declared spelled = spelled(inside(type), open);
        open.remove(type);
        return spelled;
    }

    private Declared spelled(Inside inside, Set<XmlSchemaType> open) {
        if (inside.text[0] != null && inside.attributes.isEmpty()) return simple(inside.text[0]);
        List<String> fields = new ArrayList<>();
        inside.attributes.forEach((name, attribute) -> fields.add(NestedText.field("@" + name, simple(attribute).nativeType(),
                attribute.getUse() != XmlSchemaUse.REQUIRED)));
        inside.children.forEach((name, child) -> {
            if (left > 0) fields.add(NestedText.field(name, type(child, open).nativeType(), child.nullable));
        });
        if (inside.text[0] != null) fields.add(NestedText.field(TEXT, simple(inside.text[0]).nativeType(), true));
        return Declared.of(CommonType.STRUCT, NestedText.struct(fields));
    }

    private static Declared simple(XmlSchemaType type) {
        return XsdTypes.of(type);
    }

    private Declared simple(XmlSchemaAttribute attribute) {
        boolean named = attribute.getSchemaType() == null && attribute.getSchemaTypeName() != null;
        return simple(named ? schemas.getTypeByQName(attribute.getSchemaTypeName()) : attribute.getSchemaType());
    }

    private Inside inside(XmlSchemaType type) {
        Inside inside = new Inside();
        if (type instanceof XmlSchemaComplexType complex) collect(complex, inside, new HashSet<>());
        return inside;
    }

    private void collect(XmlSchemaComplexType type, Inside inside, Set<XmlSchemaType> bases) {
        if (!bases.add(type) || left-- <= 0) return;
        attributes(type.getAttributes(), inside, new HashSet<>());
        particle(type.getParticle(), false, false, inside, new HashSet<>());
        XmlSchemaContent content = type.getContentModel() == null ? null : type.getContentModel().getContent();
        if (content instanceof XmlSchemaComplexContentExtension extension) {
            if (schemas.getTypeByQName(extension.getBaseTypeName()) instanceof XmlSchemaComplexType base) collect(base, inside, bases);
            attributes(extension.getAttributes(), inside, new HashSet<>());
            particle(extension.getParticle(), false, false, inside, new HashSet<>());
        } else if (content instanceof XmlSchemaComplexContentRestriction restriction) {
            attributes(restriction.getAttributes(), inside, new HashSet<>());
            particle(restriction.getParticle(), false, false, inside, new HashSet<>());
        } else if (content instanceof XmlSchemaSimpleContentExtension extension) {
            text(schemas.getTypeByQName(extension.getBaseTypeName()), inside, bases);
            attributes(extension.getAttributes(), inside, new HashSet<>());
        } else if (content instanceof XmlSchemaSimpleContentRestriction restriction) {
            text(restriction.getBaseType() != null ? restriction.getBaseType() : schemas.getTypeByQName(restriction.getBaseTypeName()),
                    inside, bases);
            attributes(restriction.getAttributes(), inside, new HashSet<>());
        }
    }

    private void text(XmlSchemaType base, Inside inside, Set<XmlSchemaType> bases) {
        if (base instanceof XmlSchemaComplexType complex) collect(complex, inside, bases);
        else if (base instanceof XmlSchemaSimpleType) inside.text[0] = base;
    }

    private void attributes(List<?> attributes, Inside inside, Set<Object> groups) {
        for (Object one : attributes) {
            if (one instanceof XmlSchemaAttribute attribute) attribute(attribute, inside);
            else if (one instanceof XmlSchemaAttributeGroup group && groups.add(group)) attributes(group.getAttributes(), inside, groups);
            else if (one instanceof XmlSchemaAttributeGroupRef ref && ref.getRef().getTarget() != null) {
                attributes(List.of(ref.getRef().getTarget()), inside, groups);
            }
        }
    }

    private static void attribute(XmlSchemaAttribute attribute, Inside inside) {
        XmlSchemaAttribute meant = attribute.isRef() && attribute.getRef().getTarget() != null ? attribute.getRef().getTarget() : attribute;
        if (attribute.getUse() != XmlSchemaUse.PROHIBITED && meant.getName() != null) inside.attributes.put(meant.getName(), meant);
    }

    private void particle(XmlSchemaParticle particle, boolean optional, boolean many, Inside inside, Set<Object> groups) {
        if (particle == null || left-- <= 0) return;
        boolean nullable = optional || particle.getMinOccurs() == 0;
        boolean repeats = many || particle.getMaxOccurs() > 1;
        if (particle instanceof XmlSchemaElement element) element(element, nullable, repeats, inside);
        else if (particle instanceof XmlSchemaSequence all) particles(all.getItems(), nullable, repeats, inside, groups);
        else if (particle instanceof XmlSchemaAll all) particles(all.getItems(), nullable, repeats, inside, groups);
        else if (particle instanceof XmlSchemaChoice any) particles(any.getItems(), nullable || any.getItems().size() > 1, repeats, inside, groups);
        else if (particle instanceof XmlSchemaGroupRef ref) group(ref, nullable, repeats, inside, groups);
    }

    private void particles(List<?> items, boolean nullable, boolean repeats, Inside inside, Set<Object> groups) {
        for (Object item : items) {
            if (item instanceof XmlSchemaParticle particle) particle(particle, nullable, repeats, inside, groups);
            else if (item instanceof XmlSchemaGroup group && groups.add(group)) {
                particle(group.getParticle(), nullable, repeats, inside, groups);
                groups.remove(group);
            }
        }
    }

    private void group(XmlSchemaGroupRef ref, boolean nullable, boolean repeats, Inside inside, Set<Object> groups) {
        if (ref.getParticle() != null) {
            particle(ref.getParticle(), nullable, repeats, inside, groups);
            return;
        }
        for (XmlSchema schema : schemas.getXmlSchemas()) {
            XmlSchemaGroup group = schema.getGroupByName(ref.getRefName());
            if (group == null || !groups.add(group)) continue;
            particle(group.getParticle(), nullable, repeats, inside, groups);
            groups.remove(group);
            return;
        }
    }

    private static void element(XmlSchemaElement element, boolean nullable, boolean repeats, Inside inside) {
        XmlSchemaElement meant = element.isRef() && element.getRef().getTarget() != null ? element.getRef().getTarget() : element;
        if (meant.getName() == null) return;
        Child before = inside.children.get(meant.getName());
        inside.children.put(meant.getName(), new Child(meant, nullable || meant.isNillable() || element.isNillable(), repeats || before != null));
    }
}
