package api;

import changes.TableChange;
import java.util.List;
import java.util.UUID;
import metadata.ChangeLog;
import metadata.ChangeLog.Window;
import metadata.Import;
import org.springframework.stereotype.Component;
import paging.Page;

/** What changed between two imports of a connection. */
@Component
class ChangesResource extends Resource {

    /** A page of tables. @param from null for the time before the first import; @param to null when there is none at all */
    record Changes(UUID from, UUID to, ChangeLog.Counts tables, List<TableChange> items, String nextCursor, long total) { }

    private final ChangeLog changes;

    ChangesResource(ChangeLog changes) {
        super("/api/connections/{id}/changes", "Datasets");
        this.changes = changes;
    }

    @Override
    void paths() {
        get("", "listChanges", "What changed between two imports, the last two if left out", Changes.class, this::between,
                "from", "to", "limit", "cursor");
    }

    private Answer between(Request request) {
        Window window = changes.window(request.id(), request.queryId("from"), request.queryId("to"));
        ChangeLog.Counts counts = changes.counts(window);
        Page<TableChange> page = changes.list(window, counts.total(), request.page());
        return Answer.ok(new Changes(id(window.from()), id(window.to()), counts, page.items(), page.nextCursor(), page.total()));
    }

    private static UUID id(Import run) {
        return run == null ? null : run.id();
    }
}
