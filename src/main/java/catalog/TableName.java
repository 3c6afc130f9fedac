package catalog;

/** A table's place in its source; both parts exactly as the source returns them. */
public record TableName(String schema, String name) implements Comparable<TableName> {

    @Override
    public int compareTo(TableName other) {
        int bySchema = schema.compareTo(other.schema);
        return bySchema != 0 ? bySchema : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return schema + "." + name;
    }
}
