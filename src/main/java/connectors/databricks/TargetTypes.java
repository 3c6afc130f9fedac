package connectors.databricks;

import catalog.Column;
import catalog.CommonType;
import catalog.TargetTable.Note;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import types.ConnectionType;
import types.ConnectionTypes;

/** What stands at Databricks for the types of every source: by the table {@code target-types.yaml} in the type's folder. */
final class TargetTypes {
    private static final int WIDEST = 38;
    private static final int LONGEST_VARCHAR = 65_535;
    private static final int LONGEST_CHAR = 255;
    private static final int MICROSECONDS = 6;
    private static final Pattern NUMBERS = Pattern.compile("\\s*\\(([^()]*)\\)");
    private static final Pattern DIGITS = Pattern.compile("\\(\\s*([0-9]{1,2})\\s*\\)");
    private static final String TABLE = "target-types.yaml";
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** @param code null where nothing is lost */
    record Entry(String type, String code, String why) { }

    /** @param catalog the option that names what is read of the source; null where its schemas are its catalogs */
    record Federated(String type, Integer port, String catalog, String secret, Map<String, String> more) { }

    record Digits(int precision, int scale) { }

    record Words(Map<CommonType, Entry> common, @JsonProperty("native") Map<String, Map<String, Entry>> nativeTypes,
                 Map<String, Map<String, String>> spellings, Digits decimal, Map<String, List<String>> widening,
                 Map<String, Federated> federation) { }

    /** @param note null where nothing is lost */
    record Mapped(TypeText type, Note note) { }

    private final Words words;
    private final ConnectionTypes sources;

    /** @param sources the types that tables come from, for the elements of their arrays */
    TargetTypes(ConnectionType type, ConnectionTypes sources) {
        this.sources = sources;
        try {
            this.words = YAML.readValue(type.text(TABLE), Words.class);
        } catch (JsonProcessingException wrong) {
            throw new IllegalStateException(TABLE + " cannot be read", wrong);
        }
    }

    Map<String, Federated> federation() {
        return words.federation();
    }

    /** @param sourceType of the connection that the column was imported from */
    Mapped of(Column column, String sourceType) {
        Optional<TypeText> told = storable(TypeText.parse(column.nativeType()));
        if (told.isPresent() && sourceType.startsWith("Databricks")) return new Mapped(told.get(), null);
        Entry known = words.nativeTypes().getOrDefault(sourceType, Map.of()).get(bare(column.nativeType()));
        if (known != null) return mapped(known, column);
        if (isNested(column.type())) return nested(column, told, sourceType);
        return mapped(words.common().get(column.type()), column);
    }

    /** A type that Databricks has, but no Delta table. */
    private static Optional<TypeText> storable(Optional<TypeText> type) {
        return type.filter(found -> found.all().stream().noneMatch(part -> part.name().startsWith("interval")
                || part.name().equals("void") || part.name().equals("object")));
    }

    private static boolean isNested(CommonType type) {
        return type == CommonType.ARRAY || type == CommonType.MAP || type == CommonType.STRUCT;
    }

    private Mapped nested(Column column, Optional<TypeText> told, String sourceType) {
        if (told.filter(TypeText::isNested).isPresent()) return new Mapped(told.get(), null);
        String text = column.nativeType();
        if (column.type() == CommonType.ARRAY && text.endsWith("[]")) return array(column, text, sourceType);
        return mapped(words.common().get(column.type()), column);
    }

    /** {@code integer[][]}: PostgreSQL does not bind the depth of an array, and writes it once. */
    private Mapped array(Column column, String text, String sourceType) {
        String element = text.replaceAll("(\\[])+$", "");
        CommonType common = common(element, sourceType);
        List<Integer> numbers = numbers(element);
        Mapped inner = of(new Column(column.name(), column.position(), common, element, at(numbers, 0), at(numbers, 0),
                at(numbers, 1), true, null, false, null, null), sourceType);
        return new Mapped(TypeText.array(inner.type()), inner.note());
    }

    private CommonType common(String nativeType, String sourceType) {
        Map<String, String> names = sources.find(sourceType).map(ConnectionType::nativeTypes).orElse(Map.of());
        String bare = bare(nativeType);
        String word = words.spellings().getOrDefault(sourceType, Map.of()).getOrDefault(bare, bare);
        return CommonType.valueOf(names.getOrDefault(word, "UNKNOWN"));
    }

