package testing.workday;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Writes the description of a web service in the shape of the published ones: one schema in {@code urn:com.workday/bsvc}, requests
 * and responses with filters and envelopes, types of data, and for each business object its reference type with the kinds of its
 * ids. Its own words, made for tests.
 */
public final class ServiceText {

    /**
     * @param type {@code xsd:…}, {@code text(9)}, {@code number(18,2)}, {@code one of A|B}, {@code reference Worker},
     *             {@code data Time_Off_Entry}
     */
    public record Field(String name, String type, boolean required, boolean many, String documentation) {
        public static Field of(String name, String type) {
            return new Field(name, type, false, false, "The " + name.replace('_', ' '));
        }

        public Field needed() {
            return new Field(name, type, true, many, documentation);
        }

        public Field repeated() {
            return new Field(name, type, required, true, documentation);
        }
    }

    private static final String OPEN = "<?xml version='1.0' encoding='UTF-8'?><wsdl:definitions xmlns:wsdl=\"http://schemas.xmlsoap.org/wsdl/\""
            + " xmlns:wd-wsdl=\"urn:com.workday/bsvc/%1$s\" xmlns:wd=\"urn:com.workday/bsvc\" xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\""
            + " xmlns:soapbind=\"http://schemas.xmlsoap.org/wsdl/soap/\" name=\"%1$s\" targetNamespace=\"urn:com.workday/bsvc/%1$s\">"
            + "<wsdl:documentation>The %1$s web service of the stand-in.</wsdl:documentation><wsdl:types>"
            + "<xsd:schema elementFormDefault=\"qualified\" attributeFormDefault=\"qualified\" targetNamespace=\"urn:com.workday/bsvc\">"
            + "<xsd:attribute name=\"version\" type=\"xsd:string\"/>";
    private static final String FILTER = """
            <xsd:complexType name="Response_FilterType"><xsd:sequence><xsd:element name="As_Of_Effective_Date" type="xsd:date" minOccurs="0"/>\
            <xsd:element name="Page" minOccurs="0"><xsd:simpleType><xsd:restriction base="xsd:decimal"><xsd:totalDigits value="12"/>\
            <xsd:minInclusive value="1"/><xsd:fractionDigits value="0"/></xsd:restriction></xsd:simpleType></xsd:element>\
            <xsd:element name="Count" minOccurs="0"><xsd:simpleType><xsd:restriction base="xsd:decimal"><xsd:totalDigits value="3"/>\
            <xsd:fractionDigits value="0"/></xsd:restriction></xsd:simpleType></xsd:element></xsd:sequence></xsd:complexType>\
            <xsd:complexType name="Validation_FaultType"><xsd:sequence><xsd:element name="Message" type="xsd:string" minOccurs="0"/>\
            </xsd:sequence></xsd:complexType>""";

    private final String name;
    private final Map<String, List<Field>> things = new LinkedHashMap<>();
    private final Map<String, List<Field>> parts = new LinkedHashMap<>();
    private final TreeSet<String> objects = new TreeSet<>();
    private String more = "";

    public ServiceText(String name) {
        this.name = name;
    }

    /** A business object with operations to get and to put it. */
    public ServiceText thing(String thing, Field... fields) {
        things.put(thing, List.of(fields));
        objects.add(thing);
        return this;
    }

    /** A type of data without operations of its own. */
    public ServiceText part(String part, Field... fields) {
        parts.put(part, List.of(fields));
        return this;
    }

    /** Anything else in the schema. */
    public ServiceText with(String xsd) {
        more += xsd;
        return this;
    }

    /** @param address where the service says it is called */
    public String text(String address) {
        StringBuilder schema = new StringBuilder();
        things.forEach((thing, fields) -> schema.append(messages(thing)).append(data(thing, fields)));
        parts.forEach((part, fields) -> schema.append(data(part, fields)));
        StringBuilder text = new StringBuilder(OPEN.formatted(name)).append(FILTER).append(schema);
        objects.forEach(object -> text.append(reference(object)));
        return text.append(more).append("</xsd:schema></wsdl:types>").append(operations(address)).append("</wsdl:definitions>").toString();
    }

