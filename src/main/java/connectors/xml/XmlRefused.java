package connectors.xml;

/**
 * A document is none that is read here. Its message is the end of a sentence about the document, without anything of its text.
 */
public final class XmlRefused extends RuntimeException {

    XmlRefused(String reason) {
        super(reason, null, false, false);
    }
}
