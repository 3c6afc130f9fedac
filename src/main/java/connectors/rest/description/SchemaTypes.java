package connectors.rest.description;

import catalog.CommonType;
import connectors.rest.description.Schemas.Parts;
import io.swagger.v3.oas.models.media.Schema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/** What a schema is as a column. Formats are those of the OpenAPI format registry, and a few that are in wide use. */
@SuppressWarnings("rawtypes")
final class SchemaTypes {
    private static final int WORDS_OF_ENUM = 400;
    private static final Map<String, CommonType> STRINGS = Map.ofEntries(
            Map.entry("date", CommonType.DATE), Map.entry("date-time", CommonType.TIMESTAMP_TZ),
            Map.entry("time", CommonType.TIME),
            Map.entry("duration", CommonType.INTERVAL), Map.entry("uuid", CommonType.UUID), Map.entry("byte", CommonType.BINARY),
            Map.entry("binary", CommonType.BINARY), Map.entry("base64url", CommonType.BINARY),
            Map.entry("decimal", CommonType.DECIMAL),
            Map.entry("int64", CommonType.BIGINT));
    private static final Map<String, CommonType> NUMBERS = Map.ofEntries(
            Map.entry("int8", CommonType.TINYINT), Map.entry("uint8", CommonType.SMALLINT),
            Map.entry("int16", CommonType.SMALLINT),
            Map.entry("uint16", CommonType.INTEGER), Map.entry("int32", CommonType.INTEGER),
            Map.entry("uint32", CommonType.BIGINT),
            Map.entry("int64", CommonType.BIGINT), Map.entry("uint64", CommonType.DECIMAL), Map.entry("float", CommonType.REAL),
            Map.entry("double", CommonType.DOUBLE), Map.entry("decimal", CommonType.DECIMAL),
            Map.entry("decimal128", CommonType.DECIMAL));

    private final Schemas schemas;
    /** Types of components that are no objects, by the depth at which they are spelled out. */
    private final Map<String, Typed> known = new HashMap<>();
    private final Bounds.Budget looks = new Bounds.Budget(Bounds.LOOKS, "types that are made of each other too often");

    SchemaTypes(Schemas schemas) {
        this.schemas = schemas;
    }

    List<Field> fields(Parts parts) {
        List<Field> fields = new ArrayList<>();
        parts.properties().forEach((name, property) -> fields.add(field(name, property, parts.required().contains(name))));
        return fields;
    }

    private Field field(String name, Schema property, boolean required) {
        Typed type = of(property);
        Object usual = property.getDefault();
        return new Field(name, type, !required || type.nullable(), usual == null ? null : usual.toString(),
                property.getDescription());
    }

    Typed of(Schema schema) {
        return of(schema, 0);
    }

    private Typed of(Schema schema, int depth) {
        if (schema == null || depth > Bounds.SPELLED_DEPTH) return Typed.of(CommonType.JSON, "…");
        looks.take(1);
        boolean orNull = Boolean.TRUE.equals(schema.getNullable()) || Schemas.types(schema).contains("null");
        return alone(schema, depth).orNull(orNull);
    }

    private Typed alone(Schema schema, int depth) {
        String component = schemas.home(schema);
        if (component != null) return ofComponent(component, depth);
        if (schema.get$ref() != null) return Typed.of(CommonType.UNKNOWN, Bounds.cut(schema.get$ref(), 200));
        List<Schema> choices = new ArrayList<>(Schemas.list(schema.getOneOf()));
        choices.addAll(Schemas.list(schema.getAnyOf()));
        if (!choices.isEmpty() && schema.getProperties() == null) return ofChoice(choices, depth);
        List<Schema> all = Schemas.list(schema.getAllOf());
        if (all.size() == 1 && schema.getProperties() == null) return of(all.get(0), depth + 1);
        return plain(schema, depth);
    }

    /** It is called by its name, and not spelled out: what it is made of stands in a table of its own. */
    private Typed ofComponent(String name, int depth) {
        Schema target = schemas.target(schemas.component(name));
        if (target == null) return Typed.of(CommonType.UNKNOWN, name);
        if (isObject(target)) return Typed.pointing(CommonType.STRUCT, name, Set.of(name));
        String place = depth + " " + name;
        Typed behind = known.get(place);
        if (behind == null) behind = of(target, depth + 1);
        known.put(place, behind);
        return behind.type() == CommonType.STRUCT || behind.type() == CommonType.JSON ? behind.called(name) : behind;
    }

    boolean isObject(Schema schema) {
        Set<String> types = Schemas.types(schema);
        boolean mayBe = types.isEmpty() || types.contains("object");
        return mayBe && schema.getItems() == null && !isMixed(schema) && !schemas.parts(schema).isEmpty();
    }

    /** Whether it may be something else than an object. */
    private boolean isMixed(Schema schema) {
        List<Schema> choices = new ArrayList<>(Schemas.list(schema.getOneOf()));
        choices.addAll(Schemas.list(schema.getAnyOf()));
        return choices.stream().anyMatch(choice -> !Schemas.isNothing(choice) && isPlain(schemas.target(choice)));
    }

