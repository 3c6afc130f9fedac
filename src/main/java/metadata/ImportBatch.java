package metadata;

import catalog.Discovered.Unreadable;
import catalog.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables that are written in one transaction. */
final class ImportBatch {
    private final Map<TableName, Definitions.Definition> tables = new LinkedHashMap<>();
    private final List<Unreadable> unreadable = new ArrayList<>();
    private int columns;

    void add(Definitions.Definition definition) {
        tables.put(definition.table().tableName(), definition);
        columns += definition.table().columns().size();
    }

    void add(Unreadable one) {
        unreadable.add(one);
    }

    Map<TableName, Definitions.Definition> tables() {
        return tables;
    }

    List<Unreadable> unreadable() {
        return unreadable;
    }

    int size() {
        return tables.size() + unreadable.size();
    }

    int columns() {
        return columns;
    }
}
