package metadata;

import access.Caller;
import catalog.Discovered;
import catalog.KnownTokens;
import catalog.TableName;
import connections.Connection;
import connections.Connections;
import jakarta.annotation.PreDestroy;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Lazy;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
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
    private static final int COLUMNS_PER_BATCH = 20_000;
    /** An edit of the connection, the end of this process, our own database: the job begins again. */
    private static final Set<String> BEGINS_AGAIN = Set.of("interrupted", "own_database");

    private final Imports imports;
    private final ImportRows rows;
    private final ImportPlans plans;
    private final ImportEnds ends;
    private final ImportWaits waits;
    private final Definitions definitions;
    private final DatasetReads reads;
    private final Connections connections;
    private final Operations operations;
    private final int tablesPerBatch;
    private final Set<ImportRun> running = ConcurrentHashMap.newKeySet();
    private final ExecutorService writers = Executors.newCachedThreadPool(new CustomizableThreadFactory("serai-write-"));

    Importer(Imports imports, ImportRows rows, ImportPlans plans, ImportEnds ends, ImportWaits waits, Definitions definitions,
             DatasetReads reads, Connections connections, @Lazy Operations operations,
             @Value("${serai.imports.tables-per-batch:500}") int tablesPerBatch) {
        this.imports = imports;
        this.rows = rows;
        this.plans = plans;
        this.ends = ends;
        this.waits = waits;
        this.definitions = definitions;
        this.reads = reads;
        this.connections = connections;
        this.operations = operations;
        this.tablesPerBatch = tablesPerBatch;
    }

    /**
     * Plans the import if this is lane 0, and does the lane's parts that are not done. The source's failures become the import's
     * result, or make it wait; those of our own database are thrown, and tried again.
     */
    void run(UUID importId, int lane) {
        Import queued;
        Connection connection;
        try {
            queued = imports.find(importId);
            connection = connections.find(queued.connectionId());
        } catch (Refusal deleted) {
            return;
        }
        if (lane == 0 && !plan(queued, connection)) return;
        for (ImportPart part = rows.begin(importId, lane); part != null; part = rows.begin(importId, lane)) {
            if (!read(new ImportRun(queued, part, Caller.current()), connection)) return;
        }
        ends.finish(queued);
    }

    private boolean plan(Import queued, Connection connection) {
        ImportPart planning = rows.begin(queued.id());
        if (planning == null) return false;
        ImportRun run = new ImportRun(queued, planning, Caller.current());
        return attempt(run, () -> plans.make(run, connection));
    }

    private boolean read(ImportRun run, Connection connection) {
        return attempt(run, () -> {
            operations.read(connection, run.selection(), run, known(run, connection));
            rows.done(run);
        });
    }

    private KnownTokens known(ImportRun run, Connection connection) {
        return reads.tokens(run.connectionId, run.importId, connection.version(), run.request.options());
    }

    /** @return whether it went well; else the import is over, or somebody else's */
    private boolean attempt(ImportRun run, Runnable work) {
        running.add(run);
        try {
            work.run();
            return true;
        } catch (StopImport stopped) {
            LOG.info("Import {} stopped: {}", run.importId, stopped.getMessage());
            if (stopped.isCancel()) ends.stop(run, "cancelled", null);
        } catch (OwnFailure ours) {
            throw ours.failure();
        } catch (ProblemException failure) {
            sourceFailed(run, failure);
        } finally {
            running.remove(run);
        }
        return false;
    }

    private void sourceFailed(ImportRun run, ProblemException failure) {
        boolean over = rows.isOver(run);
        if (!over && BEGINS_AGAIN.contains(failure.problem().code())) throw failure;
        if (!over && waits.help(run, failure.problem())) {
            LOG.info("Import {} waits: {}", run.importId, failure.problem().code());
            waits.putBack(run, failure.problem());
            // what still reads behind the deadline
            if (Operations.HELD_UP.equals(failure.problem().code())) operations.interrupt(run.connectionId);
            return;
        }
        ends.stop(run, over ? "cancelled" : "failed", over ? null : failure.problem());
        if (over) operations.interrupt(run.connectionId);
    }

    /** A source that hangs does not keep an import from ending when somebody cancels it or deletes its connection. */
    @Scheduled(fixedDelayString = "${serai.imports.look-every:1s}")
    public void stopWhatIsOver() {
        for (ImportRun run : running) {
            if (run.caller.call(() -> rows.isOver(run))) operations.stopWaiting(run.thread);
        }
    }

    /** Our own failure, again and again: the import ends, and can be resumed. */
    void giveUp(UUID importId) {
        ImportPart last = rows.begin(importId);
        if (last == null) return;
        Problem ours = Problem.of(FailureKind.INTERNAL, "internal", "Something went wrong on our side, several times in a row. "
                + "The log tells more under the id of this import.").fix("Resume the import.");
        ends.stop(new ImportRun(imports.find(importId), last, Caller.current()), "failed", ours);
    }

    @PreDestroy
    void close() {
        writers.shutdown();
    }

    /** Called by the family's import route, on a thread of the guard. */
    public void write(@Body Iterator<Discovered> source, @Variable(Operations.RUN) Object reading,
                      @Variable(Operations.REMARKS) List<String> remarks) {
        if (reading instanceof PreviewRun preview) preview.read(source, remarks);
        else if (reading instanceof ImportRun run) {
            run.warnings.say(remarks);
            consume(source, run);
        }
    }

    /** Batches are written behind, while the next one is read. */
    private void consume(Iterator<Discovered> source, ImportRun run) {
        try (WriteBehind writes = new WriteBehind(writers)) {
            RuntimeException failed = null;
            for (boolean more = true; more && failed == null;) {
                ImportBatch batch = new ImportBatch();
                failed = fill(batch, source, run);
                more = isFull(batch);
                writes.next(() -> write(run, batch));
            }
            writes.await();
            if (failed != null) throw failed;
        }
    }

    /** @return why the source failed; what it has given by then is kept, because it may have cost calls. Null at its end, too */
    private RuntimeException fill(ImportBatch batch, Iterator<Discovered> source, ImportRun run) {
        try {
            while (!isFull(batch) && source.hasNext()) take(source.next(), batch, run);
            return null;
        } catch (RuntimeException failed) {
            return failed;
        }
    }

    private boolean isFull(ImportBatch batch) {
        return batch.size() >= tablesPerBatch || batch.columns() >= COLUMNS_PER_BATCH;
    }

    private void write(ImportRun run, ImportBatch batch) {
        try {
            run.note(batch);
            run.caller.run(() -> rows.write(run, batch));
        } catch (DataAccessException | TransactionException failure) {
            throw new OwnFailure(failure);
        }
    }

    private void take(Discovered found, ImportBatch batch, ImportRun run) {
        if (found instanceof Discovered.Readable readable) {
            batch.add(definitions.of(run.request.options().trim(readable.table())), StorableText.of(readable.sourceToken()));
        } else if (found instanceof Discovered.Unchanged unchanged) {
            batch.addUnchanged(storable(unchanged.tableName()), StorableText.of(unchanged.sourceToken()));
        } else if (found instanceof Discovered.Unreadable unreadable) {
            batch.add(new Discovered.Unreadable(storable(unreadable.tableName()), unreadable.code(), unreadable.message(),
                    unreadable.extent()));
        }
    }

    static TableName storable(TableName given) {
        return new TableName(StorableText.of(given.schema()), StorableText.of(given.name()));
    }
}
