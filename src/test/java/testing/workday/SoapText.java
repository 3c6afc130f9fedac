package testing.workday;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** A call as a server understands it. Null where it has no such part. */
record SoapText(String operation, String username, String password, String namespace, String passwordType) {
    private static final String PLAIN = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText";

    static SoapText of(String body) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setNamespaceAware(true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            Document call = factory.newDocumentBuilder().parse(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
            Element content = (Element) call.getElementsByTagNameNS("http://schemas.xmlsoap.org/soap/envelope/", "Body").item(0).getFirstChild();
            Element password = first(call, "Password");
            return new SoapText(content.getLocalName().replaceAll("_Request$", ""), text(first(call, "Username")), text(password),
                    password == null ? null : password.getNamespaceURI(), password == null ? null : password.getAttribute("Type"));
        } catch (Exception malformed) {
            throw new IllegalArgumentException("not a call", malformed);
        }
    }

    private static Element first(Document call, String name) {
        NodeList found = call.getElementsByTagNameNS("*", name);
        return found.getLength() == 0 ? null : (Element) found.item(0);
    }

    private static String text(Element element) {
        return element == null ? null : element.getTextContent();
    }

    boolean isPlain(String security) {
        return security.equals(namespace) && PLAIN.equals(passwordType);
    }
}
