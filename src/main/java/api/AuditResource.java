package api;

import access.Audit;
import java.util.List;
import org.springframework.stereotype.Component;
import paging.Cursor;
import paging.Page;
import paging.PageRequest;

/** Who did what in the active account. */
@Component
class AuditResource extends Resource {
    private final Audit audit;

    AuditResource(Audit audit) {
        super("/api/audit", "Audit");
        this.audit = audit;
    }

    @Override
    void paths() {
        list("", "listAudit", "The audit log, newest first", Audit.Entry.class, this::list);
        get("/verify", "verifyAudit", "Check the chain of the audit log", Audit.Verification.class,
                request -> Answer.ok(audit.verify()));
    }

    private Answer list(Request request) {
        PageRequest page = request.page();
        List<Audit.Entry> entries = audit.list(page.after() == null ? null : before(page.afterKey()), page.fetch());
        return Answer.ok(Page.of(entries, page, audit.count(), entry -> new Cursor(Long.toString(entry.seq()), "")));
    }

    private static Long before(String key) {
        try {
            return Long.valueOf(key);
        } catch (NumberFormatException notOurs) {
            throw Cursor.foreign();
        }
    }
}
