package connectors.databricks;

import catalog.TableName;
import catalog.TargetTable.Note;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a wanted table is at the target: everything mapped, nothing decided yet.
 *
 * @param dataset the id that its property says, by which it is known again
 * @param key     null for none
 * @param notes   what could not be mapped as it is
 */
record Shape(TableName at, String dataset, String origin, String comment, List<Col> columns, Key key, List<Reference> references,
             List<Note> notes) {
    static final String LEFT_OUT = "foreign_key_left_out";
    static final String DATASET = "serai.dataset";
    static final String ORIGIN = "serai.origin";
    static final String FINGERPRINT = "serai.fingerprint";

    /** @param source its name in the source */
    record Col(String source, String name, TypeText type, boolean required, String comment) {
        String sql() {
            String end = comment == null ? "" : " COMMENT " + Sql.text(comment);
            return Sql.name(name) + " " + type.sql() + (required ? " NOT NULL" : "") + end;
        }
    }

    record Key(String name, List<String> columns) { }

    record Reference(String name, List<String> columns, TableName parent, List<String> parentColumns) { }

    Optional<Col> column(String name) {
        return columns.stream().filter(column -> column.name().equalsIgnoreCase(name)).findFirst();
    }

    boolean needsMapping() {
        return columns.stream().anyMatch(column -> TargetNames.needsMapping(column.name()));
    }

    /** Another one when anything differs that is carried over; but foreign keys depend on what else is wanted. */
    String fingerprint() {
        return UnityTables.digest(columns.stream().map(Col::sql).toList() + "\n" + comment + "\n" + key + "\n" + origin);
    }

    /** Whether every foreign key of the source is among the references. */
    boolean hasAllReferences() {
        return notes.stream().noneMatch(note -> note.code().equals(LEFT_OUT));
    }

    /** What the table says of itself, so that it is known again. */
    Map<String, String> marks() {
        return new TreeMap<>(Map.of(DATASET, dataset, ORIGIN, origin));
    }
}
