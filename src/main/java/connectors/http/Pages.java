package connectors.http;

import com.fasterxml.jackson.databind.JsonNode;
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
public final class Pages {
    /** More than any schema has, at the smallest page; a list that goes on is a server that repeats itself. */
    private static final int MOST_PAGES = 20_000;

    /** Makes a call, and gives its answer if it is what was asked for. */
    @FunctionalInterface
    public interface Fetch {
        JsonNode json(HttpRequest request) throws IOException;
    }

    /**
     * What a vendor calls them.
     *
     * @param items the list in an answer
     * @param token the parameter that asks for the page after
     * @param next  where an answer has that token
     */
    public record Words(String items, String token, String next) { }

    private final Fetch calls;
    private final HttpRequest request;
    private final Words words;
    private final Set<String> seen = new HashSet<>();
    private Iterator<JsonNode> page = Collections.emptyIterator();
    private String token = "";

    /** @param request for the first page */
    public Pages(Fetch calls, HttpRequest request, Words words) {
        this.calls = calls;
        this.request = request;
        this.words = words;
    }

    public boolean hasNext() throws IOException {
        while (!page.hasNext() && token != null) turn();
        return page.hasNext();
    }

    public JsonNode next() throws IOException {
        if (!hasNext()) throw new NoSuchElementException();
        return page.next();
    }

    private void turn() throws IOException {
        JsonNode answer = calls.json(token.isEmpty() ? request : request.query(words.token(), token));
        page = answer.path(words.items()).iterator();
        String next = answer.path(words.next()).asText("");
        token = next.isEmpty() ? null : next;
        if (token != null && (!seen.add(token) || seen.size() > MOST_PAGES)) throw endless();
    }

    private static RuntimeException endless() {
        return Problem.of(FailureKind.UNSUPPORTED, "endless_list",
                        "The server's list does not come to an end: it repeats its pages.")
                .fix("Try again; if it happens often, tell those who run the server.").asException();
    }
}
