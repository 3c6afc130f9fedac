package connectors.workday;

import connectors.xml.XsdNotes;
import connectors.xml.XsdShapes;
import connectors.xml.XsdShapes.Inside;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.ws.commons.schema.XmlSchemaAttribute;
import org.apache.ws.commons.schema.XmlSchemaCollection;
import org.apache.ws.commons.schema.XmlSchemaComplexType;
import org.apache.ws.commons.schema.XmlSchemaType;

/**
 * Recognises what stands for an instance of a business object: a list of ids, each with its kind (WID, Employee_ID, …), and a
 * name to show.
 */
final class References {
    private static final String ID = "ID";
    private static final String KIND = "type";

    /**
     * @param object the business object, as in {@code Worker}
     * @param ids    the kinds of ids that it has; empty where the schema does not say
     */
    record Reference(String object, List<String> ids) {
        String nativeType() {
            return "reference<" + object + ">";
        }

        @Override
        public String toString() {
            return ids.isEmpty() ? object : object + " (" + String.join(", ", ids) + ")";
        }
    }

    private final XmlSchemaCollection schemas;
    private final XsdShapes shapes;
    private final Map<XmlSchemaType, Optional<Reference>> known = new IdentityHashMap<>();

    References(XmlSchemaCollection schemas, int places) {
        this.schemas = schemas;
        this.shapes = new XsdShapes(schemas, places, type -> null);
    }

    /** @return null for a type that is none */
    Reference of(XmlSchemaType type) {
        if (!(type instanceof XmlSchemaComplexType)) return null;
        Optional<Reference> found = known.get(type);
        if (found == null) known.put(type, found = look(type));
        return found.orElse(null);
    }

    private Optional<Reference> look(XmlSchemaType type) {
        Inside inside = shapes.inside(type);
        if (!inside.children().keySet().equals(Set.of(ID)) || inside.text() != null) return Optional.empty();
        return Optional.of(new Reference(object(type), kinds(inside.children().get(ID).element().getSchemaType())));
    }

    private static String object(XmlSchemaType type) {
        String name = type.getName() == null ? "object" : type.getName();
        for (String end : List.of("ObjectType", "_RefType", "RefType", "Type")) {
            if (name.endsWith(end) && name.length() > end.length()) return name.substring(0, name.length() - end.length());
        }
        return name;
    }

    private List<String> kinds(XmlSchemaType id) {
        XmlSchemaAttribute kind = shapes.inside(id).attributes().get(KIND);
        if (kind == null) return List.of();
        XmlSchemaType type = kind.getSchemaType() != null ? kind.getSchemaType() : named(kind);
        return XsdNotes.values(type);
    }

    private XmlSchemaType named(XmlSchemaAttribute kind) {
        return kind.getSchemaTypeName() == null ? null : schemas.getTypeByQName(kind.getSchemaTypeName());
    }
}
