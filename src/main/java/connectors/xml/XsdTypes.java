package connectors.xml;

import catalog.CommonType;
import java.util.Map;
import javax.xml.XMLConstants;
import org.apache.ws.commons.schema.XmlSchemaFacet;
import org.apache.ws.commons.schema.XmlSchemaFractionDigitsFacet;
import org.apache.ws.commons.schema.XmlSchemaLengthFacet;
import org.apache.ws.commons.schema.XmlSchemaMaxLengthFacet;
import org.apache.ws.commons.schema.XmlSchemaSimpleType;
import org.apache.ws.commons.schema.XmlSchemaSimpleTypeList;
import org.apache.ws.commons.schema.XmlSchemaSimpleTypeRestriction;
import org.apache.ws.commons.schema.XmlSchemaTotalDigitsFacet;
import org.apache.ws.commons.schema.XmlSchemaType;

/** Simple types of XSD. @see <a href="https://www.w3.org/TR/xmlschema-2/#built-in-datatypes">the built-in types</a> */
public final class XsdTypes {
    private static final int MOST_BASES = 50;
    private static final int DECIMAL_DIGITS = 38;
    private static final Map<String, CommonType> BUILT_IN = Map.ofEntries(
            Map.entry("boolean", CommonType.BOOLEAN), Map.entry("byte", CommonType.TINYINT),
            Map.entry("short", CommonType.SMALLINT),
            Map.entry("unsignedByte", CommonType.SMALLINT), Map.entry("int", CommonType.INTEGER),
            Map.entry("unsignedShort", CommonType.INTEGER), Map.entry("long", CommonType.BIGINT),
            Map.entry("unsignedInt", CommonType.BIGINT), Map.entry("unsignedLong", CommonType.DECIMAL),
            Map.entry("integer", CommonType.DECIMAL), Map.entry("positiveInteger", CommonType.DECIMAL),
            Map.entry("negativeInteger", CommonType.DECIMAL), Map.entry("nonNegativeInteger", CommonType.DECIMAL),
            Map.entry("nonPositiveInteger", CommonType.DECIMAL), Map.entry("decimal", CommonType.DECIMAL),
            Map.entry("float", CommonType.REAL), Map.entry("double", CommonType.DOUBLE), Map.entry("date", CommonType.DATE),
            Map.entry("time", CommonType.TIME), Map.entry("dateTime", CommonType.TIMESTAMP),
            Map.entry("dateTimeStamp", CommonType.TIMESTAMP_TZ), Map.entry("duration", CommonType.INTERVAL),
            Map.entry("base64Binary", CommonType.BINARY), Map.entry("hexBinary", CommonType.BINARY));

    /** Facets, of which the one nearest to the type holds. */
    private static final class Facets {
        private Integer digits;
        private Integer fraction;
        private Integer length;

        void look(XmlSchemaFacet facet) {
            Integer value = number(facet);
            if (facet instanceof XmlSchemaTotalDigitsFacet && digits == null) digits = value;
            if (facet instanceof XmlSchemaFractionDigitsFacet && fraction == null) fraction = value;
            boolean isLength = facet instanceof XmlSchemaMaxLengthFacet || facet instanceof XmlSchemaLengthFacet;
            if (isLength && length == null) length = value;
        }

        private static Integer number(XmlSchemaFacet facet) {
            try {
                return Integer.valueOf(String.valueOf(facet.getValue()).strip());
            } catch (NumberFormatException none) {
                return null;
            }
        }
    }

    private XsdTypes() { }

    /** @param type null where the schema does not say: any text will do */
    public static XsdType of(XmlSchemaType type) {
        Facets facets = new Facets();
        XmlSchemaType base = type;
        for (int i = 0; i < MOST_BASES && base instanceof XmlSchemaSimpleType simple; i++) {
            if (isBuiltIn(base)) return built(base.getName(), facets);
            if (simple.getContent() instanceof XmlSchemaSimpleTypeList) return XsdType.of(CommonType.ARRAY, "list");
            if (!(simple.getContent() instanceof XmlSchemaSimpleTypeRestriction restriction)) break;
            restriction.getFacets().forEach(facets::look);
            if (restriction.getBaseType() == null && restriction.getBaseTypeName() != null
                    && XMLConstants.W3C_XML_SCHEMA_NS_URI.equals(restriction.getBaseTypeName().getNamespaceURI())) {
                return built(restriction.getBaseTypeName().getLocalPart(), facets);
            }
            base = restriction.getBaseType() != null ? restriction.getBaseType() : parent(simple, restriction);
        }
        return XsdType.of(CommonType.VARCHAR, "string");
    }

    private static XmlSchemaType parent(XmlSchemaSimpleType type, XmlSchemaSimpleTypeRestriction restriction) {
        return type.getParent() == null || type.getParent().getParent() == null ? null
                : type.getParent().getParent().getTypeByQName(restriction.getBaseTypeName());
    }

    private static boolean isBuiltIn(XmlSchemaType type) {
        return type.getQName() != null && XMLConstants.W3C_XML_SCHEMA_NS_URI.equals(type.getQName().getNamespaceURI());
    }

    private static XsdType built(String name, Facets facets) {
        CommonType type = BUILT_IN.getOrDefault(name, CommonType.VARCHAR);
        if (type == CommonType.DECIMAL) return decimal(name, facets);
        boolean hasLength = facets.length != null && (type == CommonType.VARCHAR || type == CommonType.BINARY);
        if (!hasLength) return XsdType.of(type, name);
        return new XsdType(type, name + "(" + facets.length + ")", facets.length, null, null);
    }

    private static XsdType decimal(String name, Facets facets) {
        int scale = name.equals("decimal") && facets.fraction != null ? facets.fraction : 0;
        boolean known = facets.digits != null && facets.digits > 0 && facets.digits <= DECIMAL_DIGITS && scale >= 0
                && scale <= facets.digits && (!name.equals("decimal") || facets.fraction != null);
        if (known) return decimal(name + "(" + facets.digits + "," + scale + ")", facets.digits, scale);
        return name.equals("decimal") ? XsdType.of(CommonType.DECIMAL, name) : decimal(name, DECIMAL_DIGITS, 0);
    }

    private static XsdType decimal(String nativeType, int precision, int scale) {
        return new XsdType(CommonType.DECIMAL, nativeType, null, precision, scale);
    }
}
