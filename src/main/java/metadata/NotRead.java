package metadata;

import catalog.Discovered.Extent;
import catalog.Discovered.Unreadable;
import catalog.TableName;
import java.util.ArrayList;
import java.util.List;

/** What a source would not show: tables, of which the first thousand are named, and larger parts, which may hide tables. */
final class NotRead {
    private static final int MOST_NAMED = 1_000;

    private final List<Import.FailedTable> tables = new ArrayList<>();
    private final List<Unreadable> parts = new ArrayList<>();

    void add(Unreadable unreadable) {
        TableName name = unreadable.tableName();
        if (unreadable.extent() != Extent.TABLE) parts.add(unreadable);
        if (tables.size() < MOST_NAMED) {
            tables.add(new Import.FailedTable(name.schema(), name.name(), unreadable.code(), unreadable.message()));
        }
    }

    List<Import.FailedTable> tables() {
        return tables;
    }

    List<Unreadable> parts() {
        return parts;
    }

    /** Whether a table of this name may be there, although nothing was read of it. */
    boolean mayHide(TableName name) {
        return parts.stream().anyMatch(part -> part.mayHide(name));
    }
}
