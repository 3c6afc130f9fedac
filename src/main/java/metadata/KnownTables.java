package metadata;

import catalog.Table;
import catalog.TableKind;
import catalog.TableName;
import catalog.TableSummary;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** The tables of a connection that are known and not removed, in the order in which sources are read; a page at a time. */
final class KnownTables {

    /**
     * One that is known, with the version of its current definition.
     *
     * @param remarkable its current definition, where an import has to warn of it; null for most
     */
    record Known(UUID id, TableName name, TableKind kind, byte[] fingerprint, int version, int columns, Table remarkable) {
        TableSummary summary() {
            return new TableSummary(name.schema(), name.name(), kind, null, null);
        }
    }

    private final Function<TableName, List<Known>> pageAfter;
    private final Deque<Known> page = new ArrayDeque<>();
    private TableName last;
    private boolean ended;

    /** @param pageAfter what follows a name; the first ones for null */
    KnownTables(Function<TableName, List<Known>> pageAfter) {
        this.pageAfter = pageAfter;
    }

    /** @return null at the end */
    Known peek() {
        if (page.isEmpty() && !ended) {
            page.addAll(pageAfter.apply(last));
            ended = page.isEmpty();
            if (!ended) last = page.peekLast().name();
        }
        return page.peek();
    }

    Known take() {
        return page.remove();
    }
}
