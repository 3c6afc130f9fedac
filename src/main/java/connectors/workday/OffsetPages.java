package connectors.workday;

import com.fasterxml.jackson.databind.JsonNode;
import connectors.http.HttpRequest;
import connectors.http.Pages;
import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import problems.FailureKind;
import problems.Problem;

/**
 * The items of a list that is asked for by {@code limit} and {@code offset} and says its {@code total}. A page may be short and
 * yet not be the last; several in a row that are empty, or one that comes again, are a list without an end.
 */
final class OffsetPages {
    private static final int MOST_ITEMS = 200_000;
    private static final int MOST_EMPTY = 3;

    private final Pages.Fetch calls;
    private final HttpRequest request;
    private final int limit;
    private Iterator<JsonNode> page = Collections.emptyIterator();
    private JsonNode before = null;
    private long offset;
    private long total = Long.MAX_VALUE;
    private int empty;

    /** @param limit items a page */
    OffsetPages(Pages.Fetch calls, HttpRequest request, int limit) {
        this.calls = calls;
        this.request = request;
        this.limit = limit;
    }

    boolean hasNext() throws IOException {
        while (!page.hasNext() && offset < total) turn();
        return page.hasNext();
    }

    JsonNode next() throws IOException {
        if (!hasNext()) throw new NoSuchElementException();
        return page.next();
    }

    private void turn() throws IOException {
        JsonNode answer = calls.json(request.query("limit", limit).query("offset", offset));
        JsonNode items = answer.path("data");
        if (!items.isArray() || !answer.path("total").isIntegralNumber()) throw notAList();
        total = answer.path("total").asLong();
        empty = items.isEmpty() ? empty + 1 : 0;
        boolean repeats = !items.isEmpty() && items.equals(before);
        if (empty == MOST_EMPTY || repeats || total > MOST_ITEMS) throw endless();
        before = items;
        offset += limit;
        page = items.iterator();
    }

    private static RuntimeException notAList() {
        return Problem.of(FailureKind.CONFIG, "not_a_list", "The server's answer is not the list that was expected.")
                .at(Tenant.ADDRESS)
                .fix("Check that the address is that of the services.").asException();
    }

    private static RuntimeException endless() {
        return Problem.of(FailureKind.UNSUPPORTED, "endless_list", "The server's list does not come to an end.")
                .fix("Try again; if it happens often, tell those who run the server.").asException();
    }
}
