package metadata;

import access.Caller;
import catalog.Discovered;
import catalog.Schema;
import catalog.TableName;
import connections.Connection;
import connections.Connections;
import java.util.Iterator;
import java.util.UUID;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;
import problems.Refusal;
import routes.Operations;

/**
 * Reads a source through its import route and writes what is new, batch by batch. Killed at any point it can begin again:
 * what was written is recognised, so that the end is the same as if nothing had happened.
 */
@Component("importWriter")
public class Importer {
    private static final Logger LOG = LoggerFactory.getLogger(Importer.class);
    private static final int TABLES_PER_BATCH = 500;
    private static final int COLUMNS_PER_BATCH = 20_000;

    private final Imports imports;
    private final ImportRows rows;
    private final Removals removals;
    private final Definitions definitions;
    private final Connections connections;
    private final Operations operations;

    Importer(Imports imports, ImportRows rows, Removals removals, Definitions definitions, Connections connections, @Lazy Operations operations) {
        this.imports = imports;
        this.rows = rows;
        this.removals = removals;
        this.definitions = definitions;
        this.connections = connections;
        this.operations = operations;
    }

    /** One attempt. The source's failures become the import's result; those of our own database are thrown, and tried again. */
    void run(UUID importId) {
        Import queued;
        Connection connection;
        try {
            queued = imports.find(importId);
            connection = connections.find(queued.connectionId());
        } catch (Refusal deleted) {
            return;
        }
        Long token = rows.begin(importId);
        if (token == null) return;
        ImportRun run = new ImportRun(queued, token, Caller.current());
        try {
            rows.expect(run, expectedTables(run));
            operations.read(connection, run.request.selection(), run);
            finish(run);
        } catch (StopImport stopped) {
            LOG.info("Import {} stopped: {}", importId, stopped.getMessage());
            if (stopped.isCancel()) rows.end(run, "cancelled", null);
        } catch (ProblemException failure) {
            if (rows.isCancelled(run)) rows.end(run, "cancelled", null);
            else rows.end(run, "failed", failure.problem());
        }
    }

    /** Our own failure, again and again: the import ends, and can be resumed. */
    void giveUp(UUID importId) {
        Long token = rows.begin(importId);
        if (token == null) return;
        rows.end(new ImportRun(imports.find(importId), token, Caller.current()), "failed",
                Problem.of(FailureKind.INTERNAL, "internal", "Something went wrong on our side, several times in a row. The log tells more under the id of this import.").fix("Resume the import."));
    }

    /** Called by the family's import route, on a thread of the guard. */
    public void write(@Body Iterator<Discovered> source, @Variable(Operations.RUN) ImportRun run) {
        run.caller.run(() -> consume(source, run));
    }

    private void consume(Iterator<Discovered> source, ImportRun run) {
        ImportBatch batch = new ImportBatch();
        while (source.hasNext()) {
            take(source.next(), batch, run);
            if (batch.size() >= TABLES_PER_BATCH || batch.columns() >= COLUMNS_PER_BATCH) {
                rows.write(run, batch);
                batch = new ImportBatch();
            }
        }
        rows.write(run, batch);
    }

    private void take(Discovered found, ImportBatch batch, ImportRun run) {
        if (found instanceof Discovered.Readable readable) {
            batch.add(definitions.of(run.request.options().trim(readable.table())));
            run.warnIfLarge(readable.table());
        } else if (found instanceof Discovered.Unreadable unreadable) {
            TableName name = unreadable.tableName();
            batch.addUnreadable(name);
            run.fail(new Import.FailedTable(name.schema(), name.name(), unreadable.code(), unreadable.message()));
        }
    }

    private void finish(ImportRun run) {
        Problem stop = removals.apply(run);
        if (stop != null) rows.end(run, "failed", stop);
        else rows.end(run, run.failed.isEmpty() ? "succeeded" : "partial", null);
    }

    /** A first number for the progress bar; the read itself does not depend on it. */
    private Long expectedTables(ImportRun run) {
        if (!run.request.isEverything()) return null;
        try {
            var schemas = operations.schemas(run.connectionId);
            if (schemas.stream().anyMatch(schema -> schema.tables() == null)) return null;
            return schemas.stream().mapToLong(Schema::tables).sum();
        } catch (ProblemException failure) {
            if (failure.problem().kind() == FailureKind.QUOTA) return null;
            throw failure;
        }
    }
}
