package connectors.servicenow;

import static connectors.servicenow.TableRow.text;

import java.util.List;
import java.util.Map;

/**
 * A row of {@code sys_dictionary}: a column where it is defined, for its table and all that extend it.
 *
 * @param type         {@code internal_type}
 * @param length       {@code max_length}; 0 where it is not said
 * @param reference    the table that it refers to; empty for none
 * @param cascade      {@code reference_cascade_rule}
 * @param dependent    the column that names the table which a {@code document_id} refers to
 * @param defaultValue empty for none
 */
record ColumnRow(String element, String label, String type, int length, boolean mandatory, boolean unique, boolean virtual,
                 boolean readOnly, String reference, String cascade, String dependent, String defaultValue) {
    static final String SOURCE = "sys_dictionary";
    static final List<String> FIELDS = List.of("sys_id", "name", "element", "column_label", "internal_type", "max_length",
            "mandatory", "reference", "read_only", "active", "default_value", "unique", "virtual", "reference_cascade_rule",
            "dependent_on_field");

    static ColumnRow of(Map<String, String> row, Words words) {
        return new ColumnRow(words.one(text(row, "element")), words.one(text(row, "column_label")),
                words.one(text(row, "internal_type")), number(text(row, "max_length")), is(row, "mandatory"), is(row, "unique"),
                is(row, "virtual"), is(row, "read_only"),
                words.one(text(row, "reference")), words.one(text(row, "reference_cascade_rule")),
                words.one(text(row, "dependent_on_field")), words.one(text(row, "default_value")));
    }

    /** One without an element describes the table itself; one that is not active is none any more. */
    static boolean isColumn(Map<String, String> row) {
        boolean isActive = !text(row, "active").equals("false");
        return isActive && !text(row, "element").isEmpty() && !text(row, "internal_type").equals("collection");
    }

    static boolean is(Map<String, String> row, String field) {
        return text(row, field).equals("true");
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    }

    /** A list of references, or a reference to a table that another column names, is no foreign key. */
    boolean isForeignKey() {
        return !reference.isEmpty() && !isList() && !isPolymorphic();
    }

    boolean isList() {
        return type.equals("glide_list");
    }

    boolean isPolymorphic() {
        return type.equals("document_id");
    }

    ColumnRow with(Override own) {
        return new ColumnRow(element, label, type, length, own.mandatory() == null ? mandatory : own.mandatory(), unique, virtual,
                own.readOnly() == null ? readOnly : own.readOnly(), reference, cascade, dependent,
                own.defaultValue() == null ? defaultValue : own.defaultValue());
    }

    /**
     * A row of {@code sys_dictionary_override}: what a table changes of a column that it inherits. Null leaves it as it is.
     *
     * @param element of the column
     */
    record Override(String element, Boolean mandatory, Boolean readOnly, String defaultValue) {
        static final String SOURCE = "sys_dictionary_override";
        static final List<String> FIELDS = List.of("sys_id", "name", "element", "mandatory_override", "mandatory",
                "read_only_override", "read_only", "default_value_override", "default_value");

        static Override of(Map<String, String> row, Words words) {
            return new Override(words.one(text(row, "element")), overridden(row, "mandatory"), overridden(row, "read_only"),
                    is(row, "default_value_override") ? words.one(text(row, "default_value")) : null);
        }

        private static Boolean overridden(Map<String, String> row, String field) {
            return is(row, field + "_override") ? is(row, field) : null;
        }
    }
}
