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
    private final Map<TableName, String> tokens = new LinkedHashMap<>();
    private final Map<TableName, String> unchanged = new LinkedHashMap<>();
    private final List<Unreadable> unreadable = new ArrayList<>();
    private int columns;

    /** @param token the source's; null for none */
    void add(Definitions.Definition definition, String token) {
        TableName name = definition.table().tableName();
        tables.put(name, definition);
        tokens.put(name, token);
        columns += definition.table().columns().size();
    }

    /** One that was not read, because it is as it is stored. */
    void addUnchanged(TableName name, String token) {
        unchanged.put(name, token);
    }

    void add(Unreadable one) {
        unreadable.add(one);
    }

    Map<TableName, Definitions.Definition> tables() {
        return tables;
    }

    /** @return the source's token of one that was read; null where it has none */
    String token(TableName name) {
        return tokens.get(name);
    }

    /** By name, the token to keep. */
    Map<TableName, String> unchanged() {
        return unchanged;
    }

    List<Unreadable> unreadable() {
        return unreadable;
    }

    int size() {
        return tables.size() + unchanged.size() + unreadable.size();
    }

    int columns() {
        return columns;
    }
}
