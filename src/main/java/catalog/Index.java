package catalog;

import java.util.List;

/**
 * @param columns  key columns or expressions, in key order
 * @param included columns that are stored but not part of the key
 * @param type     the source's access method in capitals: BTREE, HASH, GIN, CLUSTERED …
 * @param filter   the predicate of a partial index, null without one
 */
public record Index(String name, List<String> columns, List<String> included, boolean unique, String type, String filter) {
    public Index {
        columns = List.copyOf(columns);
        included = List.copyOf(included);
    }
}
