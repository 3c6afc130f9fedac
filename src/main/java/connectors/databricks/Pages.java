package connectors.databricks;

import com.fasterxml.jackson.databind.JsonNode;
import connectors.http.HttpRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import problems.FailureKind;
import problems.Problem;

/**
 * The items of a list that comes in pages. A page may be short or empty and yet not be the last: only one without a token is.
 * One page is held at a time.
 */
final class Pages {
    /** More than any schema has, at the smallest page; a list that goes on is a server that repeats itself. */
    private static final int MOST_PAGES = 20_000;

    private final Calls calls;
    private final HttpRequest request;
    private final String items;
    private final Set<String> seen = new HashSet<>();
    private Iterator<JsonNode> page = Collections.emptyIterator();
    private String token = "";

    /** @param items the name of the list in the answer */
    Pages(Calls calls, HttpRequest request, String items) {
        this.calls = calls;
        this.request = request.query("max_results", 0);
        this.items = items;
    }

    boolean hasNext() throws IOException {
        while (!page.hasNext() && token != null) turn();
        return page.hasNext();
    }

    JsonNode next() throws IOException {
        if (!hasNext()) throw new NoSuchElementException();
        return page.next();
    }

    private void turn() throws IOException {
        JsonNode answer = calls.json(token.isEmpty() ? request : request.query("page_token", token));
        page = answer.path(items).iterator();
        String next = answer.path("next_page_token").asText("");
        token = next.isEmpty() ? null : next;
        if (token != null && (!seen.add(token) || seen.size() > MOST_PAGES)) throw endless();
    }

    private static RuntimeException endless() {
        return Problem.of(FailureKind.UNSUPPORTED, "endless_list",
                        "The server's list does not come to an end: it repeats its pages.")
                .fix("Try again; if it happens often, tell those who run the server.").asException();
    }
}
