package testing.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import testing.WebServer;
import testing.WebServer.Asked;
import testing.WebServer.Instead;

/**
 * An organization of Salesforce: sign-in, versions, descriptions alone and 25 to a composite call, limits and record counts, as
 * the vendor's REST API Developer Guide has them. It counts the calls that Salesforce would count.
 */
public final class SalesforceServer implements AutoCloseable {
    public static final String CLIENT = StandInTokens.CLIENT;
    public static final String CLIENT_SECRET = StandInTokens.CLIENT_SECRET;
    public static final String REFRESH_TOKEN = StandInTokens.REFRESH;
    public static final String USER = StandInTokens.USER;
    public static final String PASSWORD = StandInTokens.PASSWORD;
    public static final String SECURITY_TOKEN = StandInTokens.SECURITY_TOKEN;
    private static final String DATA = "/services/data";
    private static final int MOST_SUBREQUESTS = 25;
    private static final int MOST_QUERIES = 5;
    private static final Set<String> INHERITED = Set.of("accept", "authorization", "content-type");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param headers beside those that every answer has; @param body null for none */
    private record Said(int status, Map<String, String> headers, JsonNode body) {
        static Said ok(JsonNode body) {
            return new Said(200, Map.of(), body);
        }

        static Said refused(int status, String code, String message) {
            ArrayNode errors = JsonNodeFactory.instance.arrayNode();
            errors.addObject().put("message", message).put("errorCode", code);
            return new Said(status, Map.of(), errors);
        }
    }

    private final WebServer server;
    private final StandInObjects objects = new StandInObjects();
    private final StandInTokens tokens;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicLong used = new AtomicLong(18);
    private volatile long limit = 15_000;
    private volatile List<String> versions = List.of("58.0", "59.0", "60.0", "62.0");
    private final AtomicInteger busy = new AtomicInteger();
    private volatile int busyStatus = 503;
    private volatile String retryAfter;
    private volatile String[] refusal;
    private volatile boolean maintenance;
    private volatile boolean counts = true;
    private volatile boolean tellsModification = true;
    private volatile int compositeStatus = 200;
    private volatile int padding;
    private volatile int expireAt = Integer.MAX_VALUE;
    private final AtomicReference<CountDownLatch> held = new AtomicReference<>();

    private SalesforceServer(WebServer server) {
        this.server = server.otherwise(this::answer);
        this.tokens = new StandInTokens(server.url());
    }

    public static SalesforceServer start() throws IOException {
        return new SalesforceServer(WebServer.plain());
    }

    /**
     * Runs alone until it is ended: the port; {@code objects=2000} for more objects, {@code rotate} for refresh tokens of one use,
     * {@code callback=…} for one more address that people may be sent back to.
     */
    public static void main(String... args) throws IOException {
        SalesforceServer server = new SalesforceServer(WebServer.plain(Integer.parseInt(args[0])));
        server.register("http://localhost:8080/oauth/callback");
        for (String option : args) {
            if (option.startsWith("objects=")) server.objects().generate(Integer.parseInt(option.substring(8)));
            if (option.equals("rotate")) server.rotateRefreshTokens();
            if (option.startsWith("callback=")) server.register(option.substring(9));
            if (option.startsWith("limit=")) server.limit = Long.parseLong(option.substring(6));
        }
    }

    public static String privateKey() {
        return StandInTokens.privateKey();
    }

    public String url() {
        return server.url();
    }

    public int port() {
        return server.port();
    }

    public StandInObjects objects() {
        return objects;
    }

    public List<Asked> asked() {
        return server.asked();
    }

    /** Calls that count against the organization's limit. */
    public int calls() {
        return calls.get();
    }

    public int tokensGiven() {
        return tokens.given();
    }

    public SalesforceServer rotateRefreshTokens() {
        tokens.oneUse();
        return this;
    }

    public void refuseTokens(String error, String description) {
        tokens.refuse(error, description);
    }

    public void tokensAreFor(String instance) {
        tokens.instance(instance);
    }

    /** Where people may be sent back to from the sign-in page. */
    public SalesforceServer register(String callback) {
        tokens.consent.register(callback);
        return this;
    }

    public void expireTokens() {
        tokens.expireAll();
    }

    /** Once, when so many more calls have been made. */
    public void expireTokensAfter(int more) {
        expireAt = calls.get() + more;
    }

    public void limit(long used, long limit) {
        this.used.set(used);
        this.limit = limit;
    }

    public void offer(String... only) {
        versions = List.of(only);
    }

