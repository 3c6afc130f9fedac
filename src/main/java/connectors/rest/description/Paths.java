package connectors.rest.description;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Templates of paths, such as {@code /orders/{orderId}/lines}. */
final class Paths {
    private static final Pattern PARAMETER = Pattern.compile("\\{([^{}]+)}");
    private static final Pattern ITEM = Pattern.compile("(.*)/\\{([^{}/]+)}/?");

    private Paths() { }

    static List<String> parameters(String path) {
        List<String> names = new ArrayList<>();
        Matcher matcher = PARAMETER.matcher(path);
        while (matcher.find()) names.add(matcher.group(1));
        return names;
    }

    /** The path of the list that this path's item is of; null for what ends in no parameter. */
    static String listOf(String path) {
        Matcher matcher = ITEM.matcher(path);
        return matcher.matches() ? matcher.group(1) : null;
    }

    static String withoutEnd(String path) {
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** The last word that is no parameter; empty without one. */
    static String lastWord(String path) {
        String[] words = path.split("/");
        for (int i = words.length - 1; i >= 0; i--) {
            if (!words[i].isEmpty() && words[i].indexOf('{') < 0) return words[i];
        }
        return "";
    }

    /** The column that a path parameter asks for, of those there are; null for none. */
    static String columnOf(String parameter, List<String> columns) {
        for (String column : columns) if (bare(column).equals(bare(parameter))) return column;
        String asked = bare(parameter);
        boolean byId = asked.endsWith("id") || asked.endsWith("uuid");
        for (String column : columns) {
            String name = bare(column);
            if (byId && (name.equals("id") || name.equals("uuid"))) return column;
        }
        return null;
    }

    private static String bare(String name) {
        return name.replaceAll("[_-]", "").toLowerCase(Locale.ROOT);
    }
}
