package connectors.files.formats;

import connectors.xml.SafeXml;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** An XML document without a document type; its rows are the elements that repeat nearest to the root. */
final class XmlSampler implements Sampler {
    /** How the Java runtime marks the messages of its own limits. */
    private static final String LIMIT_CODES = "JAXP000";

    private final XmlShape shape = new XmlShape();
    private final Deque<XmlShape.Element> open = new ArrayDeque<>();
    private boolean complete = true;
    private String schemaFile;

    @Override
    public Sample sample(InputStream in, int rows) throws IOException {
        Map<String, Object> properties = new HashMap<>();
        long bytes = 0;
        XMLStreamReader reader = null;
        try {
            reader = open(in);
            if (reader == null) return Sample.empty();
            if (reader.getCharacterEncodingScheme() != null) properties.put("charset", reader.getCharacterEncodingScheme());
            read(reader, rows);
            bytes = reader.getLocation().getCharacterOffset();
        } catch (XMLStreamException failure) {
            explain(failure);
        }
        return shape.sample(complete, bytes, properties);
    }

    private static XMLStreamReader open(InputStream in) throws IOException, XMLStreamException {
        byte[] first = in.readNBytes(1);
        if (first.length == 0) return null;
        return SafeXml.stream(new java.io.SequenceInputStream(new java.io.ByteArrayInputStream(first), in));
    }

    private void read(XMLStreamReader reader, int rows) throws XMLStreamException, FileFailure {
        while (complete && reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.DTD -> throw new FileFailure("doctype", "The document has a DOCTYPE at line "
                        + reader.getLocation().getLineNumber()
                        + ". Such documents are refused, because they can make a reader open other files.");
                case XMLStreamConstants.ENTITY_REFERENCE ->
                        throw FileFailure.malformed("The document refers to an entity that is not"
                        + " defined, at line " + reader.getLocation().getLineNumber() + ".");
                case XMLStreamConstants.START_ELEMENT -> start(reader);
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> text(reader);
                case XMLStreamConstants.END_ELEMENT -> end(rows);
                default -> { }
            }
        }
    }

    private void start(XMLStreamReader reader) throws FileFailure {
        int line = reader.getLocation().getLineNumber();
        if (open.size() >= Limits.XML_DEPTH) {
            throw new FileFailure("too_deep", "The elements are nested deeper than " + Limits.XML_DEPTH + " levels at line "
                    + line + ".");
        }
        if (reader.getAttributeCount() > Limits.XML_ATTRIBUTES) {
            throw new FileFailure("too_many_columns", "The element at line " + line + " has more than " + Limits.XML_ATTRIBUTES
                    + " attributes.");
        }
        if (open.isEmpty()) schemaFile = schemaFile(reader);
        XmlShape.Element element = shape.start(open.peek(), name(reader.getPrefix(), reader.getLocalName()));
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            if (XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI.equals(reader.getAttributeNamespace(i))) continue;
            element.attribute(name(reader.getAttributePrefix(i), reader.getAttributeLocalName(i)), reader.getAttributeValue(i));
        }
        open.push(element);
    }

    /** @return null where the root names none, or one for several namespaces */
    private static String schemaFile(XMLStreamReader reader) {
        String plain = reader.getAttributeValue(XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI, "noNamespaceSchemaLocation");
        if (plain != null) return plain.strip();
        String pairs = reader.getAttributeValue(XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI, "schemaLocation");
        String[] parts = pairs == null ? new String[0] : pairs.strip().split("\\s+");
        return parts.length == 2 ? parts[1] : null;
    }

    /** Where the document says that it is described; a claim, to be checked. */
    String schemaFile() {
        return schemaFile;
    }

    private static String name(String prefix, String local) {
        return prefix == null || prefix.isEmpty() ? local : prefix + ":" + local;
    }

    private void text(XMLStreamReader reader) throws FileFailure {
        if (open.isEmpty() || open.peek().append(reader.getText())) return;
        throw new FileFailure("too_long", "The text that ends at line " + reader.getLocation().getLineNumber()
                + " is longer than " + Limits.XML_TEXT_CHARACTERS + " characters.");
    }

    private void end(int rows) {
        XmlShape.Element element = open.pop();
        element.end();
        if (!open.isEmpty() && shape.isEnough(open, element, rows)) complete = false;
    }

    private void explain(XMLStreamException failure) throws IOException {
        if (CapReached.causes(failure)) {
            complete = false;
            return;
        }
        Causes.rethrowInput(failure);
        var place = failure.getLocation();
        String where = place == null ? "" : " at line " + place.getLineNumber() + ", column " + place.getColumnNumber();
        if (String.valueOf(failure.getMessage()).contains(LIMIT_CODES)) {
            throw new FileFailure("too_many_columns", "An element has more than " + Limits.XML_ATTRIBUTES
                    + " attributes, or a name is longer than " + Limits.NAME_CHARACTERS + " characters," + where + ".");
        }
        throw FileFailure.malformed("The document is not well-formed XML" + where + ".");
    }
}