    /** So many calls are turned away. @param wait the header Retry-After; null for none */
    public void turnAway(int count, int status, String wait) {
        busyStatus = status;
        retryAfter = wait;
        busy.set(count);
    }

    /** All calls that are signed in; null to end it. */
    public void refuse(String code, String message) {
        refusal = code == null ? null : new String[] {code, message};
    }

    public void maintenance() {
        maintenance = true;
    }

    public void countNothing() {
        counts = false;
    }

    /** Subrequests say no Last-Modified, as it is not documented that they do. */
    public void hideModification() {
        tellsModification = false;
    }

    public void breakComposite(int status) {
        compositeStatus = status;
    }

    /** Characters that each description is longer by. */
    public void pad(int characters) {
        padding = characters;
    }

    public void instead(Instead other) {
        server.instead(other);
    }

    /** Answers wait until they are let go. */
    public void hold() {
        held.set(new CountDownLatch(1));
    }

    public void letGo() {
        CountDownLatch latch = held.getAndSet(null);
        if (latch != null) latch.countDown();
    }

    private void answer(HttpExchange exchange, Asked asked) throws IOException {
        await();
        String path = asked.path().replaceAll("/+$", "");
        if (maintenance) WebServer.send(exchange, 503, "text/html; charset=UTF-8", "<!DOCTYPE html><html><title>We are down for maintenance</title></html>");
        else if (path.equals("/services/oauth2/token")) token(exchange, asked);
        else if (path.equals("/services/oauth2/authorize")) tokens.consent.authorize(exchange, asked);
        else if (path.equals("/services/oauth2/userinfo")) userInfo(exchange, asked);
        else if (path.equals(DATA)) send(exchange, Said.ok(versions()));
        else if (path.startsWith(DATA + "/")) counted(exchange, asked, path);
        else WebServer.send(exchange, 404, "text/html", "<html>URL No Longer Exists</html>");
    }

