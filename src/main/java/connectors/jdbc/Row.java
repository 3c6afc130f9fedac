package connectors.jdbc;

import catalog.TableName;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** One row of an answer, read by the names of the contract; what drivers return for a number or a truth differs. */
record Row(Map<String, Object> values) {

    @SuppressWarnings("unchecked")
    static Row of(Object row) {
        return new Row((Map<String, Object>) row);
    }

    String text(String column) {
        Object value = values.get(column);
        if (value instanceof byte[] bytes) return new String(bytes, StandardCharsets.UTF_8);   // what MySQL calls binary is text
        return value == null ? null : value.toString();
    }

    Long number(String column) {
        Object value = values.get(column);
        if (value == null) return null;
        return value instanceof Number number ? number.longValue() : new BigDecimal(value.toString()).longValue();
    }

    Integer integer(String column) {
        Long number = number(column);
        return number == null ? null : Math.toIntExact(number);
    }

    /** Null counts as no. */
    boolean flag(String column) {
        Object value = values.get(column);
        if (value instanceof Number number) return number.intValue() != 0;
        return value != null && (value.equals(true) || "YES".equalsIgnoreCase(value.toString()) || "true".equalsIgnoreCase(value.toString()));
    }

    TableName table() {
        return new TableName(text("schema_name"), text("table_name"));
    }
}
