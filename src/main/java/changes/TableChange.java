package changes;

import catalog.Table;
import catalog.TableKind;
import catalog.TableName;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * What became of one table.
 *
 * @param datasetId   null for a table that was never imported
 * @param renamedFrom its name before; null unless it was renamed
 * @param changes     the worst first, and then in the order of the rules
 */
public record TableChange(UUID datasetId, String schema, String name, TableKind kind, Kind change, TableName renamedFrom,
                          List<Change> changes) {

    public enum Kind {
        ADDED, REMOVED, CHANGED, RENAMED;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public TableChange {
        changes = List.copyOf(changes);
    }

    /** Of the worst of its changes. */
    @JsonProperty("class")
    public Impact impact() {
        return Impact.worst(changes);
    }

    /**
     * @param before null for a table that came
     * @param after  null for one that went; another name than before's means that the table was recognised as renamed
     */
    public static TableChange between(UUID datasetId, Table before, Table after) {
        if (before == null) return of(datasetId, after, Kind.ADDED, null, List.of(Change.ofTable(Rule.TABLE_ADDED)));
        if (after == null) return of(datasetId, before, Kind.REMOVED, null, List.of(Change.ofTable(Rule.TABLE_REMOVED)));
        boolean renamed = !before.tableName().equals(after.tableName());
        return of(datasetId, after, renamed ? Kind.RENAMED : Kind.CHANGED, renamed ? before.tableName() : null,
                Differences.between(before, after));
    }

    private static TableChange of(UUID id, Table table, Kind kind, TableName from, List<Change> changes) {
        return new TableChange(id, table.schema(), table.name(), table.kind(), kind, from, changes);
    }
}
