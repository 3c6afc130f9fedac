package connectors.files.formats;

import java.util.List;

/** How nested types are spelled, for all formats: {@code struct<a:int32,b:array<string>?>}; a question mark stands for null. */
final class NestedText {
    private NestedText() { }

    static String array(String element) {
        return bounded("array<" + element + ">");
    }

    static String map(String key, String value) {
        return bounded("map<" + key + "," + value + ">");
    }

    static String struct(List<String> fields) {
        return bounded("struct<" + String.join(",", fields) + ">");
    }

    static String field(String name, String type, boolean nullable) {
        return quoted(name) + ":" + nullable(type, nullable);
    }

    static String nullable(String type, boolean nullable) {
        return nullable ? type + "?" : type;
    }

    static String bounded(String text) {
        return text.length() <= Limits.NATIVE_TYPE_CHARACTERS ? text : text.substring(0, Limits.NATIVE_TYPE_CHARACTERS) + "…";
    }

    static String quoted(String name) {
        boolean simple = !name.isEmpty() && name.chars().allMatch(c -> c == '_' || c < 128 && Character.isLetterOrDigit(c));
        return simple ? name : '`' + name.replace("`", "``") + '`';
    }
}
