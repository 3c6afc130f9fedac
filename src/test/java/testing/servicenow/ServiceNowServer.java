package testing.servicenow;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import testing.WebServer;
import testing.WebServer.Asked;
import testing.WebServer.Instead;

/**
 * An instance of ServiceNow: the Table API and {@code oauth_token.do}, as the vendor's documentation has them ("Table API",
 * "REST API HTTP response codes", "Inbound REST API rate limiting", "OAuth inbound grant types"). The limit is applied before access
 * control, invalid parts of a query and unknown fields are ignored, references are objects unless that is excluded.
 */
public final class ServiceNowServer implements AutoCloseable {
    public static final String USER = "reader";
    public static final String PASSWORD = "stand-in-password";
    public static final String CLIENT = "stand-in-client";
    public static final String CLIENT_SECRET = "stand-in-client-secret";
    public static final String REFRESH = "refresh-0";
    /** How a page of a hibernating developer instance begins. */
    public static final String HIBERNATING = "<!DOCTYPE html><html><head><title>Instance Hibernating page</title></head>"
            + "<body>Your instance is hibernating. Sign in to the Developer Site to wake your instance.</body></html>";
    private static final int MOST_ROWS = 10_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final class Refusal extends RuntimeException {
        final int status;
        final String detail;

        Refusal(int status, String message, String detail) {
            super(message);
            this.status = status;
            this.detail = detail;
        }
    }

    private final WebServer server;
    private final Instance instance = new Instance();
    private final Map<String, Predicate<Map<String, String>>> hidden = new ConcurrentHashMap<>();
    private final Set<String> forbidden = ConcurrentHashMap.newKeySet();
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final Set<String> refreshes = ConcurrentHashMap.newKeySet();
    private final AtomicInteger given = new AtomicInteger();
    private final AtomicInteger sinceToken = new AtomicInteger();
    private volatile int expireAfter = Integer.MAX_VALUE;
    private volatile boolean rotates;
    private volatile boolean clientCredentials;
    private volatile int rateLimit;
    private volatile String ignored;

    private ServiceNowServer(WebServer server) {
        this.server = server.otherwise(this::answer);
        refreshes.add(REFRESH);
    }

    public static ServiceNowServer start() throws IOException {
        return new ServiceNowServer(WebServer.plain());
    }

