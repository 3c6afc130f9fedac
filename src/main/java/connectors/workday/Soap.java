package connectors.workday;

import connectors.http.HttpAnswer;
import connectors.xml.SafeXml;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;
import secrets.Secret;

/**
 * Calls of operations that only read, as SOAP 1.1 with a user name token (WS-Security 1.0, UsernameToken Profile, PasswordText).
 */
final class Soap {
    static final String MEDIA_TYPE = "text/xml; charset=utf-8";
    private static final String ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/";
    private static final String SECURITY = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
    private static final String PLAIN_PASSWORD =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText";
    private static final String OPERATIONS = "urn:com.workday/bsvc";
    /** A fault says its code at the beginning. */
    private static final int MOST_PARTS = 1_000;

    private Soap() { }

    /**
     * The body of a call. It holds the password, so it goes into the request and nowhere else.
     *
     * @param user     with the tenant; null where a token in a header says who calls
     * @param operation one that begins with {@code Get_} is asked for one row
     */
    static byte[] call(String user, Secret password, String operation, String version) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(bytes, "UTF-8");
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("env", "Envelope", ENVELOPE);
            xml.writeNamespace("env", ENVELOPE);
            if (user != null) writeSecurity(xml, user, password);
            xml.writeStartElement("env", "Body", ENVELOPE);
            writeOperation(xml, operation, version);
            xml.writeEndDocument();
            xml.close();
            return bytes.toByteArray();
        } catch (XMLStreamException never) {
            throw new IllegalStateException("the call of an operation cannot be written");
        }
    }

    private static void writeSecurity(XMLStreamWriter xml, String user, Secret password) throws XMLStreamException {
        xml.writeStartElement("env", "Header", ENVELOPE);
        xml.writeStartElement("wsse", "Security", SECURITY);
        xml.writeNamespace("wsse", SECURITY);
        xml.writeAttribute("env", ENVELOPE, "mustUnderstand", "1");
        xml.writeStartElement("wsse", "UsernameToken", SECURITY);
        writeText(xml, "Username", user);
        xml.writeStartElement("wsse", "Password", SECURITY);
        xml.writeAttribute("Type", PLAIN_PASSWORD);
        xml.writeCharacters(password.reveal());
        for (int open = 0; open < 4; open++) xml.writeEndElement();
    }

    private static void writeText(XMLStreamWriter xml, String name, String text) throws XMLStreamException {
        xml.writeStartElement("wsse", name, SECURITY);
        xml.writeCharacters(text);
        xml.writeEndElement();
    }

    /** What is asked for by {@code Get_X} is called {@code Get_X_Request}; the few older operations are called as they are. */
    private static void writeOperation(XMLStreamWriter xml, String operation, String version) throws XMLStreamException {
        boolean pages = operation.startsWith("Get_");
        xml.writeStartElement("wd", pages ? operation + "_Request" : operation, OPERATIONS);
        xml.writeNamespace("wd", OPERATIONS);
        xml.writeAttribute("wd", OPERATIONS, "version", version);
        if (!pages) return;
        xml.writeStartElement("wd", "Response_Filter", OPERATIONS);
        for (String one : new String[] {"Page", "Count"}) {
            xml.writeStartElement("wd", one, OPERATIONS);
            xml.writeCharacters("1");
            xml.writeEndElement();
        }
    }

    /**
     * The code of a fault without its prefix, as {@code Client.authenticationError}; of JSON, its {@code error}.
     *
     * @return null where the answer has none
     */
    static String code(HttpAnswer answer) {
        var error = answer.jsonOrNothing().path("error");
        return error.isTextual() ? error.asText() : faultCode(answer);
    }

    static boolean isFault(HttpAnswer answer) {
        return faultCode(answer) != null;
    }

    private static String faultCode(HttpAnswer answer) {
        if (answer.isPage()) return null;
        try {
            XMLStreamReader xml = SafeXml.stream(new ByteArrayInputStream(answer.body()));
            for (int parts = 0; parts < MOST_PARTS && xml.hasNext(); parts++) {
                boolean isCode = xml.next() == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("faultcode");
                if (isCode) return withoutPrefix(xml.getElementText());
            }
        } catch (XMLStreamException noXml) {
            return null;
        }
        return null;
    }

    private static String withoutPrefix(String code) {
        return code.substring(code.indexOf(':') + 1).strip();
    }
}