    private static List<Integer> numbers(String nativeType) {
        Matcher found = NUMBERS.matcher(nativeType);
        if (!found.find() || !found.group(1).matches("[0-9]{1,6}(\\s*,\\s*[0-9]{1,6})?")) return List.of();
        return Stream.of(found.group(1).split("\\s*,\\s*")).map(Integer::valueOf).toList();
    }

    private static Integer at(List<Integer> numbers, int place) {
        return place < numbers.size() ? numbers.get(place) : null;
    }

    private static Integer length(String nativeType) {
        Matcher digits = DIGITS.matcher(nativeType);
        return digits.find() ? Integer.valueOf(digits.group(1)) : null;
    }

    private Mapped mapped(Entry entry, Column column) {
        return switch (entry.type()) {
            case "decimal({precision},{scale})" -> decimal(column);
            case "char({length})" -> limited(column, "char", LONGEST_CHAR);
            case "varchar({length})" -> limited(column, "varchar", LONGEST_VARCHAR);
            default -> new Mapped(TypeText.parse(entry.type()).orElseThrow(), note(entry, column));
        };
    }

    private Note note(Entry entry, Column column) {
        if (entry.code() != null) return new Note(column.name(), entry.code(), said(column, entry.type(), entry.why()));
        boolean isTime = column.type() == CommonType.TIMESTAMP || column.type() == CommonType.TIMESTAMP_TZ;
        Integer digits = isTime ? length(column.nativeType()) : null;
        if (digits == null || digits <= MICROSECONDS) return null;
        return new Note(column.name(), "fraction_shortened", said(column, entry.type(), "Databricks keeps microseconds."));
    }

    private static String said(Column column, String type, String why) {
        return "The type " + shortened(column.nativeType()) + " becomes " + type + ". " + why;
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    /** A negative scale rounds left of the point, and one larger than the precision is a small fraction: both are of Oracle. */
    private Mapped decimal(Column column) {
        if (column.precision() == null) return undefined(column);
        int scale = column.scale() == null ? 0 : column.scale();
        int precision = scale < 0 ? column.precision() - scale : Math.max(column.precision(), scale);
        if (precision < 1 || precision > WIDEST) return tooWide(column);
        return new Mapped(TypeText.of("decimal", precision, Math.max(scale, 0)), null);
    }

    private Mapped undefined(Column column) {
        TypeText type = TypeText.of("decimal", words.decimal().precision(), words.decimal().scale());
        return new Mapped(type, new Note(column.name(), "decimal_without_digits",
                said(column, type.canonical(), "The source sets no number of digits, and larger numbers do not fit.")));
    }

    private static Mapped tooWide(Column column) {
        return new Mapped(TypeText.of("string"), new Note(column.name(), "decimal_as_text",
                said(column, "string", "A decimal of Databricks has at most " + WIDEST + " digits.")));
    }

    private static Mapped limited(Column column, String name, int longest) {
        Integer length = column.length();
        if (length == null || length < 1 || length > LONGEST_VARCHAR) return new Mapped(TypeText.of("string"), null);
        return new Mapped(TypeText.of(length > longest ? "varchar" : name, length), null);
    }

    /** The name of a type in lower case, without its numbers and without how MySQL shows it. */
    private static String bare(String nativeType) {
        return NUMBERS.matcher(nativeType.toLowerCase(Locale.ROOT)).replaceAll("").replace(" zerofill", "").strip();
    }

    /** Whether a column of the one type may become one of the other without its table being written anew. */
    boolean widens(TypeText from, TypeText to) {
        if (to.name().equals("decimal")) return toDecimal(from, to);
        if (isText(from) && to.name().equals("string")) return true;
        if (from.name().equals(to.name()) && from.name().equals("varchar")) return to.number(0) > from.number(0);
        return words.widening().getOrDefault(from.name(), List.of()).contains(to.name());
    }

    /** Whether the table has to be told first that types in it may become wider. */
    static boolean needsFeature(TypeText from) {
        return !isText(from);
    }

    private static boolean isText(TypeText type) {
        return type.name().equals("varchar") || type.name().equals("char");
    }

    private static boolean toDecimal(TypeText from, TypeText to) {
        int whole = to.number(0) - to.number(1);
        return switch (from.name()) {
            case "tinyint", "smallint", "int" -> whole >= 10;
            case "bigint" -> whole >= 20;
            case "decimal" -> to.number(1) >= from.number(1) && whole >= from.number(0) - from.number(1);
            default -> false;
        };
    }
}
