package connectors.rest.description;

import catalog.CommonType;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What values of JSON at one place have in common. */
final class Shape {
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
    private static final Pattern TIME = Pattern.compile(
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,9})?)?(Z|[+-]\\d\\d:\\d\\d)?");
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final List<CommonType> NUMBERS = List.of(CommonType.INTEGER, CommonType.BIGINT, CommonType.DECIMAL,
            CommonType.DOUBLE);

    private final Bounds.Budget places;
    private final Map<String, Shape> fields = new LinkedHashMap<>();
    private final Set<CommonType> kinds = EnumSet.noneOf(CommonType.class);
    private Shape element;
    private long objects;
    private long held;
    private boolean orNull;

    /** @param places how many there may be */
    Shape(Bounds.Budget places) {
        this.places = places;
    }

    void add(JsonNode value) {
        held++;
        if (value.isNull()) orNull = true;
        else if (value.isObject()) object(value);
        else if (value.isArray()) array(value);
        else kinds.add(scalar(value));
    }

    private void object(JsonNode value) {
        objects++;
        kinds.add(CommonType.STRUCT);
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            fields.computeIfAbsent(entry.getKey(), name -> place()).add(entry.getValue());
        }
        if (fields.size() > Bounds.COLUMNS) throw Bounds.tooMuch("an object of more than " + Bounds.COLUMNS + " fields");
    }

    private void array(JsonNode value) {
        kinds.add(CommonType.ARRAY);
        if (element == null) element = place();
        value.forEach(element::add);
    }

    private Shape place() {
        places.take(1);
        return new Shape(places);
    }

    private static CommonType scalar(JsonNode value) {
        if (value.isBoolean()) return CommonType.BOOLEAN;
        if (value.isInt() || value.isShort()) return CommonType.INTEGER;
        if (value.isLong()) return CommonType.BIGINT;
        if (value.isBigInteger()) return CommonType.DECIMAL;
        return value.isNumber() ? CommonType.DOUBLE : text(value.asText());
    }

    private static CommonType text(String value) {
        if (value.length() == 36 && UUID.matcher(value).matches()) return CommonType.UUID;
        if (value.length() < 10 || value.length() > 40) return CommonType.VARCHAR;
        try {
            if (DATE.matcher(value).matches()) return LocalDate.parse(value) == null ? null : CommonType.DATE;
            if (TIME.matcher(value).matches()) return moment(value);
        } catch (DateTimeException noSuchDay) {
            return CommonType.VARCHAR;
        }
        return CommonType.VARCHAR;
    }

    private static CommonType moment(String value) {
        boolean zone = value.endsWith("Z") || value.lastIndexOf('-') > 10 || value.indexOf('+') > 10;
        if (zone) OffsetDateTime.parse(value);
        else LocalDateTime.parse(value);
        return zone ? CommonType.TIMESTAMP_TZ : CommonType.TIMESTAMP;
    }

    /** One column a field; the values themselves in a column {@code value} where they are no objects. */
    List<Field> columns() {
        if (!kinds.equals(Set.of(CommonType.STRUCT)) || fields.isEmpty()) return List.of(new Field("value", typed(0), orNull,
                null, null));
        List<Field> columns = new ArrayList<>();
        fields.forEach((name, shape) -> columns.add(new Field(name, shape.typed(0), shape.orNull || shape.held < objects, null,
                null)));
        return columns;
    }

    private Typed typed(int depth) {
        CommonType type = widest();
        if (depth > Bounds.SPELLED_DEPTH) return Typed.of(type, "…");
        if (type == CommonType.STRUCT) return Typed.of(type, spelled(depth));
        if (type == CommonType.ARRAY) return element.typed(depth + 1).asArray();
        return Typed.of(type, kinds.isEmpty() ? "null" : type.name().toLowerCase(java.util.Locale.ROOT));
    }

    private CommonType widest() {
        if (kinds.isEmpty()) return CommonType.JSON;
        if (kinds.size() == 1) return kinds.iterator().next();
        if (NUMBERS.containsAll(kinds)) return NUMBERS.stream().filter(kinds::contains).reduce((a, b) -> b).orElseThrow();
        boolean nested = kinds.contains(CommonType.STRUCT) || kinds.contains(CommonType.ARRAY);
        boolean words = kinds.stream().noneMatch(kind -> NUMBERS.contains(kind) || kind == CommonType.BOOLEAN);
        return !nested && words ? CommonType.VARCHAR : CommonType.JSON;
    }

    private String spelled(int depth) {
        StringBuilder words = new StringBuilder("struct<");
        String between = "";
        for (Map.Entry<String, Shape> field : fields.entrySet()) {
            if (words.length() > Typed.LONGEST) break;
            words.append(between).append(Bounds.cut(field.getKey(), 100)).append(':').append(field.getValue().typed(depth
                    + 1).nativeType());
            between = ",";
        }
        return words.append('>').toString();
    }
}
