package connectors.servicenow;

import java.util.HashMap;
import java.util.Map;

/** Holds a text that comes again and again once. Of one reading, and gone with it. */
final class Words {
    private static final int MOST = 200_000;

    private final Map<String, String> known = new HashMap<>();

    String one(String text) {
        if (text.isEmpty()) return "";
        String held = known.get(text);
        if (held != null) return held;
        if (known.size() < MOST) known.put(text, text);
        return text;
    }
}
