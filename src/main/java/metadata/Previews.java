package metadata;

import access.Caller;
import connections.Connection;
import connections.Connections;
import java.util.UUID;
import org.springframework.stereotype.Component;
import problems.Refusal;
import routes.Operations;

/** What an import would do, without doing it: the source is read by the import's own route, and nothing is written. */
@Component
public class Previews {
    /** First imports of 1,000 to 10,000 tables of ten columns on two cores: docs/performance.md. */
    static final double DEFAULT_MS_PER_TABLE = 1.0;

    private final Connections connections;
    private final Operations operations;
    private final Definitions definitions;
    private final DatasetReads rows;

    Previews(Connections connections, Operations operations, Definitions definitions, DatasetReads rows) {
        this.connections = connections;
        this.operations = operations;
        this.definitions = definitions;
        this.rows = rows;
    }

    /**
     * @throws Refusal                   403 for a viewer, 422 for a request that does not fit, 409 when the connection is off
     * @throws problems.ProblemException when the source fails
     */
    public Preview of(UUID connectionId, ImportRequest request) {
        Connection connection = connections.find(connectionId);
        Caller.current().mustCreate();
        request.check();
        PreviewRun run = new PreviewRun(connectionId, request, definitions, rows);
        long start = System.nanoTime();
        read(connection, request, run);
        return run.result(forecast(connectionId, run.tables(), (System.nanoTime() - start) / 1_000_000));
    }

    private void read(Connection connection, ImportRequest request, PreviewRun run) {
        try {
            operations.preview(connection.id(), request.selection(), run,
                    rows.tokens(connection.id(), null, connection.version(), request.options()));
        } catch (OwnFailure ours) {
            throw ours.failure();
        }
    }

    /** No import is faster than the reading that was done just now. */
    private Preview.Forecast forecast(UUID connectionId, long tables, long readMs) {
        DatasetReads.Pace pace = rows.pace(connectionId);
        boolean known = pace.imports() > 0;
        double msPerTable = known ? pace.msPerTable() : DEFAULT_MS_PER_TABLE;
        return new Preview.Forecast(Math.max(readMs, Math.round(tables * msPerTable)), readMs,
                known ? Preview.Basis.EARLIER_IMPORTS : Preview.Basis.DEFAULT, pace.imports(),
                Math.round(msPerTable * 1000) / 1000.0);
    }
}
