package metadata;

import access.Caller;
import catalog.KnownTokens;
import catalog.TableName;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * What is known of the tables of a connection, a page at a time: a page serves all names from the one that was asked for to its
 * last. Whoever asks in order needs one query a page. Readers may ask from several threads.
 */
final class TokenPages implements KnownTokens {
    private static final Known NOTHING = new Known(null, false);

    /**
     * @param token the source's; null for none
     * @param seen  whether this import has stored the table
     */
    record Known(String token, boolean seen) { }

    private final Caller caller;
    private final Function<TableName, NavigableMap<TableName, Known>> pageFrom;
    private final int pageSize;
    private NavigableMap<TableName, Known> page = new TreeMap<>();
    private TableName first;

    /** @param pageFrom a name and what follows it, at most {@code pageSize} of them, as the caller may see them */
    TokenPages(Caller caller, int pageSize, Function<TableName, NavigableMap<TableName, Known>> pageFrom) {
        this.caller = caller;
        this.pageSize = pageSize;
        this.pageFrom = pageFrom;
    }

    /** @throws OwnFailure when it is our database that does not answer */
    @Override
    public String of(TableName asked) {
        return known(asked).token;
    }

    /** @throws OwnFailure when it is our database that does not answer */
    @Override
    public boolean seen(TableName asked) {
        return known(asked).seen;
    }

    private synchronized Known known(TableName asked) {
        TableName name = new TableName(StorableText.of(asked.schema()), StorableText.of(asked.name()));
        if (!covers(name)) {
            page = load(name);
            first = name;
        }
        return page.getOrDefault(name, NOTHING);
    }

    private boolean covers(TableName name) {
        if (first == null || name.compareTo(first) < 0) return false;
        return page.size() < pageSize || name.compareTo(page.lastKey()) <= 0;
    }

    private NavigableMap<TableName, Known> load(TableName name) {
        try {
            return caller.call(() -> pageFrom.apply(name));
        } catch (DataAccessException | TransactionException failure) {
            throw new OwnFailure(failure);
        }
    }
}
