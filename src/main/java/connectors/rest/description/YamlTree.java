package connectors.rest.description;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * YAML as JSON: keys stay as they are written (a status is {@code "200"}, not a number), dates stay texts, aliases are
 * followed within the budget, and no tag makes anything.
 */
final class YamlTree {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int CHARACTERS = 60_000_000;

    private final Bounds.Budget nodes = new Bounds.Budget(Bounds.NODES, "more than " + Bounds.NODES + " values");

    private YamlTree() { }

    static JsonNode of(String text) {
        try {
            Node root = new Yaml(new SafeConstructor(options())).compose(new StringReader(text));
            if (root instanceof MappingNode mapping) return new YamlTree().object(mapping, 0);
        } catch (YAMLException wrong) {
            // its words would quote the document
        }
        throw Documents.unreadable("JSON or YAML");
    }

    private static LoaderOptions options() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(CHARACTERS);
        options.setNestingDepthLimit(Bounds.DEPTH);
        options.setMaxAliasesForCollections(10_000);   // what they stand for is counted
        options.setAllowRecursiveKeys(false);
        return options;
    }

    private JsonNode value(Node node, int depth) {
        nodes.take(1);
        if (depth > Bounds.DEPTH) throw Bounds.tooMuch("more than " + Bounds.DEPTH + " levels");
        if (node instanceof MappingNode mapping) return object(mapping, depth);
        if (node instanceof SequenceNode sequence) return array(sequence, depth);
        return scalar((ScalarNode) node);
    }

    private ObjectNode object(MappingNode mapping, int depth) {
        ObjectNode object = JSON.objectNode();
        List<Node> merged = new ArrayList<>();
        for (NodeTuple entry : mapping.getValue()) {
            if (entry.getKeyNode().getTag().equals(Tag.MERGE)) merged.add(entry.getValueNode());
            else if (entry.getKeyNode() instanceof ScalarNode key) object.set(key.getValue(),
                    value(entry.getValueNode(), depth + 1));
        }
        merged.forEach(from -> merge(object, from, depth));
        return object;
    }

    /** {@code <<: *defaults}, or a list of them; what the object says itself wins. */
    private void merge(ObjectNode object, Node from, int depth) {
        JsonNode more = value(from, depth + 1);
        Iterable<JsonNode> all = more.isArray() ? more : List.of(more);
        for (JsonNode one : all) one.properties().forEach(entry -> object.putIfAbsent(entry.getKey(), entry.getValue()));
    }

    private ArrayNode array(SequenceNode sequence, int depth) {
        ArrayNode array = JSON.arrayNode();
        sequence.getValue().forEach(item -> array.add(value(item, depth + 1)));
        return array;
    }

    private static JsonNode scalar(ScalarNode node) {
        String text = node.getValue();
        if (node.getTag().equals(Tag.NULL)) return JSON.nullNode();
        if (node.getTag().equals(Tag.BOOL)) return bool(text);
        if (node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT)) return number(text);
        return JSON.textNode(text);
    }

    /** YAML 1.2, which descriptions are written in, has no {@code yes} and no {@code on}. */
    private static JsonNode bool(String text) {
        if (text.equalsIgnoreCase("true")) return JSON.booleanNode(true);
        return text.equalsIgnoreCase("false") ? JSON.booleanNode(false) : JSON.textNode(text);
    }

    /** What JSON would not call a number stays a text: {@code 0x1f}, {@code 12:30}, {@code .inf}. */
    private static JsonNode number(String text) {
        if (!text.matches("-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?")) return JSON.textNode(text);
        BigDecimal number = new BigDecimal(text);
        boolean whole = number.scale() <= 0 && number.precision() - number.scale() < 19;
        if (!whole) return JSON.numberNode(number);
        long value = number.longValue();
        // as a parser of JSON would: the library asks for an int where it wants one
        return value == (int) value ? JSON.numberNode((int) value) : JSON.numberNode(value);
    }
}
