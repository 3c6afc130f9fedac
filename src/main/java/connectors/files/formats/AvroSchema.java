package connectors.files.formats;

import catalog.Column;
import catalog.CommonType;
import connectors.NestedText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * The columns of an Avro schema. A named type is spelled out once in a column and is a reference after that, as it is in the
 * schema
 * itself: a schema of two kilobytes can stand for millions of leaves.
 */
final class AvroSchema {
    private static final String PREFIX = "avro:";
    private static final String VALUE = "value";
    private static final int COMMENT_CHARACTERS = 4_000;
    private static final int MOST_SYMBOLS = 50;

    private final ColumnNames names = new ColumnNames();
    private final List<Column> columns = new ArrayList<>();
    private int left = Limits.SHAPE_NODES;

    AvroSchema(Schema schema) throws FileFailure {
        if (schema.getType() != Schema.Type.RECORD) {
            columns.add(column(VALUE, schema, null, null, new HashSet<>()));
            return;
        }
        if (schema.getFields().size() > Limits.COLUMNS) {
            throw new FileFailure("too_many_columns", "The file has more than " + Limits.COLUMNS + " columns.");
        }
        for (Schema.Field field : schema.getFields()) {
            Set<String> spelled = new HashSet<>(Set.of(schema.getFullName()));
            columns.add(column(field.name(), field.schema(), field.doc(), defaultOf(field), spelled));
        }
    }

    private static String defaultOf(Schema.Field field) {
        if (!field.hasDefaultValue()) return null;
        Object value = field.defaultVal();
        if (value == JsonProperties.NULL_VALUE || !(value instanceof String || value instanceof Number || value instanceof Boolean)) return null;
        return cut(value.toString());
    }

    private static String cut(String text) {
        return text == null || text.length() <= COMMENT_CHARACTERS ? text : text.substring(0, COMMENT_CHARACTERS) + "…";
    }

    List<Column> columns() {
        return columns;
    }

    Map<String, Object> properties() {
        Map<String, Object> properties = new HashMap<>();
        if (!names.renamed().isEmpty()) properties.put("renamed_columns", List.copyOf(names.renamed()));
        if (left <= 0) properties.put("warnings", List.of("The schema has more fields than are spelled out."));
        return properties;
    }

    private Column column(String field, Schema schema, String doc, String defaultValue, Set<String> spelled) {
        int position = columns.size() + 1;
        return type(schema, spelled, 0)
                .column(PREFIX, names.give(field, position), position, isNullable(schema), defaultValue, cut(doc));
    }

    private static boolean isNullable(Schema schema) {
        return schema.getType() == Schema.Type.NULL || schema.isUnion() && schema.isNullable();
    }

    /** @param spelled the named types that the column has spelled out so far */
    private Declared type(Schema schema, Set<String> spelled, int depth) {
        if (left-- <= 0 || depth > Limits.SCHEMA_DEPTH) return Declared.of(CommonType.JSON, "…");
        Declared logical = schema.getLogicalType() == null ? null : logical(schema, schema.getLogicalType());
        if (logical != null) return logical;
        return switch (schema.getType()) {
            case NULL -> Declared.of(CommonType.VARCHAR, "null");
            case BOOLEAN -> Declared.of(CommonType.BOOLEAN, "boolean");
            case INT -> Declared.of(CommonType.INTEGER, "int");
            case LONG -> Declared.of(CommonType.BIGINT, "long");
            case FLOAT -> Declared.of(CommonType.REAL, "float");
            case DOUBLE -> Declared.of(CommonType.DOUBLE, "double");
            case BYTES -> Declared.of(CommonType.BINARY, "bytes");
            case STRING -> Declared.of(CommonType.VARCHAR, "string");
            case FIXED -> Declared.bytes(CommonType.BINARY, "fixed[" + schema.getFixedSize() + "]", schema.getFixedSize());
            case ENUM -> Declared.of(CommonType.VARCHAR, symbols(schema));
            case ARRAY -> Declared.of(CommonType.ARRAY, NestedText.array(inside(schema.getElementType(), spelled, depth)));
            case MAP -> Declared.of(CommonType.MAP, NestedText.map("string", inside(schema.getValueType(), spelled, depth)));
            case RECORD -> record(schema, spelled, depth);
            case UNION -> union(schema, spelled, depth);
        };
    }

    private String inside(Schema schema, Set<String> spelled, int depth) {
        return NestedText.nullable(type(schema, spelled, depth + 1).nativeType(), isNullable(schema));
    }

    private static String symbols(Schema schema) {
        List<String> all = schema.getEnumSymbols();
        String shown = String.join(",", all.subList(0, Math.min(all.size(), MOST_SYMBOLS)));
        return NestedText.bounded("enum<" + shown + (all.size() > MOST_SYMBOLS ? ",…>" : ">"));
    }

    private Declared record(Schema schema, Set<String> spelled, int depth) {
        if (!spelled.add(schema.getFullName())) {
            return Declared.of(CommonType.STRUCT, "reference<" + NestedText.quoted(schema.getFullName()) + ">");
        }
        List<String> fields = new ArrayList<>();
        for (Schema.Field field : schema.getFields()) {
            if (left <= 0) break;
            fields.add(NestedText.field(field.name(), type(field.schema(), spelled, depth + 1).nativeType(), isNullable(field.schema())));
        }
        return Declared.of(CommonType.STRUCT, NestedText.struct(fields));
    }

    /** Null beside one type makes this nullable; several types have none in common. */
    private Declared union(Schema schema, Set<String> spelled, int depth) {
        List<Schema> types = schema.getTypes().stream().filter(type -> type.getType() != Schema.Type.NULL).toList();
        if (types.isEmpty()) return Declared.of(CommonType.VARCHAR, "null");
        if (types.size() == 1) return type(types.get(0), spelled, depth + 1);
        List<String> texts = types.stream().map(type -> type(type, spelled, depth + 1).nativeType()).toList();
        return Declared.of(CommonType.JSON, NestedText.bounded("union<" + String.join(",", texts) + ">"));
    }

    /** @return null for a logical type that we do not know, which counts as what it is written as */
    private static Declared logical(Schema schema, LogicalType logical) {
        String text = schema.getType().name().toLowerCase(Locale.ROOT) + "(" + logical.getName() + ")";
        if (logical instanceof LogicalTypes.Decimal decimal) {
            return Declared.decimal(text.replace("(decimal)", "(decimal(" + decimal.getPrecision() + "," + decimal.getScale() + "))"),
                    decimal.getPrecision(), decimal.getScale());
        }
        CommonType type = switch (logical.getName()) {
            case "date" -> CommonType.DATE;
            case "time-millis", "time-micros" -> CommonType.TIME;
            case "timestamp-millis", "timestamp-micros", "timestamp-nanos" -> CommonType.TIMESTAMP_TZ;
            case "local-timestamp-millis", "local-timestamp-micros", "local-timestamp-nanos" -> CommonType.TIMESTAMP;
            case "uuid" -> CommonType.UUID;
            case "big-decimal" -> CommonType.DECIMAL;
            case "duration" -> CommonType.INTERVAL;
            default -> null;
        };
        return type == null ? null : Declared.of(type, text);
    }
}
