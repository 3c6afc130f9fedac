package connectors.files.formats;

import catalog.CommonType;
import connectors.NestedText;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was seen at one place of nested data, over all rows: the union of its objects, elements and plain values. */
final class Shape {

    /** How many places one file may have. */
    static final class Budget {
        private int left = Limits.SHAPE_NODES;

        private boolean take() {
            return left-- > 0;
        }
    }

    private final Budget budget;
    private final Map<String, Shape> fields = new LinkedHashMap<>();
    private Scalar scalar = new Scalar();
    private Shape element;
    private long holders;
    private long nulls;
    private long objects;
    private long arrays;
    private long plain;
    private boolean repeated;
    private boolean tooWide;

    Shape(Budget budget) {
        this.budget = budget;
    }

    /** @return null where the file's places are used up: the value is not spelled out then */
    Shape field(String name) {
        Shape known = fields.get(name);
        if (known != null) return known;
        if (fields.size() >= Limits.COLUMNS || !budget.take()) {
            tooWide = true;
            return null;
        }
        Shape added = new Shape(budget);
        fields.put(name, added);
        return added;
    }

    Shape element() {
        if (element == null) element = new Shape(budget);
        return element;
    }

    /** One more parent has it. */
    void held() {
        holders++;
    }

    /** A parent has it more than once. */
    void repeats() {
        repeated = true;
    }

    void object() {
        objects++;
    }

    void array() {
        arrays++;
    }

    void nothing() {
        nulls++;
    }

    /** Something is here whose inside nobody looks at. */
    void opaque() {
        tooWide = true;
        objects++;
    }

    Scalar plain() {
        plain++;
        return scalar;
    }

    Map<String, Shape> fields() {
        return fields;
    }

    boolean repeated() {
        return repeated;
    }

    boolean tooWide() {
        return tooWide;
    }

    boolean isArrayOfObjects() {
        return arrays > 0 && objects == 0 && plain == 0 && element != null && element.isObject() && !element.fields.isEmpty();
    }

    boolean isObject() {
        return objects > 0 && arrays == 0 && plain == 0;
    }

    boolean isArray() {
        return arrays > 0 && objects == 0 && plain == 0;
    }

    boolean isPlain() {
        return plain > 0;
    }

    boolean hasNulls() {
        return nulls > 0;
    }

    /** The shape of one row, of which the file has many. */
    Shape asRow() {
        repeated = false;
        return this;
    }

    /** Values of every kind, nulls among them. */
    long seen() {
        return objects + arrays + plain + nulls;
    }

    /** @param owner the shape of the object that has this field */
    boolean nullableIn(Shape owner) {
        return nulls > 0 || holders < owner.objects + owner.nulls;
    }

    /** XML: text beside child elements is a field of its own. */
    void moveTextTo(String name) {
        if (objects == 0 || plain == 0 || fields.containsKey(name)) return;
        Shape text = new Shape(budget);
        text.plain = plain;
        text.holders = plain;
        text.scalar = scalar;
        scalar = new Scalar();
        fields.put(name, text);
        objects += plain;
        plain = 0;
    }

    Typed typed(String prefix) {
        StringBuilder text = new StringBuilder(prefix);
        spell(text);
        boolean isNumber = !repeated && kinds() == 1 && plain > 0;
        return new Typed(type(), text.toString(), isNumber ? scalar.precision() : null, isNumber ? scalar.scale() : null);
    }

    private int kinds() {
        return (objects > 0 ? 1 : 0) + (arrays > 0 ? 1 : 0) + (plain > 0 ? 1 : 0);
    }

    private CommonType type() {
        if (repeated) return CommonType.ARRAY;
        if (kinds() > 1 || tooWide) return CommonType.JSON;
        if (arrays > 0) return CommonType.ARRAY;
        return objects > 0 ? CommonType.STRUCT : scalar.type();
    }

    private void spell(StringBuilder text) {
        if (text.length() > Limits.NATIVE_TYPE_CHARACTERS) {
            text.append('…');
            return;
        }
        if (repeated) text.append("array<");
        spellOne(text);
        if (repeated) text.append('>');
    }

    private void spellOne(StringBuilder text) {
        if (kinds() > 1 || tooWide) text.append("json");
        else if (arrays > 0) spellArray(text);
        else if (objects > 0) spellStruct(text);
        else text.append(scalar.nativeType());
    }

    private void spellArray(StringBuilder text) {
        text.append("array<");
        if (element == null) text.append("empty");
        else element.spell(text);
        text.append('>');
    }

    private void spellStruct(StringBuilder text) {
        text.append("struct<");
        String between = "";
        for (var field : fields.entrySet()) {
            text.append(between).append(NestedText.quoted(field.getKey())).append(':');
            field.getValue().spell(text);
            if (field.getValue().nullableIn(this)) text.append('?');
            between = ",";
        }
        text.append('>');
    }
}
