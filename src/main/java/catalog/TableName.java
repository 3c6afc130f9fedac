package catalog;

/** A table's place in its source; both parts exactly as the source returns them. Ordered by code points. */
public record TableName(String schema, String name) implements Comparable<TableName> {

    @Override
    public int compareTo(TableName other) {
        int bySchema = CodePoints.compare(schema, other.schema);
        return bySchema != 0 ? bySchema : CodePoints.compare(name, other.name);
    }

    @Override
    public String toString() {
        return schema + "." + name;
    }
}
