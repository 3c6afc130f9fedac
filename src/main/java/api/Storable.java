package api;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import problems.Refusal;

/**
 * What PostgreSQL can hold in a text or a JSON document, and so what a request may say: no NUL, no half of a surrogate
 * pair, no number beyond a double.
 */
final class Storable {
    private Storable() { }

    /** @throws Refusal 422 at the first value that cannot be stored */
    static void demand(JsonNode tree, JsonPointer here) {
        if (tree.isTextual() && !isText(tree.textValue())) {
            throw Refusal.invalid(here.toString(), "A text has no NUL character and no half of a surrogate pair.");
        }
        if (tree.isFloatingPointNumber() && !Double.isFinite(tree.doubleValue())) {
            throw Refusal.invalid(here.toString(), "This number is too large.");
        }
        for (Map.Entry<String, JsonNode> field : tree.properties()) {
            if (!isText(field.getKey())) {
                throw Refusal.invalid(here.toString(),
                        "The name of a field has no NUL character and no half of a surrogate pair.");
            }
            demand(field.getValue(), here.appendProperty(field.getKey()));
        }
        if (tree.isArray()) for (int i = 0; i < tree.size(); i++) demand(tree.get(i), here.appendIndex(i));
    }

    private static boolean isText(String text) {
        return text.codePoints().noneMatch(c -> c == 0 || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