    private static boolean isPlain(Schema schema) {
        if (schema == null) return true;
        Set<String> types = Schemas.types(schema);
        return !types.isEmpty() && !types.contains("object") || schema.getItems() != null;
    }

    private Typed ofChoice(List<Schema> choices, int depth) {
        Set<Typed> types = new LinkedHashSet<>();
        boolean orNull = false;
        for (Schema choice : choices) {
            if (Schemas.isNothing(choice)) orNull = true;
            else types.add(of(choice, depth + 1));
        }
        if (types.isEmpty()) return Typed.of(CommonType.JSON, "null");
        boolean anyNull = orNull || types.stream().anyMatch(Typed::nullable);
        if (types.size() == 1) return types.iterator().next().orNull(anyNull);
        StringJoiner words = new StringJoiner(" | ");
        types.forEach(type -> words.add(type.nativeType()));
        Set<CommonType> common = new LinkedHashSet<>();
        types.forEach(type -> common.add(type.type()));
        CommonType type = common.size() == 1 ? common.iterator().next() : CommonType.JSON;
        return Typed.pointing(type, words.toString(), Typed.union(types)).orNull(anyNull);
    }

    private Typed plain(Schema schema, int depth) {
        Set<String> types = new LinkedHashSet<>(Schemas.types(schema));
        types.remove("null");
        if (types.size() > 1) return Typed.of(CommonType.JSON, String.join(" | ", types));
        String type = types.isEmpty() ? implied(schema) : types.iterator().next();
        return switch (type) {
            case "string" -> string(schema);
            case "integer", "number" -> number(type, schema);
            case "boolean" -> Typed.of(CommonType.BOOLEAN, "boolean");
            case "array" -> of(schema.getItems(), depth + 1).asArray();
            case "object" -> object(schema, depth);
            case "file" -> Typed.of(CommonType.BINARY, "file");
            default -> Typed.of(CommonType.JSON, type.isEmpty() ? "any" : type);
        };
    }

    private static String implied(Schema schema) {
        if (schema.getProperties() != null || !Schemas.list(schema.getAllOf()).isEmpty()) return "object";
        if (schema.getItems() != null) return "array";
        if (schema.getAdditionalProperties() instanceof Schema) return "object";
        Object example = schema.getEnum() != null && !schema.getEnum().isEmpty() ? schema.getEnum().get(0) : schema.getConst();
        if (example instanceof Boolean) return "boolean";
        if (example instanceof Number number) return number instanceof Integer || number instanceof Long ? "integer" : "number";
        return example == null ? "" : "string";
    }

    private static Typed string(Schema schema) {
        CommonType type = schema.getFormat() == null ? CommonType.VARCHAR
                : STRINGS.getOrDefault(schema.getFormat(), CommonType.VARCHAR);
        Integer length = type == CommonType.VARCHAR ? schema.getMaxLength() : null;
        return new Typed(type, words("string", schema), length, null, null, false, Set.of());
    }

    private static Typed number(String word, Schema schema) {
        CommonType unsaid = word.equals("integer") ? CommonType.BIGINT : CommonType.DOUBLE;
        CommonType type = schema.getFormat() == null ? unsaid : NUMBERS.getOrDefault(schema.getFormat(), unsaid);
        return new Typed(type, words(word, schema), null, null, scale(type, schema.getMultipleOf()), false, Set.of());
    }

    /** {@code multipleOf: 0.01} says how many digits there are. */
    private static Integer scale(CommonType type, BigDecimal step) {
        return type == CommonType.DECIMAL && step != null && step.scale() > 0 && step.scale() <= 38 ? step.scale() : null;
    }

    private static String words(String type, Schema schema) {
        String words = schema.getFormat() == null ? type : type + "(" + Bounds.cut(schema.getFormat(), 100) + ")";
        List values = schema.getEnum();
        if (schema.getConst() != null) return words + " const(" + Bounds.cut(String.valueOf(schema.getConst()), WORDS_OF_ENUM)
                + ")";
        if (values == null || values.isEmpty()) return words;
        StringJoiner joined = new StringJoiner(", ", words + " enum(", ")");
        int left = WORDS_OF_ENUM;
        for (Object value : values) {
            String text = Bounds.cut(String.valueOf(value), 100);
            left -= text.length();
            joined.add(left < 0 ? "…" : text);
            if (left < 0) break;
        }
        return joined.toString();
    }

    private Typed object(Schema schema, int depth) {
        Parts parts = schemas.parts(schema);
        if (!parts.isEmpty()) return struct(parts, depth);
        if (schema.getAdditionalProperties() instanceof Schema values) return of(values, depth + 1).asMap();
        return Typed.of(CommonType.JSON, "object");
    }

    private Typed struct(Parts parts, int depth) {
        StringBuilder words = new StringBuilder("struct<");
        List<Typed> types = new ArrayList<>();
        for (Map.Entry<String, Schema> property : parts.properties().entrySet()) {
            if (words.length() > Typed.LONGEST) break;
            Typed type = of(property.getValue(), depth + 1);
            types.add(type);
            words.append(types.size() == 1 ? "" : ",").append(Bounds.cut(property.getKey(),
                    100)).append(':').append(type.nativeType());
        }
        return Typed.pointing(CommonType.STRUCT, words.append('>').toString(), Typed.union(types));
    }
}
