package catalog;

import java.util.List;
import java.util.Map;

/**
 * The whole definition of one table: what discovery shows, and what an import keeps as a dataset's version.
 *
 * @param rowEstimate from the source's statistics, never from a count; null where it is unknown
 * @param properties  what this source knows beyond the common shape; values are strings, numbers, booleans or lists of them
 */
public record Table(String schema, String name, TableKind kind, String comment, Long rowEstimate, List<Column> columns,
                    Key primaryKey, List<ForeignKey> foreignKeys, List<Key> uniqueConstraints,
                    List<Check> checkConstraints, List<Index> indexes, Map<String, Object> properties) {
    public Table {
        columns = List.copyOf(columns);
        foreignKeys = List.copyOf(foreignKeys);
        uniqueConstraints = List.copyOf(uniqueConstraints);
        checkConstraints = List.copyOf(checkConstraints);
        indexes = List.copyOf(indexes);
        properties = Map.copyOf(properties);
    }

    /** A table with columns alone, such as a file's. */
    public static Table ofColumns(String schema, String name, TableKind kind, Long rowEstimate, List<Column> columns,
                                  Map<String, Object> properties) {
        return new Table(schema, name, kind, null, rowEstimate, columns, null, List.of(), List.of(), List.of(), List.of(),
                properties);
    }

    public TableName tableName() {
        return new TableName(schema, name);
    }

    public TableSummary summary() {
        return new TableSummary(schema, name, kind, comment, rowEstimate);
    }
}
