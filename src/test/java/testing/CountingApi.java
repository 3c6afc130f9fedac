package testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A web API of three lists that allows so many calls and says in each answer how many are left, as GitHub's does. */
public final class CountingApi implements AutoCloseable {
    public static final int LIMIT = 50;
    private static final int WINDOW_SECONDS = 3_600;

    private final WebServer server;
    private final AtomicInteger left;

    public CountingApi(int left) throws IOException {
        this.left = new AtomicInteger(left);
        this.server = WebServer.plain();
        for (String path : List.of("/a", "/b", "/c", "/me")) server.on(path, (exchange, asked) -> answer(exchange));
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("X-RateLimit-Limit", Integer.toString(LIMIT));
        exchange.getResponseHeaders().set("X-RateLimit-Remaining", Integer.toString(left.updateAndGet(before -> Math.max(0, before - 1))));
        exchange.getResponseHeaders().set("X-RateLimit-Reset", Long.toString(Instant.now().plusSeconds(WINDOW_SECONDS).getEpochSecond()));
        WebServer.send(exchange, 200, "application/json", "[{\"id\": 1}]");
    }

    public int left() {
        return left.get();
    }

    /** As budgets call it. */
    public String name() {
        return "localhost:" + server.port();
    }

    /** Readings so far; a check may come in between, and is none. */
    public long readings() {
        return server.asked().stream().filter(asked -> !asked.path().equals("/me")).count();
    }

    /** A connection that leads here. */
    public ObjectNode connection() {
        ObjectNode body = Bodies.object().put("name", "Counted " + System.nanoTime()).put("connection_type", "REST");
        ObjectNode configuration = body.putObject("configuration").put("base_url", server.url()).put("rate_limit_per_minute", 6000);
        configuration.putObject("metadata").put("source", "samples").putArray("sample_paths").add("/a").add("/b").add("/c");
        configuration.putObject("health").put("path", "/me");
        return body;
    }

    @Override
    public void close() {
        server.close();
    }
}
