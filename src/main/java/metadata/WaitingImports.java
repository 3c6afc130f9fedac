package metadata;

import java.util.List;
import java.util.UUID;
import metadata.ConnectionBudget.Waiting;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Imports that wait until their source may be asked again. */
@Component
class WaitingImports {
    private final JdbcClient database;

    WaitingImports(JdbcClient database) {
        this.database = database;
    }

    /** The one that goes on first, first. */
    @Transactional(readOnly = true)
    List<Waiting> of(UUID connectionId) {
        return database.sql("SELECT import_id, until, reason FROM app.waiting_imports WHERE connection_id = :id ORDER BY until")
                .param("id", connectionId)
                .query((row, n) -> new Waiting(row.getObject("import_id", UUID.class), row.getTimestamp("until").toInstant(),
                        row.getString("reason"))).list();
    }
}
