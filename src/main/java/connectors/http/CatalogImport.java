package connectors.http;

import catalog.Discovered;
import catalog.KnownTokens;
import catalog.Schema;
import catalog.Selection;
import catalog.Table;
import catalog.TableName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;

/**
 * The tables of a selection, schema by schema. Of a schema the names are read first, because the order of the list is
 * anybody's guess; then each table's definition, a few at a time, because the list leaves constraints out.
 */
final class CatalogImport implements Iterator<Discovered> {
    private final Metastore metastore;
    private final Ahead ahead;
    private final Selection selection;
    private final KnownTokens known;
    private final Iterator<Schema> schemas;
    private Iterator<Discovered> tables = Collections.emptyIterator();
    private Discovered next;

    CatalogImport(Metastore metastore, Ahead ahead, Selection selection, KnownTokens known) throws IOException {
        this.metastore = metastore;
        this.ahead = ahead;
        this.selection = selection;
        this.known = known;
        this.schemas = metastore.schemas().stream().filter(this::isSelected).iterator();
    }

    private boolean isSelected(Schema schema) {
        return selection.schemas().isEmpty() || selection.schemas().contains(schema.name());
    }

    @Override
    public boolean hasNext() {
        try {
            while (next == null && (tables.hasNext() || schemas.hasNext())) step();
            return next != null;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public Discovered next() {
        if (!hasNext()) throw new NoSuchElementException();
        Discovered discovered = next;
        next = null;
        return discovered;
    }

    private void step() throws IOException {
        if (tables.hasNext()) next = tables.next();
        else schema(schemas.next().name());
    }

    private void schema(String schema) throws IOException {
        try {
            List<Metastore.Entry> selected = metastore.tables(schema).stream()
                    .filter(entry -> selection.test(entry.summary())).toList();
            tables = ahead.of(selected.stream().<Callable<Discovered>>map(entry -> reading(entry)).iterator());
        } catch (ProblemException refused) {
            if (!concernsOneThing(refused.problem())) throw refused;
            tables = Collections.emptyIterator();
            next = unreadable(new TableName(schema, "*"), refused.problem(), Discovered.Extent.SCHEMA);
        }
    }

    /** Tokens are asked for here, in order, and not where calls are made. What this import has stored needs no call. */
    private Callable<Discovered> reading(Metastore.Entry entry) {
        if (known.seen(entry.name())) return () -> new Discovered.Unchanged(entry.name(), null);
        String token = known.of(entry.name());
        return () -> read(entry, token);
    }

    /** One that is gone may have become invisible only: it is not taken for removed before it is missing in the list. */
    private Discovered read(Metastore.Entry entry, String token) throws IOException {
        TableName name = entry.name();
        try {
            return entry.reading().table(token).map(found -> discovered(name, found)).orElseGet(() ->
                    new Discovered.Unreadable(name, "gone", "The table was listed, and then it was not there any more."));
        } catch (ProblemException refused) {
            if (!concernsOneThing(refused.problem())) throw refused;
            return unreadable(name, refused.problem(), Discovered.Extent.TABLE);
        }
    }

    private static Discovered discovered(TableName name, Metastore.Read found) {
        if (found.table() == null) return new Discovered.Unchanged(name, found.token());
        return new Discovered.Readable(named(name, found.table()), found.token());
    }

    /** Under the name that the listing has, by which the import knows its order. */
    private static Table named(TableName name, Table found) {
        if (found.tableName().equals(name)) return found;
        return new Table(name.schema(), name.name(), found.kind(), found.comment(), found.rowEstimate(), found.columns(),
                found.primaryKey(), found.foreignKeys(), found.uniqueConstraints(), found.checkConstraints(), found.indexes(),
                found.properties());
    }

    private static Discovered unreadable(TableName name, Problem problem, Discovered.Extent extent) {
        return new Discovered.Unreadable(name, problem.code(), problem.message(), extent);
    }

    private static boolean concernsOneThing(Problem problem) {
        return problem.kind() == FailureKind.PERMISSION || problem.kind() == FailureKind.NOT_FOUND
                || problem.kind() == FailureKind.UNSUPPORTED;
    }
}
