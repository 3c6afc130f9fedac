package testing;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** A web server on this machine that answers each path as a test says, and notes what it was asked. */
public final class WebServer implements AutoCloseable {
    static {
        // else each answer waits for an acknowledgement that is put off for 40 ms
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /** @param target as it stood in the request's first line */
    public record Asked(String method, String target, Headers headers, String body) {
        public String path() {
            int end = target.indexOf('?');
            return end < 0 ? target : target.substring(0, end);
        }

        /** Null for none. */
        public String header(String name) {
            return headers.getFirst(name);
        }
    }

    /** Decides by the whole request. */
    @FunctionalInterface
    public interface Handler {
        void answer(HttpExchange exchange, Asked asked) throws IOException;
    }

    /** What stands in the way of an answer. */
    @FunctionalInterface
    public interface Instead {
        Instead NOTHING = (exchange, asked) -> false;

        /** @return whether it has answered */
        boolean answer(HttpExchange exchange, Asked asked) throws IOException;
    }

    private final HttpServer server;
    private final boolean encrypted;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile Handler otherwise = (exchange, request) -> send(exchange, 404, "application/json", "{\"error\": \"no such path\"}");

    private volatile Instead instead = Instead.NOTHING;

    private WebServer(HttpServer server, boolean encrypted) {
        this.server = server;
        this.encrypted = encrypted;
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public static WebServer plain() throws IOException {
        return new WebServer(HttpServer.create(anyPort(), 0), false);
    }

    public static WebServer encrypted(SSLContext shows) throws IOException {
        HttpsServer server = HttpsServer.create(anyPort(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(shows));
        return new WebServer(server, true);
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url() {
        return (encrypted ? "https" : "http") + "://localhost:" + port();
    }

    /** On a port that is known beforehand, for a server that runs alone. */
    public static WebServer plain(int port) throws IOException {
        return new WebServer(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0), false);
    }

    /** For paths that nothing else is said of. */
    public WebServer otherwise(Handler handler) {
        otherwise = handler;
        return this;
    }

    /** For each request, before anything else. */
    public void instead(Instead other) {
        instead = other;
    }

    public WebServer on(String path, Handler handler) {
        handlers.put(path, handler);
        return this;
    }

    public WebServer json(String path, String body) {
        return on(path, (exchange, request) -> send(exchange, 200, "application/json", body));
    }

    public WebServer status(String path, int status, String json) {
        return on(path, (exchange, request) -> send(exchange, status, "application/json", json));
    }

    public static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        boolean empty = exchange.getRequestMethod().equals("HEAD") || status == 304;
        exchange.sendResponseHeaders(status, empty ? -1 : bytes.length == 0 ? -1 : bytes.length);
        if (!empty) exchange.getResponseBody().write(bytes);
    }

    /** In their order. */
    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    public List<Asked> asked(String path) {
        return asked.stream().filter(one -> one.path().equals(path)).toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Asked request = new Asked(exchange.getRequestMethod(), exchange.getRequestURI().toString(), exchange.getRequestHeaders(), body);
            asked.add(request);
            if (instead.answer(exchange, request)) return;
            handlers.getOrDefault(request.path(), otherwise).answer(exchange, request);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
