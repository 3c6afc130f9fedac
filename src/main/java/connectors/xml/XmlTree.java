package connectors.xml;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import javax.xml.XMLConstants;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Makes a tree of a stream, within bounds. Names have no prefixes: who reads the tree goes by namespaces. For one document. */
final class XmlTree {
    private static final int LONGEST_KEPT = 100;
    private static final int MOST_KEPT = 50_000;

    private final XMLStreamReader in;
    private final Document document;
    private final Predicate<QName> without;
    private Node here;
    private int depth;
    private int left;
    private final StringBuilder text = new StringBuilder();
    private final Map<String, String> words = new HashMap<>();

    XmlTree(XMLStreamReader in, Document document, int most, Predicate<QName> without) {
        this.in = in;
        this.document = document;
        this.left = most;
        this.without = without;
        this.here = document;
    }

    Document read() throws XMLStreamException {
        while (in.hasNext()) {
            switch (in.next()) {
                case XMLStreamConstants.DTD -> throw new XmlRefused("it has a DOCTYPE.");
                case XMLStreamConstants.ENTITY_REFERENCE -> throw new XmlRefused("it refers to an entity that is not defined.");
                case XMLStreamConstants.START_ELEMENT -> start();
                case XMLStreamConstants.END_ELEMENT -> end();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text();
                default -> { }
            }
        }
        if (document.getDocumentElement() == null) throw new XmlRefused("it is empty.");
        return document;
    }

    private void start() throws XMLStreamException {
        flush();
        if (depth > 0 && without.test(in.getName())) {
            skip();
            return;
        }
        if (++depth > SafeXml.DEEPEST) throw tooDeep();
        left -= 1 + in.getAttributeCount() + in.getNamespaceCount();
        if (left < 0) throw new XmlRefused("it has more elements and attributes than are taken in.");
        if (in.getAttributeCount() > SafeXml.MOST_ATTRIBUTES) {
            throw new XmlRefused("an element has more than " + SafeXml.MOST_ATTRIBUTES + " attributes.");
        }
        here = here.appendChild(element());
    }

    private static XmlRefused tooDeep() {
        return new XmlRefused("its elements are nested deeper than " + SafeXml.DEEPEST + " levels.");
    }

    /** What is not wanted is bounded too. */
    private void skip() throws XMLStreamException {
        for (int inside = 1; inside > 0; ) {
            int part = in.next();
            if (part == XMLStreamConstants.START_ELEMENT) inside++;
            if (part == XMLStreamConstants.END_ELEMENT) inside--;
            if (depth + inside > SafeXml.DEEPEST) throw tooDeep();
        }
    }

    private Element element() {
        Element element = document.createElementNS(in.getNamespaceURI(), once(in.getLocalName()));
        for (int i = 0; i < in.getNamespaceCount(); i++) {
            String prefix = in.getNamespacePrefix(i);
            boolean isDefault = prefix == null || prefix.isEmpty();
            String name = XMLConstants.XMLNS_ATTRIBUTE + (isDefault ? "" : ":" + prefix);
            String space = in.getNamespaceURI(i);
            element.setAttributeNS(XMLConstants.XMLNS_ATTRIBUTE_NS_URI, name, space == null ? "" : space);
        }
        for (int i = 0; i < in.getAttributeCount(); i++) {
            element.setAttributeNS(space(in.getAttributeNamespace(i)), once(in.getAttributeLocalName(i)),
                    once(in.getAttributeValue(i)));
        }
        return element;
    }

    private static String space(String namespace) {
        return namespace == null || namespace.isEmpty() ? null : namespace;
    }

    /** A schema says the same few words again and again, and half of the tree would be their copies. */
    private String once(String text) {
        if (text.length() > LONGEST_KEPT || words.size() == MOST_KEPT && !words.containsKey(text)) return text;
        String known = words.putIfAbsent(text, text);
        return known == null ? text : known;
    }

    private void end() {
        flush();
        depth--;
        here = here.getParentNode();
    }

    /** A text comes in several parts. */
    private void text() {
        if (depth == 0) return;
        if (text.length() + in.getTextLength() > SafeXml.LONGEST_TEXT) {
            throw new XmlRefused("a text in it is longer than " + SafeXml.LONGEST_TEXT + " characters.");
        }
        text.append(in.getTextCharacters(), in.getTextStart(), in.getTextLength());
    }

    private void flush() {
        if (!text.toString().isBlank()) here.appendChild(document.createTextNode(text.toString()));
        text.setLength(0);
    }
}
