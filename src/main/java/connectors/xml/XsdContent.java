package connectors.xml;

import connectors.xml.XsdShapes.Child;
import connectors.xml.XsdShapes.Inside;
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

/** Collects the child elements and attributes of one complex type, those of its bases and groups included. */
final class XsdContent {
    private final XmlSchemaCollection schemas;
    private final XsdShapes.Budget budget;
    private final Map<String, Child> children = new LinkedHashMap<>();
    private final Map<String, XmlSchemaAttribute> attributes = new LinkedHashMap<>();
    private final Set<XmlSchemaType> bases = new HashSet<>();
    private XmlSchemaType text;

    XsdContent(XmlSchemaCollection schemas, XsdShapes.Budget budget) {
        this.schemas = schemas;
        this.budget = budget;
    }

    Inside of(XmlSchemaComplexType type) {
        collect(type);
        return new Inside(children, attributes, text);
    }

    private void collect(XmlSchemaComplexType type) {
        if (!bases.add(type) || !budget.take()) return;
        add(type.getAttributes(), type.getParticle());
        XmlSchemaContent content = type.getContentModel() == null ? null : type.getContentModel().getContent();
        if (content instanceof XmlSchemaComplexContentExtension extension) {
            if (schemas.getTypeByQName(extension.getBaseTypeName()) instanceof XmlSchemaComplexType base) collect(base);
            add(extension.getAttributes(), extension.getParticle());
        } else if (content instanceof XmlSchemaComplexContentRestriction restriction) {
            add(restriction.getAttributes(), restriction.getParticle());
        } else if (content instanceof XmlSchemaSimpleContentExtension extension) {
            simple(schemas.getTypeByQName(extension.getBaseTypeName()));
            add(extension.getAttributes(), null);
        } else if (content instanceof XmlSchemaSimpleContentRestriction restriction) {
            simple(restriction.getBaseType() != null ? restriction.getBaseType()
                    : schemas.getTypeByQName(restriction.getBaseTypeName()));
            add(restriction.getAttributes(), null);
        }
    }

    private void add(List<?> declared, XmlSchemaParticle particle) {
        attributes(declared, new HashSet<>());
        particle(particle, false, false, new HashSet<>());
    }

    private void simple(XmlSchemaType base) {
        if (base instanceof XmlSchemaComplexType complex) collect(complex);
        else if (base instanceof XmlSchemaSimpleType) text = base;
    }

    private void attributes(List<?> declared, Set<Object> groups) {
        for (Object one : declared) {
            if (one instanceof XmlSchemaAttribute attribute) attribute(attribute);
            else if (one instanceof XmlSchemaAttributeGroup group && groups.add(group)) attributes(group.getAttributes(), groups);
            else if (one instanceof XmlSchemaAttributeGroupRef ref && ref.getRef().getTarget() != null) {
                attributes(List.of(ref.getRef().getTarget()), groups);
            }
        }
    }

    private void attribute(XmlSchemaAttribute attribute) {
        boolean refers = attribute.isRef() && attribute.getRef().getTarget() != null;
        XmlSchemaAttribute meant = refers ? attribute.getRef().getTarget() : attribute;
        if (attribute.getUse() != XmlSchemaUse.PROHIBITED && meant.getName() != null) attributes.put(meant.getName(), meant);
    }

    private void particle(XmlSchemaParticle particle, boolean optional, boolean many, Set<Object> groups) {
        if (particle == null || !budget.take()) return;
        boolean nullable = optional || particle.getMinOccurs() == 0;
        boolean repeats = many || particle.getMaxOccurs() > 1;
        if (particle instanceof XmlSchemaElement element) element(element, nullable, repeats);
        else if (particle instanceof XmlSchemaSequence all) particles(all.getItems(), nullable, repeats, groups);
        else if (particle instanceof XmlSchemaAll all) particles(all.getItems(), nullable, repeats, groups);
        else if (particle instanceof XmlSchemaChoice any) choice(any, nullable, repeats, groups);
        else if (particle instanceof XmlSchemaGroupRef ref) group(ref, nullable, repeats, groups);
    }

    /** Of several only one comes. */
    private void choice(XmlSchemaChoice any, boolean nullable, boolean repeats, Set<Object> groups) {
        particles(any.getItems(), nullable || any.getItems().size() > 1, repeats, groups);
    }

    private void particles(List<?> items, boolean nullable, boolean repeats, Set<Object> groups) {
        for (Object item : items) {
            if (item instanceof XmlSchemaParticle particle) particle(particle, nullable, repeats, groups);
            else if (item instanceof XmlSchemaGroup group && groups.add(group)) {
                particle(group.getParticle(), nullable, repeats, groups);
                groups.remove(group);
            }
        }
    }

    private void group(XmlSchemaGroupRef ref, boolean nullable, boolean repeats, Set<Object> groups) {
        if (ref.getParticle() != null) {
            particle(ref.getParticle(), nullable, repeats, groups);
            return;
        }
        for (XmlSchema schema : schemas.getXmlSchemas()) {
            XmlSchemaGroup group = schema.getGroupByName(ref.getRefName());
            if (group == null || !groups.add(group)) continue;
            particle(group.getParticle(), nullable, repeats, groups);
            groups.remove(group);
            return;
        }
    }

    private void element(XmlSchemaElement element, boolean nullable, boolean repeats) {
        boolean refers = element.isRef() && element.getRef().getTarget() != null;
        XmlSchemaElement meant = refers ? element.getRef().getTarget() : element;
        if (meant.getName() == null) return;
        boolean twice = children.containsKey(meant.getName());
        children.put(meant.getName(), new Child(meant, nullable || meant.isNillable() || element.isNillable(), repeats || twice));
    }
}
