package catalog;

import java.util.List;

/** An edge to another table. It is never followed: cycles are normal. */
public record ForeignKey(String name, List<String> columns, Reference references, String onDelete, String onUpdate) {
    public ForeignKey {
        columns = List.copyOf(columns);
    }

    /** The columns that are pointed at, in the order of the pointing ones. */
    public record Reference(String schema, String table, List<String> columns) {
        public Reference {
            columns = List.copyOf(columns);
        }
    }
}
