package connectors.databricks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A type as Databricks writes it: {@code decimal(10,2)}, {@code array<struct<a:int,b:map<string,date>>>}. Whatever comes from
 * outside is read into this and written anew, so that nothing but a type ever stands where a statement has one.
 *
 * @param name    lower case, in the vendor's own spelling of several: {@code bigint}, not {@code long}
 * @param numbers length, or precision and scale
 * @param inner   of an array one, of a map two, of a struct its fields
 */
record TypeText(String name, List<Integer> numbers, List<Field> inner) {
    /** @param name null for what has none: an array's element, a map's key and value */
    record Field(String name, TypeText type, boolean required) { }

    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    TypeText {
        numbers = List.copyOf(numbers);
        inner = List.copyOf(inner);
    }

    static TypeText of(String name, Integer... numbers) {
        return new TypeText(name, List.of(numbers), List.of());
    }

    static TypeText array(TypeText element) {
        return new TypeText("array", List.of(), List.of(new Field(null, element, false)));
    }

    /** @return empty for what is no type of Databricks */
    static Optional<TypeText> parse(String text) {
        return text == null ? Optional.empty() : TypeGrammar.parse(text);
    }

    /** As a statement has it; complete and escaped. */
    String sql() {
        return written(true);
    }

    /** Equal for equal types, however they were written. */
    String canonical() {
        return written(false).toLowerCase(Locale.ROOT);
    }

    private String written(boolean quoted) {
        if (!inner.isEmpty()) {
            return name + "<" + inner.stream().map(field -> written(field, quoted)).collect(Collectors.joining(",")) + ">";
        }
        if (numbers.isEmpty()) return name;
        return name + "(" + numbers.stream().map(String::valueOf).collect(Collectors.joining(",")) + ")";
    }

    private static String written(Field field, boolean quoted) {
        if (field.name() == null) return field.type().written(quoted);
        String label = quoted && !WORD.matcher(field.name()).matches() ? Sql.name(field.name()) : field.name();
        return label + ":" + field.type().written(quoted) + (field.required() ? " not null" : "");
    }

    boolean isNested() {
        return !inner.isEmpty();
    }

    /** The number at a place; null where there is none. */
    Integer number(int place) {
        return place < numbers.size() ? numbers.get(place) : null;
    }

    /** The types at any depth, this one first. */
    List<TypeText> all() {
        List<TypeText> all = new ArrayList<>(List.of(this));
        inner.forEach(field -> all.addAll(field.type().all()));
        return all;
    }
}
