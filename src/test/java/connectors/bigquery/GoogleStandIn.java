package connectors.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import testing.WebServer;

/**
 * Google's token service and BigQuery's REST API v2 as their documentation has them, on this machine: signed statements are
 * checked, lists come in pages, tables have entity tags, errors have reasons, a page may be empty and not be the last.
 */
final class GoogleStandIn implements AutoCloseable {
    static final String PROJECT = "shop-project-1";
    static final String EMAIL = "reader@shop-project-1.iam.gserviceaccount.com";
    private static final String KEY_ID = "0123456789abcdef";
    private static final String AUDIENCE = "https://oauth2.googleapis.com/token";
    private static final long TOLERATED_SECONDS = 600;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final KeyPair KEYS = newKeys();

    private final WebServer server = start();
    private final Map<String, String> locations = new LinkedHashMap<>();
    private final Map<String, Map<String, ObjectNode>> tables = new ConcurrentHashMap<>();
    private final Map<String, ConcurrentLinkedDeque<Failure>> failures = new ConcurrentHashMap<>();
    private final AtomicInteger versions = new AtomicInteger();
    private final AtomicInteger tokens = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostRunning = new AtomicInteger();
    private volatile PublicKey known = KEYS.getPublic();
    private volatile int validFrom = 1;

    private record Failure(int status, String body) { }

    GoogleStandIn() {
        server.on("/token", this::token);
        server.on(path("datasets"), this::datasets);
        server.on(path("queries"), this::query);
    }

