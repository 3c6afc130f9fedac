package connectors.xml;

import java.util.ArrayList;
import java.util.List;
import org.apache.ws.commons.schema.XmlSchemaAnnotated;
import org.apache.ws.commons.schema.XmlSchemaDocumentation;
import org.apache.ws.commons.schema.XmlSchemaEnumerationFacet;
import org.apache.ws.commons.schema.XmlSchemaFacet;
import org.apache.ws.commons.schema.XmlSchemaMaxExclusiveFacet;
import org.apache.ws.commons.schema.XmlSchemaMaxInclusiveFacet;
import org.apache.ws.commons.schema.XmlSchemaMinExclusiveFacet;
import org.apache.ws.commons.schema.XmlSchemaMinInclusiveFacet;
import org.apache.ws.commons.schema.XmlSchemaSimpleType;
import org.apache.ws.commons.schema.XmlSchemaSimpleTypeRestriction;
import org.apache.ws.commons.schema.XmlSchemaType;
import org.w3c.dom.NodeList;

/** What an XSD says of a thing beside its type: documentation, permitted values, bounds. All of it is cut to a measure. */
public final class XsdNotes {
    private static final int LONGEST = 4_000;
    private static final int MOST_VALUES = 50;
    private static final int LONGEST_VALUE = 100;

    private XsdNotes() { }

    /** Documentation as one line of text; null for none. */
    public static String documentation(XmlSchemaAnnotated thing) {
        if (thing == null || thing.getAnnotation() == null) return null;
        StringBuilder text = new StringBuilder();
        thing.getAnnotation().getItems().forEach(item -> {
            if (item instanceof XmlSchemaDocumentation documentation) append(text, documentation.getMarkup());
        });
        return line(text.toString());
    }

    /** A text on one line, not too long; null where nothing is left of it. */
    public static String line(String text) {
        String line = cut(text, 4 * LONGEST).strip().replaceAll("\\s+", " ");
        return line.isEmpty() ? null : cut(line, LONGEST);
    }

    private static void append(StringBuilder text, NodeList markup) {
        for (int i = 0; markup != null && i < markup.getLength() && text.length() < LONGEST; i++) {
            text.append(text.isEmpty() ? "" : " ").append(markup.item(i).getTextContent());
        }
    }

    /** The values that a simple type permits, of which the first {@value #MOST_VALUES} are named; empty for any. */
    public static List<String> values(XmlSchemaType type) {
        List<String> values = new ArrayList<>();
        for (XmlSchemaFacet facet : facets(type)) {
            if (!(facet instanceof XmlSchemaEnumerationFacet)) continue;
            if (values.size() == MOST_VALUES) {
                values.add("…");
                break;
            }
            values.add(cut(String.valueOf(facet.getValue()), LONGEST_VALUE));
        }
        return values;
    }

    /** The bounds of a simple type, as in {@code >= 0}. */
    public static List<String> bounds(XmlSchemaType type) {
        List<String> bounds = new ArrayList<>();
        for (XmlSchemaFacet facet : facets(type)) {
            String sign = sign(facet);
            if (sign != null) bounds.add(sign + " " + cut(String.valueOf(facet.getValue()), LONGEST_VALUE));
        }
        return bounds;
    }

    private static String sign(XmlSchemaFacet facet) {
        if (facet instanceof XmlSchemaMinInclusiveFacet) return ">=";
        if (facet instanceof XmlSchemaMinExclusiveFacet) return ">";
        if (facet instanceof XmlSchemaMaxInclusiveFacet) return "<=";
        return facet instanceof XmlSchemaMaxExclusiveFacet ? "<" : null;
    }

    /** Of the type itself: what its bases say, it may have narrowed. */
    private static List<XmlSchemaFacet> facets(XmlSchemaType type) {
        if (!(type instanceof XmlSchemaSimpleType simple)) return List.of();
        return simple.getContent() instanceof XmlSchemaSimpleTypeRestriction restriction ? restriction.getFacets() : List.of();
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + "…";
    }
}
