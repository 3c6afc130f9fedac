package connectors.databricks;

import catalog.Column;
import catalog.ForeignKey;
import catalog.Key;
import catalog.Table;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** A table as the target has it. */
final class Existing {
    private final JsonNode said;
    private final Table table;

    Existing(JsonNode said, UnityTables tables) {
        this.said = said;
        this.table = tables.of(said);
    }

    /** Whether it is a table that may be altered: not a view, not one of another system. */
    boolean isTable() {
        String kind = said.path("table_type").asText();
        return kind.equals("MANAGED") || kind.equals("EXTERNAL");
    }

    String kind() {
        return said.path("table_type").asText("").toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }

    /** Empty where there is none. */
    String property(String name) {
        return said.path("properties").path(name).asText("");
    }

    boolean mapsNames() {
        return property(Ddl.MAPPING).equals("name");
    }

    List<Column> columns() {
        return table.columns();
    }

    Optional<Column> column(String name) {
        return table.columns().stream().filter(column -> column.name().equalsIgnoreCase(name)).findFirst();
    }

    /** @return null for none */
    Key key() {
        return table.primaryKey();
    }

    List<ForeignKey> references() {
        return table.foreignKeys();
    }

    String comment() {
        return table.comment();
    }

    static String type(Column column) {
        return TypeText.parse(column.nativeType()).map(TypeText::canonical).orElse(column.nativeType());
    }

    /** Whether it has the columns that are wanted and no others. */
    boolean hasColumnsOf(Shape shape) {
        return columns().size() == shape.columns().size() && shape.columns().stream().allMatch(wanted ->
                column(wanted.name()).filter(found -> type(found).equals(wanted.type().canonical())).isPresent());
    }
}