    /** Runs alone until it is ended: the port, and, if given, how many tables and rows of the dictionary there shall be. */
    public static void main(String... args) throws IOException {
        ServiceNowServer server = new ServiceNowServer(WebServer.plain(Integer.parseInt(args[0])));
        if (args.length > 2) server.instance().generated(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    }

    public Instance instance() {
        return instance;
    }

    public String url() {
        return server.url();
    }

    public int port() {
        return server.port();
    }

    /** Calls that count against a limit: those to the REST API. */
    public List<Asked> asked() {
        return server.asked().stream().filter(asked -> asked.path().startsWith("/api/")).toList();
    }

    public List<Asked> asked(String table) {
        return asked().stream().filter(asked -> asked.path().endsWith("/table/" + table)).toList();
    }

    public List<Asked> askedForTokens() {
        return server.asked("/oauth_token.do");
    }

    /** Rows that access control does not show, after the limit was applied. */
    public void hide(String table, Predicate<Map<String, String>> rows) {
        hidden.put(table, rows);
    }

    /** Tables that are answered with 403. */
    public void forbid(String table) {
        forbidden.add(table);
    }

    public void allow(String table) {
        forbidden.remove(table);
        hidden.remove(table);
    }

    /** The first token that is given is good for so many calls. */
    public void expireAfter(int calls) {
        expireAfter = calls;
    }

    public void expireTokens() {
        tokens.clear();
    }

    /** Each refresh token is good for one use, and a new one is given. */
    public void rotate() {
        rotates = true;
    }

    public void revokeRefreshTokens() {
        refreshes.clear();
    }

    public void grantClientCredentials() {
        clientCredentials = true;
    }

    /** Conditions that begin like this are not understood. */
    public void ignore(String beginning) {
        ignored = beginning;
    }

    /** A rule for so many calls an hour; each answer speaks of it. */
    public void rateLimit(int perHour) {
        rateLimit = perHour;
    }

    public void instead(Instead other) {
        server.instead(other);
    }

    public void page(int status, String html) {
        server.instead((exchange, asked) -> {
            WebServer.send(exchange, status, "text/html;charset=UTF-8", html);
            return true;
        });
    }

    private void answer(HttpExchange exchange, Asked asked) throws IOException {
        try {
            if (asked.path().equals("/oauth_token.do")) token(exchange, asked);
            else table(exchange, asked);
        } catch (Refusal refusal) {
            send(exchange, refusal.status, Map.of("error", Map.of("message", refusal.getMessage(), "detail", refusal.detail), "status", "failure"));
        }
    }

    private void table(HttpExchange exchange, Asked asked) throws IOException {
        String user = user(asked);
        if (!limited(exchange)) return;
        String[] path = asked.path().split("/");
        boolean known = asked.path().matches("/api/now(/v[12])?/table/[^/]+");
        if (!known) throw new Refusal(400, "Requested URI does not represent any resource", asked.path());
        String table = path[path.length - 1];
        if (!instance.rows().has(table)) throw new Refusal(400, "Invalid table " + table, "");
        if (forbidden.contains(table)) throw new Refusal(403, "User Not Authorized", "Failed API level ACL Validation");
        Map<String, String> query = form(asked.target().contains("?") ? asked.target().substring(asked.target().indexOf('?') + 1) : "");
        page(exchange, table, query, user);
    }

    private void page(HttpExchange exchange, String table, Map<String, String> query, String user) throws IOException {
        String conditions = Stream.of(query.getOrDefault("sysparm_query", "").split("\\^(?!OR(?!DERBY))"))
                .filter(one -> ignored == null || !one.startsWith(ignored)).collect(Collectors.joining("^"));
        List<Map<String, String>> found = instance.rows().query(table, conditions, user);
        int offset = Integer.parseInt(query.getOrDefault("sysparm_offset", "0"));
        int limit = Math.min(MOST_ROWS, Integer.parseInt(query.getOrDefault("sysparm_limit", String.valueOf(MOST_ROWS))));
        List<String> fields = query.containsKey("sysparm_fields") ? instance.rows().known(table, List.of(query.get("sysparm_fields").split(","))) : List.of();
        boolean plain = "true".equals(query.get("sysparm_exclude_reference_link"));
        List<Map<String, Object>> shown = new ArrayList<>();
        for (Map<String, String> row : found.subList(Math.min(offset, found.size()), Math.min(found.size(), offset + limit))) {
            if (hidden.getOrDefault(table, none -> false).test(row)) continue;
            shown.add(instance.rows().shown(row, fields, plain, url()));
        }
        if (!"true".equals(query.get("sysparm_no_count"))) exchange.getResponseHeaders().set("X-Total-Count", String.valueOf(found.size()));
        boolean links = !"true".equals(query.get("sysparm_suppress_pagination_header"));
        if (links && offset + limit < found.size()) exchange.getResponseHeaders().set("Link", "<" + url() + "/api/now/table/" + table + "?sysparm_offset=" + (offset + limit) + ">;rel=\"next\"");
        send(exchange, 200, Map.of("result", shown));
    }

    private boolean limited(HttpExchange exchange) throws IOException {
        if (rateLimit == 0) return true;
        long end = Instant.now().getEpochSecond() / 3600 * 3600 + 3600;
        exchange.getResponseHeaders().set("X-RateLimit-Limit", String.valueOf(rateLimit));
        exchange.getResponseHeaders().set("X-RateLimit-Reset", String.valueOf(end));
        exchange.getResponseHeaders().set("X-RateLimit-Rule", "3bb56dc5b7e00110e5c1d9dbee11a9a9");
        if (asked().size() <= rateLimit) return true;
        tooMany(exchange, String.valueOf(end - Instant.now().getEpochSecond()));
        return false;
    }

    /** As the instance turns a call away that is beyond a rule. */
    public static void tooMany(HttpExchange exchange, String retryAfter) throws IOException {
        exchange.getResponseHeaders().set("Retry-After", retryAfter);
        send(exchange, 429, Map.of("error", Map.of("message", "Rate limit exceeded", "detail", "Rejected by rate limit rule"), "status", "failure"));
    }

    private String user(Asked asked) {
        String shown = String.valueOf(asked.header("Authorization"));
        if (shown.equals("Basic " + Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8)))) return USER;
        String token = shown.replace("Bearer ", "");
        if (token.equals("given-1") && sinceToken.incrementAndGet() > expireAfter) tokens.remove(token);
        if (!tokens.contains(token)) throw new Refusal(401, "User Not Authenticated", "Required to provide Auth information");
        return USER;
    }

    private synchronized void token(HttpExchange exchange, Asked asked) throws IOException {
        Map<String, String> form = form(asked.body());
        String error = refusal(form);
        if (error != null) {
            send(exchange, 401, Map.of("error", error, "error_description", "access_denied"));
            return;
        }
        String token = "given-" + given.incrementAndGet();
        tokens.add(token);
        Map<String, Object> answer = new HashMap<>(Map.of("access_token", token, "token_type", "Bearer", "scope", "useraccount", "expires_in", 1799));
        if (!"client_credentials".equals(form.get("grant_type"))) answer.put("refresh_token", nextRefresh(form.get("refresh_token")));
        send(exchange, 200, answer);
    }

    private String nextRefresh(String used) {
        if (used != null && !rotates) return used;
        if (used != null) refreshes.remove(used);
        String next = "refresh-" + given.get();
        refreshes.add(next);
        return next;
    }

    /** @return null where the grant is good */
    private String refusal(Map<String, String> form) {
        boolean client = CLIENT.equals(form.get("client_id")) && CLIENT_SECRET.equals(form.get("client_secret"));
        if (!client) return "invalid_client";
        return switch (String.valueOf(form.get("grant_type"))) {
            case "password" -> USER.equals(form.get("username")) && PASSWORD.equals(form.get("password")) ? null : "access_denied";
            case "refresh_token" -> refreshes.contains(String.valueOf(form.get("refresh_token"))) ? null : "invalid_grant";
            case "client_credentials" -> clientCredentials ? null : "unsupported_grant_type";
            default -> "unsupported_grant_type";
        };
    }

    private static Map<String, String> form(String text) {
        Map<String, String> form = new HashMap<>();
        for (String pair : text.split("&")) {
            String[] parts = pair.split("=", 2);
            if (parts.length == 2) form.put(URLDecoder.decode(parts[0], StandardCharsets.UTF_8), URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return form;
    }

    private static void send(HttpExchange exchange, int status, Object body) throws IOException {
        WebServer.send(exchange, status, "application/json;charset=UTF-8", JSON.writeValueAsString(body));
    }

    @Override
    public void close() {
        server.close();
    }
}
