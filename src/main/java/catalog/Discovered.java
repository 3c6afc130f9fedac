package catalog;

/**
 * One thing that an import reads from a source: a table, or the reason why one could not be read. A table that fails
 * does not end the import; a source that fails throws.
 */
public sealed interface Discovered {
    TableName tableName();

    record Readable(Table table) implements Discovered {
        @Override
        public TableName tableName() {
            return table.tableName();
        }
    }

    /** @param code stable and machine readable; @param message a sentence with the place, never file content */
    record Unreadable(TableName tableName, String code, String message) implements Discovered { }
}
