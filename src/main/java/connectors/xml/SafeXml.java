package connectors.xml;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Predicate;
import javax.xml.namespace.QName;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.w3c.dom.Document;

/**
 * Reads XML that anybody may have written: no document type, no entity but the five, nothing that a document refers to, and
 * bounds on depth, attributes, names and texts (security.md, D-8). The runtime's own parser by name: what else is on the class
 * path must not decide.
 */
public final class SafeXml {
    public static final int DEEPEST = 100;
    static final int MOST_ATTRIBUTES = 1_000;
    static final int LONGEST_TEXT = 1 << 20;
    private static final int LONGEST_NAME = 1_000;
    private static final XMLInputFactory XML = hardened();

    private SafeXml() { }

    private static XMLInputFactory hardened() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty("http://www.oracle.com/xml/jaxp/properties/elementAttributeLimit", String.valueOf(MOST_ATTRIBUTES));
        factory.setProperty("http://www.oracle.com/xml/jaxp/properties/maxXMLNameLimit", String.valueOf(LONGEST_NAME));
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("Serai reads nothing that a document refers to");
        });
        return factory;
    }

    /**
     * A stream of the document's parts. Depth, and how long a text is, are the caller's to bound; so are the two parts that are
     * to be refused: a document type, and a reference to an entity.
     */
    public static XMLStreamReader stream(InputStream in) throws XMLStreamException {
        return XML.createXMLStreamReader(in);
    }

    /**
     * The document as a tree, as far as it is wanted.
     *
     * @param most    elements and attributes that the tree may have
     * @param without elements that are left out, with all that is in them
     * @throws XmlRefused  for what is not well-formed, has a document type, or goes beyond a bound
     * @throws IOException of the stream
     */
    public static Document document(InputStream in, int most, Predicate<QName> without) throws IOException {
        try {
            return new XmlTree(stream(in), empty(), most, without).read();
        } catch (XMLStreamException malformed) {
            if (malformed.getNestedException() instanceof IOException broken) throw broken;
            throw new XmlRefused("it is not well-formed XML, or has a DOCTYPE.");
        }
    }

    private static Document empty() {
        try {
            return DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().newDocument();
        } catch (ParserConfigurationException never) {
            throw new IllegalStateException(never);
        }
    }
}
