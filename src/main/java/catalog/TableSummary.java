package catalog;

/** One line of a schema's listing. */
public record TableSummary(String schema, String name, TableKind kind, String comment, Long rowEstimate) {

    public TableName tableName() {
        return new TableName(schema, name);
    }
}
