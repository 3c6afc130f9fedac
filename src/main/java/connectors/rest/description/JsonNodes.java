package connectors.rest.description;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** What stands for a tree that is not there. */
final class JsonNodes {
    static final JsonNode NOTHING = MissingNode.getInstance();

    private JsonNodes() { }
}
