package api;

import changes.TableChange;
import metadata.ChangeLog;
import metadata.ChangeLog.Window;
import org.springframework.stereotype.Component;

/** What changed between two imports of a connection. */
@Component
class ChangesResource extends Resource {

    private final ChangeLog changes;

    ChangesResource(ChangeLog changes) {
        super("/api/connections/{id}/changes", "Datasets");
        this.changes = changes;
    }

    @Override
    void paths() {
        list("", "listChanges", "What changed between two imports, the last two if left out", TableChange.class, this::between,
                "from", "to");
    }

    private Answer between(Request request) {
        Window window = changes.window(request.id(), request.queryId("from"), request.queryId("to"));
        return Answer.ok(changes.list(window, changes.counts(window).total(), request.page()));
    }
}