    private void await() {
        CountDownLatch latch = held.get();
        try {
            if (latch != null) latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void token(HttpExchange exchange, Asked asked) throws IOException {
        StandInTokens.Said said = tokens.answer(form(asked.body()));
        WebServer.send(exchange, said.status(), "application/json;charset=UTF-8", said.body().toString());
    }

    private static Map<String, String> form(String body) {
        Map<String, String> form = new HashMap<>();
        for (String pair : body.split("&")) {
            int split = pair.indexOf('=');
            if (split > 0) form.put(pair.substring(0, split), URLDecoder.decode(pair.substring(split + 1), StandardCharsets.UTF_8));
        }
        return form;
    }

    private void userInfo(HttpExchange exchange, Asked asked) throws IOException {
        if (!isSignedIn(asked)) WebServer.send(exchange, 403, "text/html;charset=UTF-8", "Bad_OAuth_Token");
        else WebServer.send(exchange, 200, "application/json", "{\"preferred_username\": \"" + USER + "\", \"organization_id\": \"00Dx0000000BV7zEAK\"}");
    }

    private boolean isSignedIn(Asked asked) {
        String header = String.valueOf(asked.header("Authorization"));
        return header.startsWith("Bearer ") && tokens.isGood(header.substring(7));
    }

    private ArrayNode versions() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (String version : versions) list.addObject().put("label", "Spring '24").put("url", DATA + "/v" + version).put("version", version);
        return list;
    }

    private void counted(HttpExchange exchange, Asked asked, String path) throws IOException {
        if (calls.get() >= expireAt) {
            expireAt = Integer.MAX_VALUE;
            tokens.expireAll();
        }
        if (!isSignedIn(asked)) {
            send(exchange, Said.refused(401, "INVALID_SESSION_ID", "Session expired or invalid"));
            return;
        }
        calls.incrementAndGet();
        exchange.getResponseHeaders().set("Sforce-Limit-Info", "api-usage=" + used.incrementAndGet() + "/" + limit);
        send(exchange, said(asked, path));
    }

    private Said said(Asked asked, String path) throws IOException {
        if (busy.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            Said away = Said.refused(busyStatus, "SERVER_UNAVAILABLE", "Too many requests");
            return retryAfter == null ? away : new Said(away.status(), Map.of("Retry-After", retryAfter), away.body());
        }
        if (refusal != null) return Said.refused(403, refusal[0], refusal[1]);
        if (used.get() > limit) return Said.refused(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
        String[] parts = path.substring(DATA.length() + 2).split("/", 2);
        if (!versions.contains(parts[0])) return Said.refused(404, "NOT_FOUND", "The requested resource does not exist");
        if (asked.method().equals("POST") && "composite".equals(parts[1])) return composite(JSON.readTree(asked.body()), parts[0]);
        return resource(parts[1], parts[0], asked.header("If-Modified-Since"), false);
    }

    private Said resource(String resource, String version, String since, boolean inComposite) {
        String[] names = resource.split("/");
        if (resource.equals("sobjects")) return Said.ok(objects.global("v" + version));
        if (resource.equals("limits")) return Said.ok(limits());
        if (resource.equals("limits/recordCount")) return recordCounts();
        if (names.length == 3 && names[0].equals("sobjects") && names[2].equals("describe")) return describe(names[1], since, inComposite);
        return Said.refused(404, "NOT_FOUND", "The requested resource does not exist");
    }

    private ObjectNode limits() {
        ObjectNode limits = JsonNodeFactory.instance.objectNode();
        limits.putObject("DailyApiRequests").put("Max", limit).put("Remaining", limit - used.get());
        limits.putObject("ConcurrentAsyncGetReportInstances").put("Max", 200).put("Remaining", 200);
        return limits;
    }

    private Said recordCounts() {
        if (!counts) return Said.refused(403, "INSUFFICIENT_ACCESS", "You do not have the permission: View Setup and Configuration");
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("sObjects");
        objects.names().forEach(name -> list.addObject().put("count", name.length()).put("name", name));
        return Said.ok(answer);
    }

    private Said describe(String name, String since, boolean inComposite) {
        ObjectNode object = objects.describe(name);
        if (object == null) return Said.refused(404, "NOT_FOUND", "The requested resource does not exist");
        if (objects.isForbidden(name)) return Said.refused(403, "INSUFFICIENT_ACCESS", "insufficient access rights on object");
        Instant modified = objects.modified(name);
        if (since != null && !isAfter(modified, since)) return new Said(304, Map.of(), null);
        if (padding > 0) object.put("padding", "x".repeat(padding));
        boolean tells = tellsModification || !inComposite;
        return new Said(200, tells ? Map.of("Last-Modified", StandInObjects.httpDate(modified)) : Map.of(), object);
    }

    private static boolean isAfter(Instant modified, String since) {
        try {
            return modified.getEpochSecond() > ZonedDateTime.parse(since, DateTimeFormatter.RFC_1123_DATE_TIME).toEpochSecond();
        } catch (DateTimeException wrong) {
            return true;
        }
    }

    private Said composite(JsonNode body, String version) {
        if (compositeStatus != 200) return Said.refused(compositeStatus, "UNKNOWN_EXCEPTION", "An unexpected error occurred");
        JsonNode requests = body.path("compositeRequest");
        String wrong = wrong(requests);
        if (wrong != null) return Said.refused(400, "INVALID_INPUT", wrong);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("compositeResponse");
        requests.forEach(request -> list.add(part(request, version)));
        return Said.ok(answer);
    }

    private static String wrong(JsonNode requests) {
        if (requests.isEmpty() || requests.size() > MOST_SUBREQUESTS) return "Limit of 25 reached for: subrequests";
        Set<String> references = new HashSet<>();
        int queries = 0;
        for (JsonNode request : requests) {
            if (!request.path("referenceId").asText().matches("[A-Za-z]\\w*") || !references.add(request.path("referenceId").asText())) return "Invalid referenceId";
            if (!request.path("url").asText().startsWith(DATA + "/v")) return "Invalid url";
            for (var header : request.path("httpHeaders").properties()) if (INHERITED.contains(header.getKey().toLowerCase(java.util.Locale.ROOT))) return "Header not allowed";
            if (request.path("url").asText().contains("/query")) queries++;
        }
        return queries > MOST_QUERIES ? "Limit of 5 reached for: query" : null;
    }

    private ObjectNode part(JsonNode request, String version) {
        String since = request.path("httpHeaders").path("If-Modified-Since").asText(null);
        Said said = resource(request.path("url").asText().substring((DATA + "/v" + version + "/").length()), version, since, true);
        ObjectNode part = JsonNodeFactory.instance.objectNode();
        part.set("body", said.body());
        ObjectNode headers = part.putObject("httpHeaders");
        said.headers().forEach(headers::put);
        return part.put("httpStatusCode", said.status()).put("referenceId", request.path("referenceId").asText());
    }

    private static void send(HttpExchange exchange, Said said) throws IOException {
        said.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        WebServer.send(exchange, said.status(), "application/json;charset=UTF-8", said.body() == null ? "" : said.body().toString());
    }

    @Override
    public void close() {
        letGo();
        server.close();
    }
}
