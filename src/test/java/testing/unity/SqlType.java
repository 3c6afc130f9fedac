package testing.unity;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A type as a statement has it, and as the catalog shows it. */
record SqlType(String name, List<Integer> numbers, List<Part> parts) {
    record Part(String name, SqlType type) { }

    private static final Set<String> PLAIN = Set.of("boolean", "tinyint", "smallint", "int", "bigint", "float", "double", "string", "binary", "date", "timestamp", "timestamp_ntz",
            "variant");
    private static final Map<String, String> OTHERS = Map.of("integer", "int", "long", "bigint", "short", "smallint", "byte", "tinyint", "real", "float");
    private static final Map<String, Set<String>> WIDER = Map.of("tinyint", Set.of("smallint", "int", "bigint", "double"), "smallint", Set.of("int", "bigint", "double"),
            "int", Set.of("bigint", "double"), "float", Set.of("double"), "date", Set.of("timestamp_ntz"));

    static SqlType read(SqlTokens tokens) {
        String word = tokens.identifier().toLowerCase(Locale.ROOT);
        String name = OTHERS.getOrDefault(word, word);
        if (name.equals("array") || name.equals("map") || name.equals("struct")) return new SqlType(name, List.of(), parts(tokens, name));
        List<Integer> numbers = numbers(tokens);
        if (name.equals("decimal")) return decimal(numbers);
        if (name.equals("char") || name.equals("varchar")) return limited(name, numbers);
        if (!PLAIN.contains(name) || !numbers.isEmpty()) throw new SqlError("UNSUPPORTED_DATATYPE", "0A000", "Unsupported data type " + name);
        return new SqlType(name, List.of(), List.of());
    }

    private static SqlType decimal(List<Integer> numbers) {
        int precision = numbers.isEmpty() ? 10 : numbers.get(0);
        int scale = numbers.size() < 2 ? 0 : numbers.get(1);
        if (precision > 38 || scale > precision) throw new SqlError("DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION", "22003", "Decimal precision " + precision);
        return new SqlType("decimal", List.of(precision, scale), List.of());
    }

    private static SqlType limited(String name, List<Integer> numbers) {
        if (numbers.size() != 1 || numbers.get(0) < 1) throw new SqlError("DATATYPE_MISSING_SIZE", "42K01", name);
        return new SqlType(name, numbers, List.of());
    }

    private static List<Integer> numbers(SqlTokens tokens) {
        List<Integer> numbers = new ArrayList<>();
        if (!tokens.skip("(")) return numbers;
        do numbers.add(tokens.number()); while (tokens.skip(","));
        tokens.expect(")");
        return numbers;
    }

    private static List<Part> parts(SqlTokens tokens, String name) {
        List<Part> parts = new ArrayList<>();
        tokens.expect("<");
        do {
            String label = name.equals("struct") ? tokens.identifier() : null;
            if (label != null) tokens.skip(":");
            parts.add(new Part(label, read(tokens)));
            tokens.skip("NOT", "NULL");
        } while (tokens.skip(","));
        tokens.expect(">");
        if (!name.equals("struct") && parts.size() != (name.equals("map") ? 2 : 1)) throw SqlError.syntax(name);
        return parts;
    }

    /** The catalog does not quote. */
    String text() {
        if (!parts.isEmpty()) {
            return name + "<" + String.join(",", parts.stream().map(part -> (part.name() == null ? "" : part.name() + ":") + part.type().text()).toList()) + ">";
        }
        return numbers.isEmpty() ? name : name + "(" + String.join(",", numbers.stream().map(String::valueOf).toList()) + ")";
    }

    boolean widensTo(SqlType other) {
        if (name.equals("decimal") && other.name.equals("decimal")) {
            return other.numbers.get(1) >= numbers.get(1) && other.numbers.get(0) - other.numbers.get(1) >= numbers.get(0) - numbers.get(1);
        }
        if (other.name.equals("decimal")) {
            int whole = other.numbers.get(0) - other.numbers.get(1);
            return WIDER.containsKey(name) && !name.equals("float") && !name.equals("date") && whole >= 10 || name.equals("bigint") && whole >= 20;
        }
        return WIDER.getOrDefault(name, Set.of()).contains(other.name);
    }

    /** What needs no feature of the table: longer text. */
    boolean lengthensTo(SqlType other) {
        boolean text = name.equals("varchar") || name.equals("char");
        return text && other.name.equals("string") || name.equals("varchar") && other.name.equals("varchar") && other.numbers.get(0) >= numbers.get(0);
    }

    /** As {@code DESCRIBE … AS JSON} has it. */
    ObjectNode json() {
        ObjectNode json = new ObjectMapper().createObjectNode().put("name", name);
        switch (name) {
            case "decimal" -> json.put("precision", numbers.get(0)).put("scale", numbers.get(1));
            case "char", "varchar" -> json.put("length", numbers.get(0));
            case "array" -> json.set("element_type", parts.get(0).type().json());
            case "map" -> {
                json.set("key_type", parts.get(0).type().json());
                json.set("value_type", parts.get(1).type().json());
            }
            case "struct" -> parts.forEach(part -> json.withArray("fields").addObject().put("name", part.name()).set("type", part.type().json()));
            default -> { }
        }
        return json;
    }
}