    private static String messages(String t) {
        String version = "<xsd:attribute ref=\"wd:version\"/>";
        return element("Get_" + t + "s_Request", "Get_" + t + "s_RequestType") + element("Get_" + t + "s_Response", "Get_" + t + "s_ResponseType")
                + element("Put_" + t + "_Request", "Put_" + t + "_RequestType") + element("Put_" + t + "_Response", "Put_" + t + "_ResponseType")
                + type("Get_" + t + "s_RequestType", child("Response_Filter", "wd:Response_FilterType", 0, "1"), version)
                + type("Get_" + t + "s_ResponseType", child("Response_Filter", "wd:Response_FilterType", 0, "1")
                        + child("Response_Data", "wd:" + t + "_Response_DataType", 0, "1"), version)
                + type(t + "_Response_DataType", child(t, "wd:" + t + "Type", 0, "unbounded"), "")
                + type(t + "Type", child(t + "_Reference", "wd:" + t + "ObjectType", 0, "1") + child(t + "_Data", "wd:" + t + "_DataType", 0, "1"), "")
                + type("Put_" + t + "_RequestType", child(t + "_Reference", "wd:" + t + "ObjectType", 0, "1")
                        + child(t + "_Data", "wd:" + t + "_DataType", 1, "1"), "<xsd:attribute name=\"Add_Only\" type=\"xsd:boolean\"/>" + version)
                + type("Put_" + t + "_ResponseType", child(t + "_Reference", "wd:" + t + "ObjectType", 0, "1"), version);
    }

    private static String element(String name, String type) {
        return "<xsd:element name=\"" + name + "\" type=\"wd:" + type + "\"/>";
    }

    private static String child(String name, String type, int least, String most) {
        return "<xsd:element name=\"" + name + "\" type=\"" + type + "\" minOccurs=\"" + least + "\" maxOccurs=\"" + most + "\"/>";
    }

    private static String type(String name, String children, String attributes) {
        return "<xsd:complexType name=\"" + name + "\"><xsd:sequence>" + children + "</xsd:sequence>" + attributes + "</xsd:complexType>";
    }

    private String data(String thing, List<Field> fields) {
        StringBuilder children = new StringBuilder();
        fields.forEach(field -> children.append(field(field)));
        return "<xsd:complexType name=\"" + thing + "_DataType\"><xsd:annotation><xsd:documentation>" + thing.replace('_', ' ')
                + " Data</xsd:documentation><xsd:appinfo><wd:Validation><xsd:documentation>Not for us.</xsd:documentation>"
                + "</wd:Validation></xsd:appinfo></xsd:annotation><xsd:sequence>" + children + "</xsd:sequence></xsd:complexType>";
    }

    private String field(Field field) {
        String occurs = " minOccurs=\"" + (field.required() ? 1 : 0) + "\" maxOccurs=\"" + (field.many() ? "unbounded" : "1") + "\"";
        String note = "<xsd:annotation><xsd:documentation>" + field.documentation() + "</xsd:documentation></xsd:annotation>";
        String named = named(field.type());
        if (named != null) return "<xsd:element name=\"" + field.name() + "\" type=\"" + named + "\"" + occurs + ">" + note + "</xsd:element>";
        return "<xsd:element name=\"" + field.name() + "\"" + occurs + ">" + note + "<xsd:simpleType>" + restriction(field.type())
                + "</xsd:simpleType></xsd:element>";
    }

    private String named(String type) {
        if (type.startsWith("xsd:") || type.startsWith("wd:")) return type;
        if (type.startsWith("data ")) return "wd:" + type.substring(5) + "_DataType";
        if (!type.startsWith("reference ")) return null;
        objects.add(type.substring(10));
        return "wd:" + type.substring(10) + "ObjectType";
    }

