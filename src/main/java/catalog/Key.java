package catalog;

import java.util.List;

/** A primary key or a unique constraint; columns in key order. */
public record Key(String name, List<String> columns) {
    public Key {
        columns = List.copyOf(columns);
    }
}
