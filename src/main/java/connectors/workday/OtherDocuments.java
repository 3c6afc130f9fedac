package connectors.workday;

import connectors.http.HttpAnswer;
import connectors.http.HttpBase;
import connectors.http.HttpRequest;
import connectors.xml.SafeXml;
import connectors.xml.XmlRefused;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import javax.xml.XMLConstants;
import org.apache.ws.commons.schema.resolver.URIResolver;
import org.xml.sax.InputSource;
import problems.FailureKind;
import problems.Problem;
import secrets.Hashes;

/**
 * The documents that a description refers to: from its own server only, a few, and not too deep (security.md, D-8). For one
 * description.
 */
final class OtherDocuments implements URIResolver {
    private static final int MOST = 20;
    private static final int DEEPEST = 20;
    private static final int MOST_NODES = 1_000_000;
    /** Declares four attributes and no type. */
    private static final String NOTHING = "<schema xmlns='" + XMLConstants.W3C_XML_SCHEMA_NS_URI + "' targetNamespace='"
            + XMLConstants.XML_NS_URI + "'/>";

    /** Asks for a document of the same server. */
    @FunctionalInterface
    interface Fetch {
        /** @throws problems.ProblemException for an answer that is not the document */
        HttpAnswer of(HttpRequest request) throws IOException;
    }

    private final HttpBase server;
    private final Fetch fetch;
    private final String what;
    private final Map<String, Integer> depths = new HashMap<>();
    private long bytes;

    /** @param what is described, for people */
    OtherDocuments(HttpBase server, Fetch fetch, String what) {
        this.server = server;
        this.fetch = fetch;
        this.what = what;
    }

    @Override
    public InputSource resolveEntity(String namespace, String location, String base) {
        if (XMLConstants.XML_NS_URI.equals(namespace)) return source(Hashes.utf8(NOTHING), namespace);
        if (location == null || location.isBlank()) throw refused("refers to a schema without saying where it is");
        HttpRequest request = request(location, base);
        String place = request.path() + (request.query() == null ? "" : "?" + request.query());
        int depth = depths.getOrDefault(String.valueOf(base), 0) + 1;
        if (depth > DEEPEST) throw refused("refers to schemas more than " + DEEPEST + " deep");
        boolean isNew = depths.putIfAbsent(place, depth) == null;
        if (isNew && depths.size() > MOST) throw refused("refers to more than " + MOST + " documents");
        return source(checked(text(request)), place);
    }

    private HttpRequest request(String location, String base) {
        String path = base == null ? "" : base.replaceAll("\\?.*", "");
        String folder = path.substring(0, Math.max(0, path.lastIndexOf('/')));
        return HttpRequest.follow(location, server.at(folder));
    }

    private byte[] text(HttpRequest request) {
        try {
            byte[] text = fetch.of(request).body();
            bytes += text.length;
            if (bytes > Calls.MOST) throw refused("refers to documents of more than " + (Calls.MOST >> 20) + " MB");
            return text;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The library parses it once more, by a parser of its own that knows less fear. */
    private byte[] checked(byte[] text) {
        try {
            SafeXml.document(new ByteArrayInputStream(text), MOST_NODES, element -> false);
            return text;
        } catch (XmlRefused | IOException wrong) {
            throw refused("refers to a document that is no schema");
        }
    }

    private static InputSource source(byte[] text, String place) {
        InputSource source = new InputSource(new ByteArrayInputStream(text));
        source.setSystemId(place);
        return source;
    }

    private RuntimeException refused(String why) {
        return Problem.of(FailureKind.UNSUPPORTED, "description", "The description of " + what + " " + why
                + ", which is not followed.")
                .asException();
    }
}
