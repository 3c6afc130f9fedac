package connectors;

import java.util.List;

/** How nested types are spelled where a source has no spelling of its own: {@code struct<a:int32,b:array<string>?>}; a question mark stands for null. */
public final class NestedText {
    /** Characters; what is longer is cut and ends in an ellipsis. */
    public static final int LONGEST = 100_000;

    private NestedText() { }

    public static String array(String element) {
        return bounded("array<" + element + ">");
    }

    public static String map(String key, String value) {
        return bounded("map<" + key + "," + value + ">");
    }

    public static String struct(List<String> fields) {
        return bounded("struct<" + String.join(",", fields) + ">");
    }

    public static String field(String name, String type, boolean nullable) {
        return quoted(name) + ":" + nullable(type, nullable);
    }

    public static String nullable(String type, boolean nullable) {
        return nullable ? type + "?" : type;
    }

    public static String bounded(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    public static String quoted(String name) {
        boolean simple = !name.isEmpty() && name.chars().allMatch(c -> c == '_' || c < 128 && Character.isLetterOrDigit(c));
        return simple ? name : '`' + name.replace("`", "``") + '`';
    }
}
