package connectors.files.formats;

import catalog.CommonType;
import java.util.Locale;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.Type;

/**
 * Physical types with the logical ones on top, or the older converted ones; the native text names both:
 * {@code int64(timestamp(micros,utc))}.
 */
final class ParquetTypes {
    private static final int UNSIGNED_LONG_DIGITS = 20;
    private static final int DECIMAL_DIGITS = 38;

    private ParquetTypes() { }

    static Declared of(SchemaElement element) {
        if (element.isSetLogicalType() && element.getLogicalType().isSet()) return logical(element, element.getLogicalType());
        return element.isSetConverted_type() ? converted(element, element.getConverted_type()) : physical(element);
    }

    private static Declared physical(SchemaElement element) {
        String text = spelled(element);
        return switch (element.getType()) {
            case BOOLEAN -> Declared.of(CommonType.BOOLEAN, text);
            case INT32 -> Declared.of(CommonType.INTEGER, text);
            case INT64 -> Declared.of(CommonType.BIGINT, text);
            // the old way of moments: nanoseconds of a day, and the day
            case INT96 -> Declared.of(CommonType.TIMESTAMP, text);
            case FLOAT -> Declared.of(CommonType.REAL, text);
            case DOUBLE -> Declared.of(CommonType.DOUBLE, text);
            case BYTE_ARRAY -> Declared.of(CommonType.BINARY, text);
            case FIXED_LEN_BYTE_ARRAY -> Declared.bytes(CommonType.BINARY, text, element.getType_length());
        };
    }

    private static String spelled(SchemaElement element) {
        String text = element.getType().name().toLowerCase(Locale.ROOT);
        return element.getType() == Type.FIXED_LEN_BYTE_ARRAY ? text + "[" + element.getType_length() + "]" : text;
    }

    private static Declared as(SchemaElement element, CommonType type, String meaning) {
        return Declared.of(type, spelled(element) + "(" + meaning + ")");
    }

    private static Declared logical(SchemaElement element, LogicalType logical) {
        return switch (logical.getSetField()) {
            case STRING -> as(element, CommonType.VARCHAR, "string");
            case ENUM -> as(element, CommonType.VARCHAR, "enum");
            case JSON -> as(element, CommonType.JSON, "json");
            case BSON -> as(element, CommonType.BINARY, "bson");
            case UUID -> as(element, CommonType.UUID, "uuid");
            case DATE -> as(element, CommonType.DATE, "date");
            case DECIMAL -> decimal(element, logical.getDECIMAL().getPrecision(), logical.getDECIMAL().getScale());
            case TIME -> as(element, CommonType.TIME, "time(" + unit(logical.getTIME().getUnit()) + zone(logical.getTIME().isIsAdjustedToUTC()));
            case TIMESTAMP -> timestamp(element, unit(logical.getTIMESTAMP().getUnit()), logical.getTIMESTAMP().isIsAdjustedToUTC());
            case INTEGER -> integer(element, logical.getINTEGER());
            case FLOAT16 -> as(element, CommonType.REAL, "float16");
            case UNKNOWN -> as(element, CommonType.VARCHAR, "null");
            case GEOMETRY -> as(element, CommonType.GEOMETRY, "geometry");
            case GEOGRAPHY -> as(element, CommonType.GEOMETRY, "geography");
            case VARIANT -> as(element, CommonType.JSON, "variant");
            case MAP, LIST -> physical(element);
        };
    }

    private static Declared converted(SchemaElement element, ConvertedType converted) {
        return switch (converted) {
            case UTF8 -> as(element, CommonType.VARCHAR, "string");
            case ENUM -> as(element, CommonType.VARCHAR, "enum");
            case JSON -> as(element, CommonType.JSON, "json");
            case BSON -> as(element, CommonType.BINARY, "bson");
            case DATE -> as(element, CommonType.DATE, "date");
            case DECIMAL -> decimal(element, element.getPrecision(), element.getScale());
            case TIME_MILLIS -> as(element, CommonType.TIME, "time(millis,utc)");
            case TIME_MICROS -> as(element, CommonType.TIME, "time(micros,utc)");
            case TIMESTAMP_MILLIS -> timestamp(element, "millis", true);
            case TIMESTAMP_MICROS -> timestamp(element, "micros", true);
            case INT_8 -> integer(element, 8, true);
            case INT_16 -> integer(element, 16, true);
            case INT_32 -> integer(element, 32, true);
            case INT_64 -> integer(element, 64, true);
            case UINT_8 -> integer(element, 8, false);
            case UINT_16 -> integer(element, 16, false);
            case UINT_32 -> integer(element, 32, false);
            case UINT_64 -> integer(element, 64, false);
            case INTERVAL -> as(element, CommonType.INTERVAL, "interval");
            case MAP, MAP_KEY_VALUE, LIST -> physical(element);
        };
    }

    private static Declared decimal(SchemaElement element, int precision, int scale) {
        String text = spelled(element) + "(decimal(" + precision + "," + scale + "))";
        boolean fits = precision > 0 && precision <= DECIMAL_DIGITS && scale >= 0 && scale <= precision;
        return fits ? Declared.decimal(text, precision, scale) : Declared.of(CommonType.DECIMAL, text);
    }

    private static Declared timestamp(SchemaElement element, String unit, boolean utc) {
        return as(element, utc ? CommonType.TIMESTAMP_TZ : CommonType.TIMESTAMP, "timestamp(" + unit + zone(utc));
    }

    private static String zone(boolean utc) {
        return utc ? ",utc)" : ")";
    }

    private static String unit(TimeUnit unit) {
        return unit == null || !unit.isSet() ? "unknown" : unit.getSetField().name().toLowerCase(Locale.ROOT);
    }

    private static Declared integer(SchemaElement element, IntType type) {
        return integer(element, type.getBitWidth(), type.isIsSigned());
    }

    private static Declared integer(SchemaElement element, int bits, boolean signed) {
        String text = spelled(element) + (signed ? "(int" : "(uint") + bits + ")";
        // what has no sign needs the next wider type
        int needed = signed ? bits : bits + 1;
        if (needed <= 8) return Declared.of(CommonType.TINYINT, text);
        if (needed <= 16) return Declared.of(CommonType.SMALLINT, text);
        if (needed <= 32) return Declared.of(CommonType.INTEGER, text);
        return needed <= 64 ? Declared.of(CommonType.BIGINT, text) : Declared.decimal(text, UNSIGNED_LONG_DIGITS, 0);
    }
}
