package connectors.rest.description;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import problems.ProblemException;

/**
 * Brings what a description names in other documents into it: a schema becomes a component, everything else stands where it
 * was named. Documents lead to documents at most {@value #DEEPEST} times, and there are at most {@value #MOST}.
 */
final class References {
    private static final int DEEPEST = 5;
    private static final int MOST = 20;
    private static final int INSIDE = 20;
    private static final String SCHEMAS = "#/components/schemas/";
    private static final Document NONE = new Document(null, null, 0);

    /** @param address null for a text that was pasted; @param depth of the way to it */
    private record Document(URI address, JsonNode tree, int depth) { }

    private final ObjectNode root;
    private final Elsewhere elsewhere;
    private final Map<URI, Document> documents = new HashMap<>();
    private final Map<String, String> components = new HashMap<>();
    private final Bounds.Budget nodes = new Bounds.Budget(Bounds.NODES, "more than " + Bounds.NODES + " values");
    private final List<String> warnings = new ArrayList<>();

    private References(ObjectNode root, Elsewhere elsewhere) {
        this.root = root;
        this.elsewhere = elsewhere;
    }

    /**
     * Changes what it is given.
     *
     * @param address of the description; null for one without
     * @return what could not be followed, in sentences
     */
    static List<String> bundle(ObjectNode root, URI address, Elsewhere elsewhere) {
        References references = new References(root, elsewhere);
        Document whole = new Document(address, root, 0);
        if (address != null) references.documents.put(address, whole);
        references.visit(root, whole, false, 0);
        return references.warnings;
    }

    private void visit(JsonNode node, Document in, boolean schema, int inside) {
        nodes.take(1);
        if (node instanceof ObjectNode object && object.path("$ref").isTextual()) follow(object, in, schema, inside);
        if (!(node instanceof ObjectNode object)) {
            node.forEach(item -> visit(item, in, schema, inside));
            return;
        }
        // components that are taken in meanwhile are visited by who takes them in
        for (Map.Entry<String, JsonNode> entry : List.copyOf(object.properties())) {
            if (!isData(entry.getKey(), schema)) visit(entry.getValue(), in, schema || leadsToSchemas(entry.getKey()), inside);
        }
    }

    private static boolean leadsToSchemas(String key) {
        return key.equals("schema") || key.equals("schemas");
    }

    private static boolean isData(String key, boolean schema) {
        return key.equals("example") || key.equals("examples") && !schema || key.startsWith("x-");
    }

    private void follow(ObjectNode node, Document in, boolean schema, int inside) {
        String text = node.get("$ref").asText();
        if (text.startsWith("#") && in.tree == root) return;
        int hash = text.indexOf('#');
        String fragment = hash < 0 ? "" : text.substring(hash + 1);
        Document target = hash == 0 ? in : document(text.substring(0, hash < 0 ? text.length() : hash), in);
        if (target == NONE) warnings.add("What the description names in other documents could not be followed everywhere.");
        else if (target.tree == root) node.put("$ref", "#" + fragment);
        else if (schema) node.put("$ref", SCHEMAS + component(target, fragment));
        else inline(node, target, fragment, inside);
    }

    private Document document(String relative, Document in) {
        try {
            URI written = new URI(relative);
            URI address = in.address == null ? written : in.address.resolve(written);
            if (!address.isAbsolute() || in.depth >= DEEPEST) return NONE;
            Document known = documents.get(address);
            if (known != null) return known;
            return documents.size() >= MOST ? NONE : fetched(address, in.depth + 1);
        } catch (java.net.URISyntaxException | IllegalArgumentException wrong) {
            return NONE;
        }
    }

    private Document fetched(URI address, int depth) {
        Document fetched = NONE;
        try {
            byte[] text = elsewhere.fetch(address);
            if (text != null) fetched = new Document(address, Documents.tree(text), depth);
        } catch (ProblemException unreadable) {
            // said once for all
        }
        documents.put(address, fetched);
        return fetched;
    }

    private String component(Document document, String fragment) {
        String whole = document.address + "#" + fragment;
        String known = components.get(whole);
        if (known != null) return known;
        ObjectNode schemas = root.withObjectProperty("components").withObjectProperty("schemas");
        String name = free(nameOf(document, fragment), schemas);
        components.put(whole, name);
        JsonNode copy = at(document, fragment).deepCopy();
        schemas.set(name, copy);
        visit(copy, document, true, 0);
        return name;
    }

    private static String free(String wished, ObjectNode schemas) {
        String name = wished;
        for (int i = 2; schemas.has(name); i++) name = wished + "_" + i;
        return name;
    }

    /** The last word of the pointer, else the file's name. */
    private static String nameOf(Document document, String fragment) {
        String from = fragment.isEmpty() ? document.address.getPath() : fragment;
        String last = from.substring(from.lastIndexOf('/') + 1).replaceAll("\\.(ya?ml|json)$", "").replaceAll("[^A-Za-z0-9._-]",
                "_");
        return last.isEmpty() ? "schema" : Bounds.cut(last, 100);
    }

    private void inline(ObjectNode node, Document document, String fragment, int inside) {
        node.remove("$ref");
        if (!(at(document, fragment) instanceof ObjectNode target) || inside >= INSIDE) return;
        ObjectNode copy = target.deepCopy();
        visit(copy, document, false, inside + 1);
        copy.properties().forEach(entry -> node.putIfAbsent(entry.getKey(), entry.getValue()));
    }

    private static JsonNode at(Document document, String fragment) {
        try {
            return document.tree.at(JsonPointer.compile(URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException noPointer) {
            return document.tree.path("");
        }
    }
}