    private static String restriction(String type) {
        if (type.startsWith("text(")) return "<xsd:restriction base=\"xsd:string\"><xsd:maxLength value=\"" + digits(type, 0) + "\"/></xsd:restriction>";
        if (type.startsWith("number(")) {
            return "<xsd:restriction base=\"xsd:decimal\"><xsd:totalDigits value=\"" + digits(type, 0) + "\"/><xsd:minInclusive value=\"0\"/>"
                    + "<xsd:fractionDigits value=\"" + digits(type, 1) + "\"/></xsd:restriction>";
        }
        List<String> values = new ArrayList<>();
        for (String value : type.substring("one of ".length()).split("\\|")) values.add("<xsd:enumeration value=\"" + value + "\"/>");
        return "<xsd:restriction base=\"xsd:string\">" + String.join("", values) + "</xsd:restriction>";
    }

    private static String digits(String type, int which) {
        return type.substring(type.indexOf('(') + 1, type.indexOf(')')).split(",")[which];
    }

    private static String reference(String object) {
        return "<xsd:simpleType name=\"" + object + "ReferenceEnumeration\"><xsd:restriction base=\"xsd:string\"><xsd:enumeration value=\"WID\"/>"
                + "<xsd:enumeration value=\"" + object + "_ID\"/></xsd:restriction></xsd:simpleType><xsd:complexType name=\"" + object
                + "ObjectIDType\"><xsd:simpleContent><xsd:extension base=\"xsd:string\"><xsd:attribute name=\"type\" type=\"wd:" + object
                + "ReferenceEnumeration\" use=\"required\"/></xsd:extension></xsd:simpleContent></xsd:complexType><xsd:complexType name=\"" + object
                + "ObjectType\"><xsd:annotation wd:Is_Reference_ID=\"1\"/><xsd:sequence><xsd:element name=\"ID\" type=\"wd:" + object
                + "ObjectIDType\" minOccurs=\"0\" maxOccurs=\"unbounded\"/></xsd:sequence><xsd:attribute name=\"Descriptor\" type=\"xsd:string\"/>"
                + "</xsd:complexType>";
    }

    private String operations(String address) {
        StringBuilder messages = new StringBuilder();
        StringBuilder port = new StringBuilder();
        StringBuilder binding = new StringBuilder();
        for (String thing : things.keySet()) {
            for (String operation : List.of("Get_" + thing + "s", "Put_" + thing)) {
                messages.append(message(operation + "_RequestInputMsg", operation + "_Request"))
                        .append(message(operation + "_ResponseOutputMsg", operation + "_Response"));
                port.append("<wsdl:operation name=\"").append(operation).append("\"><wsdl:documentation>Works on ").append(thing)
                        .append(".</wsdl:documentation><wsdl:input message=\"wd-wsdl:").append(operation).append("_RequestInputMsg\"/><wsdl:output"
                        + " message=\"wd-wsdl:").append(operation).append("_ResponseOutputMsg\"/></wsdl:operation>");
                binding.append("<wsdl:operation name=\"").append(operation).append("\"><soapbind:operation style=\"document\"/></wsdl:operation>");
            }
        }
        return messages + "<wsdl:portType name=\"" + name + "Port\">" + port + "</wsdl:portType><wsdl:binding name=\"" + name + "Binding\" type=\"wd-wsdl:"
                + name + "Port\"><soapbind:binding style=\"document\" transport=\"http://schemas.xmlsoap.org/soap/http\"/>" + binding
                + "</wsdl:binding><wsdl:service name=\"" + name + "Service\"><wsdl:port name=\"" + name + "\" binding=\"wd-wsdl:" + name
                + "Binding\"><soapbind:address location=\"" + address + "\"/></wsdl:port></wsdl:service>";
    }

    private static String message(String name, String element) {
        return "<wsdl:message name=\"" + name + "\"><wsdl:part name=\"body\" element=\"wd:" + element + "\"/></wsdl:message>";
    }
}
