package connectors.workday;

import connectors.xml.SafeXml;
import connectors.xml.XsdNotes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.namespace.QName;
import org.apache.ws.commons.schema.XmlSchemaCollection;
import org.apache.ws.commons.schema.resolver.URIResolver;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * What is needed of a description of a web service, WSDL 1.1: its operations, where it says it is called, and its schemas. What
 * is as large as all of that, bindings and the rules of validation, is left out while it is read.
 *
 * @param address null where it has none
 */
record Wsdl(String documentation, String address, List<Operation> operations, XmlSchemaCollection schemas) {
    private static final String WSDL = "http://schemas.xmlsoap.org/wsdl/";
    private static final String SOAP = "http://schemas.xmlsoap.org/wsdl/soap/";
    private static final String XSD = XMLConstants.W3C_XML_SCHEMA_NS_URI;
    /** Elements and attributes: three times what a description of 13 MB has. */
    private static final int MOST_NODES = 1_500_000;

    /** @param request and {@code response}: elements of the schemas, without their prefix; null where there is none */
    record Operation(String name, String request, String response) { }

    /**
     * @param others gives the documents that schemas refer to
     * @throws connectors.xml.XmlRefused            for what is not taken in
     * @throws org.apache.ws.commons.schema.XmlSchemaException for a schema that cannot be understood
     */
    static Wsdl of(byte[] text, String location, URIResolver others) throws IOException {
        Document document = SafeXml.document(new ByteArrayInputStream(text), MOST_NODES, Wsdl::isOfNoUse);
        Element root = document.getDocumentElement();
        if (!is(root, WSDL, "definitions")) return null;
        return new Wsdl(documentation(root), address(root), operations(root), schemas(root, location, others));
    }

    private static boolean isOfNoUse(QName name) {
        return name.getLocalPart().equals("appinfo") && name.getNamespaceURI().equals(XSD)
                || name.getLocalPart().equals("binding") && name.getNamespaceURI().equals(WSDL);
    }

    /** A schema without an owner, such as a report's. */
    static XmlSchemaCollection schema(byte[] text, String location, URIResolver others) throws IOException {
        Element root = SafeXml.document(new ByteArrayInputStream(text), MOST_NODES, Wsdl::isOfNoUse).getDocumentElement();
        if (!is(root, XSD, "schema")) return null;
        XmlSchemaCollection schemas = collection(others);
        schemas.read(root, location);
        return schemas;
    }

    private static XmlSchemaCollection schemas(Element root, String location, URIResolver others) {
        XmlSchemaCollection schemas = collection(others);
        for (Element types : children(root, WSDL, "types")) {
            for (Element schema : children(types, XSD, "schema")) schemas.read(schema, location);
        }
        return schemas;
    }

    /** The library's own way to other documents would open connections. */
    private static XmlSchemaCollection collection(URIResolver others) {
        XmlSchemaCollection schemas = new XmlSchemaCollection();
        schemas.setSchemaResolver(others);
        return schemas;
    }

    private static String documentation(Element of) {
        for (Element documentation : children(of, WSDL, "documentation")) return XsdNotes.line(documentation.getTextContent());
        return null;
    }

    private static String address(Element root) {
        for (Element service : children(root, WSDL, "service")) {
            for (Element port : children(service, WSDL, "port")) {
                for (Element address : children(port, SOAP, "address")) return address.getAttribute("location");
            }
        }
        return null;
    }

    private static List<Operation> operations(Element root) {
        Map<String, String> messages = new HashMap<>();
        for (Element message : children(root, WSDL, "message")) {
            for (Element part : children(message, WSDL, "part")) {
                messages.putIfAbsent(message.getAttribute("name"), local(part.getAttribute("element")));
            }
        }
        List<Operation> operations = new ArrayList<>();
        for (Element port : children(root, WSDL, "portType")) {
            for (Element one : children(port, WSDL, "operation")) {
                operations.add(new Operation(one.getAttribute("name"), element(one, "input", messages),
                        element(one, "output", messages)));
            }
        }
        return operations;
    }

    private static String element(Element operation, String direction, Map<String, String> messages) {
        for (Element one : children(operation, WSDL, direction)) return messages.get(local(one.getAttribute("message")));
        return null;
    }

    private static String local(String name) {
        return name.substring(name.indexOf(':') + 1);
    }

    private static List<Element> children(Element of, String namespace, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = of.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && is(element, namespace, name)) found.add(element);
        }
        return found;
    }

    private static boolean is(Element element, String namespace, String name) {
        return name.equals(element.getLocalName()) && namespace.equals(element.getNamespaceURI());
    }
}
