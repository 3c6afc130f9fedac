package connectors.databricks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the text of a type: Databricks' SQL reference, "Data types", and what the catalog itself writes; bounded. */
final class TypeGrammar {
    private static final int DEEPEST = 100;
    private static final int LONGEST = 1_000_000;
    private static final Map<String, String> SPELLINGS = Map.ofEntries(Map.entry("integer", "int"), Map.entry("long", "bigint"),
            Map.entry("short", "smallint"), Map.entry("byte", "tinyint"), Map.entry("real", "float"), Map.entry("dec", "decimal"),
            Map.entry("numeric", "decimal"), Map.entry("timestamp_ltz", "timestamp"));
    private static final Set<String> PLAIN = Set.of("boolean", "tinyint", "smallint", "int", "bigint", "float", "double",
            "string", "binary", "date", "timestamp", "timestamp_ntz", "variant", "void", "object");
    private static final Set<String> UNITS = Set.of("year", "month", "day", "hour", "minute", "second");

    /** What does not fit the grammar. */
    private static final class Unfit extends RuntimeException {
        Unfit() {
            super(null, null, false, false);
        }
    }

    private final String text;
    private int at;

    private TypeGrammar(String text) {
        this.text = text;
    }

    static Optional<TypeText> parse(String text) {
        if (text.length() > LONGEST) return Optional.empty();
        try {
            TypeGrammar grammar = new TypeGrammar(text);
            TypeText type = grammar.type(0);
            grammar.space();
            return grammar.at == text.length() ? Optional.of(type) : Optional.empty();
        } catch (Unfit | NumberFormatException wrong) {
            return Optional.empty();
        }
    }

    private TypeText type(int depth) {
        if (depth > DEEPEST) throw new Unfit();
        String word = word();
        String name = SPELLINGS.getOrDefault(word, word);
        return switch (name) {
            case "array" -> nested(name, 1, depth);
            case "map" -> nested(name, 2, depth);
            case "struct" -> new TypeText(name, List.of(), fields(depth));
            case "decimal" -> decimal(numbers());
            case "char", "character", "varchar" -> text(name, numbers());
            case "geometry", "geography" -> new TypeText(name, numbers(), List.of());
            case "interval" -> interval();
            case "string" -> collated();
            default -> plain(name);
        };
    }

    private static TypeText plain(String name) {
        if (!PLAIN.contains(name)) throw new Unfit();
        return TypeText.of(name);
    }

    /** How text is compared is not part of what a type holds. */
    private TypeText collated() {
        int before = at;
        if (isNext("collate")) word();
        else at = before;
        return TypeText.of("string");
    }

    private static TypeText decimal(List<Integer> numbers) {
        int precision = numbers.isEmpty() ? 10 : numbers.get(0);
        int scale = numbers.size() < 2 ? 0 : numbers.get(1);
        if (precision < 1 || precision > 38 || scale > precision || numbers.size() > 2) throw new Unfit();
        return TypeText.of("decimal", precision, scale);
    }

    private static TypeText text(String name, List<Integer> numbers) {
        if (numbers.size() != 1 || numbers.get(0) < 1) throw new Unfit();
        return new TypeText(name.equals("character") ? "char" : name, numbers, List.of());
    }

    private TypeText interval() {
        String from = word();
        if (!UNITS.contains(from)) throw new Unfit();
        int before = at;
        if (!isNext("to")) {
            at = before;
            return TypeText.of("interval " + from);
        }
        String to = word();
        if (!UNITS.contains(to)) throw new Unfit();
        return TypeText.of("interval " + from + " to " + to);
    }

    private TypeText nested(String name, int parts, int depth) {
        expect('<');
        List<TypeText.Field> inner = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            if (i > 0) expect(',');
            inner.add(new TypeText.Field(null, type(depth + 1), false));
        }
        expect('>');
        return new TypeText(name, List.of(), inner);
    }

    private List<TypeText.Field> fields(int depth) {
        expect('<');
        List<TypeText.Field> fields = new ArrayList<>();
        if (take('>')) throw new Unfit();
        do {
            fields.add(field(depth));
        } while (take(','));
        expect('>');
        return fields;
    }

    private TypeText.Field field(int depth) {
        String name = fieldName();
        TypeText type = type(depth + 1);
        boolean required = false;
        int before = at;
        if (isNext("not") && isNext("null")) required = true;
        else at = before;
        before = at;
        if (isNext("comment")) skipLiteral();
        else at = before;
        return new TypeText.Field(name, type, required);
    }

    /** In backticks any text; without, whatever stands before the colon, because the catalog itself does not quote. */
    private String fieldName() {
        space();
        if (take('`')) return quotedName();
        int end = at;
        while (end < text.length() && text.charAt(end) != ':' && !(text.charAt(end) == ' ' && isSpaced(end))) end++;
        if (end == at || end == text.length()) throw new Unfit();
        String name = text.substring(at, end);
        at = text.charAt(end) == ':' ? end + 1 : end;
        return name;
    }

    /** {@code a int}: the other spelling, in which a blank stands for the colon. */
    private boolean isSpaced(int blank) {
        int colon = text.indexOf(':', blank);
        int end = text.indexOf(',', blank);
        int close = text.indexOf('>', blank);
        int open = text.indexOf('<', blank);
        int first = Math.min(positive(end), Math.min(positive(close), positive(open)));
        return colon < 0 || colon > first;
    }

    private static int positive(int index) {
        return index < 0 ? Integer.MAX_VALUE : index;
    }

    private String quotedName() {
        StringBuilder name = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '`') name.append(c);
            else if (at < text.length() && text.charAt(at) == '`') name.append(text.charAt(at++));
            else {
                take(':');
                if (name.isEmpty()) throw new Unfit();
                return name.toString();
            }
        }
        throw new Unfit();
    }

    private void skipLiteral() {
        expect('\'');
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\\') at++;
            else if (c == '\'') return;
        }
        throw new Unfit();
    }

    private List<Integer> numbers() {
        if (!take('(')) return List.of();
        List<Integer> numbers = new ArrayList<>();
        do {
            numbers.add(number());
        } while (take(','));
        expect(')');
        return numbers;
    }

    private int number() {
        space();
        int begin = at;
        while (at < text.length() && Character.digit(text.charAt(at), 10) >= 0) at++;
        if (begin == at || at - begin > 9) throw new Unfit();
        return Integer.parseInt(text.substring(begin, at));
    }

    private boolean isNext(String expected) {
        space();
        int begin = at;
        while (at < text.length() && isWordCharacter(text.charAt(at))) at++;
        return text.substring(begin, at).toLowerCase(Locale.ROOT).equals(expected);
    }

    private String word() {
        space();
        int begin = at;
        while (at < text.length() && isWordCharacter(text.charAt(at))) at++;
        if (begin == at) throw new Unfit();
        return text.substring(begin, at).toLowerCase(Locale.ROOT);
    }

    private static boolean isWordCharacter(char c) {
        return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private void expect(char c) {
        if (!take(c)) throw new Unfit();
    }

    private boolean take(char c) {
        space();
        if (at >= text.length() || text.charAt(at) != c) return false;
        at++;
        return true;
    }

    private void space() {
        while (at < text.length() && text.charAt(at) <= ' ') at++;
    }
}