    private static WebServer start() {
        try {
            return WebServer.plain();
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static String pem(KeyPair keys) {
        return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(keys.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    /** As the console gives it out. */
    static ObjectNode key() {
        return JSON.createObjectNode().put("type", "service_account").put("project_id", PROJECT).put("private_key_id", KEY_ID)
                .put("private_key", pem(KEYS)).put("client_email", EMAIL).put("client_id", "1234567890")
                .put("auth_uri", "https://accounts.google.com/o/oauth2/auth").put("token_uri", AUDIENCE)
                .put("auth_provider_x509_cert_url", "https://www.googleapis.com/oauth2/v1/certs").put("universe_domain", "googleapis.com");
    }

    WebServer server() {
        return server;
    }

    String url() {
        return server.url();
    }

    static String path(String... below) {
        return "/bigquery/v2/projects/" + PROJECT + "/" + String.join("/", below);
    }

    GoogleStandIn dataset(String name, String location) {
        locations.put(name, location);
        tables.put(name, new LinkedHashMap<>());
        server.on(path("datasets", name, "tables"), (exchange, asked) -> tables(exchange, asked, name));
        return this;
    }

    /** @param more of the table's resource, as JSON without the braces; may be empty */
    GoogleStandIn table(String dataset, String name, String type, String more) {
        try {
            ObjectNode table = (ObjectNode) JSON.readTree("{" + more + "}");
            table.put("kind", "bigquery#table").put("etag", "\"" + name + "-" + versions.incrementAndGet() + "\"").put("type", type);
            table.putObject("tableReference").put("projectId", PROJECT).put("datasetId", dataset).put("tableId", name);
            tables.get(dataset).put(name, table);
            server.on(path("datasets", dataset, "tables", name), (exchange, asked) -> table(exchange, asked, table));
            return this;
        } catch (IOException wrong) {
            throw new IllegalArgumentException(more, wrong);
        }
    }

    void drop(String dataset, String name) {
        server.on(path("datasets", dataset, "tables", name), (exchange, asked) -> refuse(exchange, 404, "notFound"));
    }

    /** The next answers at a path, before it goes on as usual. */
    void failNext(String path, int times, int status, String reason) {
        for (int i = 0; i < times; i++) fail(path, new Failure(status, error(status, reason)));
    }

    void failNextWith(String path, int status, String body) {
        fail(path, new Failure(status, body));
    }

    private void fail(String path, Failure failure) {
        failures.computeIfAbsent(path, p -> new ConcurrentLinkedDeque<>()).add(failure);
    }

    /** From now on another key is the service account's. */
    void forgetKey() {
        known = newKeys().getPublic();
    }

    /** Tokens that were given so far are refused from now on. */
    void revokeTokens() {
        validFrom = tokens.get() + 1;
    }

    int mostAtATime() {
        return mostRunning.get();
    }

    private void token(HttpExchange exchange, WebServer.Asked asked) throws IOException {
        if (failed(exchange, asked)) return;
        Map<String, String> form = pairs(asked.body());
        boolean fits = "urn:ietf:params:oauth:grant-type:jwt-bearer".equals(form.get("grant_type")) && isSigned(form.get("assertion"));
        if (!fits) refuseToken(exchange, "Invalid JWT Signature.");
        else if (!isTimely(form.get("assertion"))) refuseToken(exchange, "Invalid JWT: Token must be a short-lived token (60 minutes) and in a "
                + "reasonable timeframe. Check your iat and exp values in the JWT claim.");
        else WebServer.send(exchange, 200, "application/json", "{\"access_token\": \"token-" + tokens.incrementAndGet()
                + "\", \"expires_in\": 3599, \"token_type\": \"Bearer\"}");
    }

    private static void refuseToken(HttpExchange exchange, String why) throws IOException {
        WebServer.send(exchange, 400, "application/json", "{\"error\": \"invalid_grant\", \"error_description\": \"" + why + "\"}");
    }

    private static boolean isTimely(String jwt) throws IOException {
        JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(jwt.split("\\.")[1]));
        boolean recent = Math.abs(claims.path("iat").asLong() - Instant.now().getEpochSecond()) < TOLERATED_SECONDS;
        return recent && claims.path("exp").asLong() - claims.path("iat").asLong() <= 3600;
    }

    private boolean isSigned(String jwt) throws IOException {
        String[] parts = String.valueOf(jwt).split("\\.");
        if (parts.length != 3) return false;
        JsonNode header = JSON.readTree(Base64.getUrlDecoder().decode(parts[0]));
        JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
        boolean said = header.path("alg").asText().equals("RS256") && header.path("kid").asText().equals(KEY_ID)
                && claims.path("iss").asText().equals(EMAIL) && claims.path("aud").asText().equals(AUDIENCE)
                && claims.path("scope").asText().equals("https://www.googleapis.com/auth/bigquery");
        return said && verifies(parts);
    }

    private boolean verifies(String[] parts) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(known);
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
        } catch (GeneralSecurityException wrong) {
            return false;
        }
    }

    /** Whether the call was answered already: refused, or with a failure that a test asked for. */
    private boolean refused(HttpExchange exchange, WebServer.Asked asked) throws IOException {
        String token = String.valueOf(asked.header("Authorization")).replace("Bearer token-", "");
        boolean valid = token.matches("[0-9]+") && Integer.parseInt(token) >= validFrom;
        if (!valid) refuse(exchange, 401, "authError");
        return !valid || failed(exchange, asked);
    }

    private boolean failed(HttpExchange exchange, WebServer.Asked asked) throws IOException {
        Failure failure = failures.getOrDefault(asked.path(), new ConcurrentLinkedDeque<>()).poll();
        if (failure == null) return false;
        WebServer.send(exchange, failure.status(), failure.body().startsWith("<") ? "text/html" : "application/json", failure.body());
        return true;
    }

    private static void refuse(HttpExchange exchange, int status, String reason) throws IOException {
        WebServer.send(exchange, status, "application/json", error(status, reason));
    }

    private static String error(int status, String reason) {
        return "{\"error\": {\"code\": " + status + ", \"message\": \"The secret words of " + reason + "\", \"errors\": "
                + "[{\"message\": \"The secret words\", \"domain\": \"global\", \"reason\": \"" + reason + "\"}]}}";
    }

    private void datasets(HttpExchange exchange, WebServer.Asked asked) throws IOException {
        if (refused(exchange, asked)) return;
        List<ObjectNode> all = new ArrayList<>();
        locations.forEach((name, location) -> {
            ObjectNode dataset = JSON.createObjectNode().put("location", location);
            dataset.putObject("datasetReference").put("projectId", PROJECT).put("datasetId", name);
            all.add(dataset);
        });
        page(exchange, asked, "datasets", all);
    }

    private void tables(HttpExchange exchange, WebServer.Asked asked, String dataset) throws IOException {
        if (refused(exchange, asked)) return;
        List<ObjectNode> all = new ArrayList<>();
        tables.get(dataset).forEach((name, table) -> {
            ObjectNode entry = JSON.createObjectNode();
            entry.set("type", table.get("type"));
            entry.set("tableReference", table.get("tableReference"));
            all.add(entry);
        });
        page(exchange, asked, "tables", all);
    }

    /** An empty page comes first, as pages may be empty. */
    private static void page(HttpExchange exchange, WebServer.Asked asked, String items, List<ObjectNode> all) throws IOException {
        Map<String, String> query = pairs(asked.target().substring(asked.target().indexOf('?') + 1));
        int size = Integer.parseInt(query.getOrDefault("maxResults", "50"));
        boolean first = !query.containsKey("pageToken");
        boolean empty = first && size < all.size() && size > 1;
        int from = first ? 0 : Integer.parseInt(query.get("pageToken").substring(1));
        int to = empty ? 0 : Math.min(all.size(), from + size);
        ObjectNode page = JSON.createObjectNode();
        ArrayNode list = page.putArray(items);
        all.subList(from, to).forEach(list::add);
        if (to < all.size()) page.put("nextPageToken", "p" + to);
        WebServer.send(exchange, 200, "application/json", page.toString());
    }

    private void table(HttpExchange exchange, WebServer.Asked asked, ObjectNode table) throws IOException {
        mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
        try {
            if (refused(exchange, asked)) return;
            boolean same = table.path("etag").asText().equals(asked.header("If-None-Match"));
            exchange.getResponseHeaders().set("ETag", table.path("etag").asText());
            WebServer.send(exchange, same ? 304 : 200, "application/json", same ? "" : table.toString());
        } finally {
            running.decrementAndGet();
        }
    }

    private void query(HttpExchange exchange, WebServer.Asked asked) throws IOException {
        if (refused(exchange, asked)) return;
        JsonNode body = JSON.readTree(asked.body());
        if (body.path("dryRun").asBoolean()) WebServer.send(exchange, 200, "application/json",
                "{\"kind\": \"bigquery#queryResponse\", \"jobComplete\": true, \"totalBytesProcessed\": \"0\"}");
        else WebServer.send(exchange, 200, "application/json",
                "{\"jobComplete\": false, \"jobReference\": {\"projectId\": \"" + PROJECT + "\", \"jobId\": \"job_1\", \"location\": \"EU\"}}");
    }

    /** What the query that is under way ends with: pages of rows. */
    GoogleStandIn rows(String... pages) {
        server.on(path("queries", "job_1"), (exchange, asked) -> {
            if (refused(exchange, asked)) return;
            Map<String, String> query = pairs(asked.target().substring(asked.target().indexOf('?') + 1));
            int number = query.containsKey("pageToken") ? Integer.parseInt(query.get("pageToken").substring(1)) : 0;
            String next = number + 1 < pages.length ? ", \"pageToken\": \"r" + (number + 1) + "\"" : "";
            WebServer.send(exchange, 200, "application/json", "{\"jobComplete\": true, \"jobReference\": {\"jobId\": \"job_1\"}, \"rows\": ["
                    + pages[number] + "]" + next + "}");
        });
        return this;
    }

    private static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        Arrays.stream(text.split("&")).map(pair -> pair.split("=", 2)).filter(pair -> pair.length == 2)
                .forEach(pair -> pairs.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
        return pairs;
    }

    @Override
    public void close() {
        server.close();
    }
}
