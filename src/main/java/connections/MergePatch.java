package connections;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** JSON merge patch (RFC 7396) on objects. */
final class MergePatch {
    private MergePatch() { }

    static ObjectNode apply(ObjectNode target, ObjectNode patch) {
        ObjectNode merged = target.deepCopy();
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            JsonNode value = field.getValue();
            if (value.isNull()) merged.remove(field.getKey());
            else if (!(value instanceof ObjectNode child)) merged.set(field.getKey(), value);
            else merged.set(field.getKey(), apply(objectAt(merged, field.getKey()), child));
        }
        return merged;
    }

    private static ObjectNode objectAt(ObjectNode parent, String field) {
        return parent.get(field) instanceof ObjectNode child ? child : parent.objectNode();
    }
}
