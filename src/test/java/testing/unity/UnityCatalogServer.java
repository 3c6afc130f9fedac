package testing.unity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Pattern;
import testing.WebServer;
import testing.WebServer.Asked;

/**
 * A workspace of Databricks, or an open-source Unity Catalog server: catalogs, schemas and tables over REST, and, in a workspace,
 * sign-in, a SQL warehouse and the Statement Execution API. It answers as the vendor's reference and the open-source contract
 * ({@code api/all.yaml} of unitycatalog/unitycatalog) say: opaque page tokens, empty pages that are not the last, no order.
 */
public final class UnityCatalogServer implements AutoCloseable {
    public static final String TOKEN = "dapi-stand-in-token";
    public static final String CLIENT = "stand-in-client";
    public static final String CLIENT_SECRET = "stand-in-client-secret";
    public static final String WAREHOUSE = "abc123def456";
    private static final String UNITY = "/api/2.1/unity-catalog/";
    private static final Pattern OPEN_NAME = Pattern.compile("[a-zA-Z0-9_@-]{1,255}");

    /** An answer other than 200. */
    private static final class Refusal extends RuntimeException {
        final int status;
        final String code;

        Refusal(int status, String code, String message) {
            super(message);
            this.status = status;
            this.code = code;
        }
    }

    private record Running(List<List<String>> rows, SqlError error, AtomicInteger polls) { }

    private final WebServer server;
    private final boolean workspace;
    private final Lakehouse lakehouse = new Lakehouse();
    private final SqlRunner sql = new SqlRunner(lakehouse);
    private final Map<String, Running> statements = new ConcurrentHashMap<>();
    private final List<String> ran = Collections.synchronizedList(new ArrayList<>());
    private final List<String> cancelled = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final Set<String> denied = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicInteger allowed = new AtomicInteger(Integer.MAX_VALUE);
    private final AtomicInteger tokensGiven = new AtomicInteger();
    private final AtomicInteger starts = new AtomicInteger();
    private volatile String retryAfter = "0";
    private volatile String warehouseState = "STOPPED";
    private volatile int pageSize = 20;
    private volatile boolean emptyPages;
    private volatile boolean loops;
    private volatile int polls;
    private volatile int rowsPerChunk = 1_000;
    private volatile int expireAfter = Integer.MAX_VALUE;
    private final AtomicInteger sinceToken = new AtomicInteger();
    private volatile int breakOffAfter = Integer.MAX_VALUE;

    private UnityCatalogServer(WebServer server, boolean workspace) {
        this.server = server.otherwise(this::answer);
        this.workspace = workspace;
        if (workspace) tokens.add(TOKEN);
    }

    public static UnityCatalogServer workspace() throws IOException {
        return new UnityCatalogServer(WebServer.plain(), true);
    }

    public static UnityCatalogServer openSource() throws IOException {
        return new UnityCatalogServer(WebServer.plain(), false);
    }

    /** Runs alone until it is ended: the port, and {@code open} for the open-source kind. */
    public static void main(String... args) throws IOException {
        UnityCatalogServer server = new UnityCatalogServer(WebServer.plain(Integer.parseInt(args[0])), args.length < 2);
        server.lakehouse().catalog("main").schema("main", "default");
    }

    public Lakehouse lakehouse() {
        return lakehouse;
    }

    public SqlRunner sql() {
        return sql;
    }

    public String url() {
        return server.url();
    }

    public int port() {
        return server.port();
    }

    public List<Asked> asked() {
        return server.asked();
    }

    /** The statements that were run, those that failed included. */
    public List<String> ran() {
        return List.copyOf(ran);
    }

    public List<String> cancelled() {
        return List.copyOf(cancelled);
    }

    public int tokensGiven() {
        return tokensGiven.get();
    }

    public int warehouseStarts() {
        return starts.get();
    }

    public void warehouse(String state) {
        warehouseState = state;
    }

    /** Pages of this many; with {@code empty}, every other page has nothing and goes on. */
    public void pages(int size, boolean empty) {
        pageSize = size;
        emptyPages = empty;
    }

    /** Every list goes on for ever with the same token. */
    public void loop() {
        loops = true;
    }

    /** The next calls are answered 429. */
    public void refuse(int calls, String retryAfterSeconds) {
        refusals.set(calls);
        retryAfter = retryAfterSeconds;
    }

    /** So many calls are answered, and all that follow 429. */
    public void allow(int calls, String retryAfterSeconds) {
        retryAfter = retryAfterSeconds;
        allowed.set(calls);
    }

    public void deny(String fullName) {
        denied.add(fullName);
    }

    /** Tokens that were given are good for so many calls. */
    public void expireAfter(int calls) {
        expireAfter = calls;
    }

    /** A statement is under way for so many questions about it. */
    public void slow(int questions) {
        polls = questions;
    }

    public void chunks(int rows) {
        rowsPerChunk = rows;
    }

    /** After so many more statements the connection is cut: the last one is run, and nobody hears of it. */
    public void breakOffAfter(int count) {
        breakOffAfter = count;
    }

    private void answer(HttpExchange exchange, Asked asked) throws IOException {
        try {
            JsonNode answer = respond(exchange, asked);
            if (answer != null) WebServer.send(exchange, 200, "application/json", answer.toString());
        } catch (Refusal refusal) {
            if (refusal.status == 429) exchange.getResponseHeaders().set("Retry-After", retryAfter);
            WebServer.send(exchange, refusal.status, "application/json", error(refusal).toString());
        } catch (SqlError error) {
            WebServer.send(exchange, 404, "application/json", error(new Refusal(404, codeOf(error), error.getMessage())).toString());
        }
    }

    /** The catalog's own words for what is not there. */
    private String codeOf(SqlError error) {
        if (!workspace) return "NOT_FOUND";
        if (error.getMessage().contains("NO_SUCH_CATALOG")) return "CATALOG_DOES_NOT_EXIST";
        return error.getMessage().contains("SCHEMA_NOT_FOUND") ? "SCHEMA_DOES_NOT_EXIST" : "TABLE_DOES_NOT_EXIST";
    }

    private ObjectNode error(Refusal refusal) {
        ObjectNode error = Lakehouse.JSON.createObjectNode();
        if (refusal.status == 401) error.put("error_code", 401);     // a number, which says nothing
        else error.put("error_code", refusal.code);
        error.put("message", refusal.getMessage());
        error.putArray("details").addObject().put("@type", "type.googleapis.com/google.rpc.RequestInfo").put("request_id", "r-1");
        return error;
    }

    private JsonNode respond(HttpExchange exchange, Asked asked) throws IOException {
        String path = URLDecoder.decode(asked.path().replace("+", "%2B"), StandardCharsets.UTF_8);
        boolean tooMany = allowed.getAndUpdate(left -> Math.max(0, left - 1)) == 0;
        if (tooMany || refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) throw new Refusal(429, "REQUEST_LIMIT_EXCEEDED", "Too many requests");
        if (workspace && path.equals("/oidc/v1/token")) return token(exchange, asked);
        if (workspace) demandToken(asked);
        if (path.startsWith(UNITY)) return unity(asked, path.substring(UNITY.length()));
        if (!workspace) throw new Refusal(404, "NOT_FOUND", "No such path");
        if (path.equals("/api/2.0/preview/scim/v2/Me")) return Lakehouse.JSON.createObjectNode().put("userName", "somebody@example.com");
        if (path.startsWith("/api/2.0/sql/")) return warehouse(exchange, asked, path.substring("/api/2.0/sql/".length()));
        throw new Refusal(404, "ENDPOINT_NOT_FOUND", "No API found");
    }

    private JsonNode token(HttpExchange exchange, Asked asked) throws IOException {
        String pair = Base64.getEncoder().encodeToString((CLIENT + ":" + CLIENT_SECRET).getBytes(StandardCharsets.UTF_8));
        boolean known = ("Basic " + pair).equals(asked.header("Authorization"));
        Map<String, String> form = query(asked.body());
        boolean rightly = "client_credentials".equals(form.get("grant_type")) && "all-apis".equals(form.get("scope"));
        if (!known || !rightly) {
            String error = known ? "invalid_request" : "invalid_client";
            WebServer.send(exchange, known ? 400 : 401, "application/json", "{\"error\":\"" + error + "\",\"error_description\":\"no\"}");
            return null;
        }
        String token = "given-" + tokensGiven.incrementAndGet();
        tokens.add(token);
        sinceToken.set(0);
        return Lakehouse.JSON.createObjectNode().put("access_token", token).put("token_type", "Bearer").put("expires_in", 3600);
    }

    private void demandToken(Asked asked) {
        String shown = String.valueOf(asked.header("Authorization")).replace("Bearer ", "");
        if (shown.startsWith("given-") && sinceToken.incrementAndGet() > expireAfter) tokens.remove(shown);
        if (!tokens.contains(shown)) throw new Refusal(401, null, "Invalid access token");
    }

    private JsonNode unity(Asked asked, String path) throws IOException {
        Map<String, String> query = query(asked.target().contains("?") ? asked.target().substring(asked.target().indexOf('?') + 1) : "");
        if (asked.method().equals("POST")) return path.equals("schemas") ? createSchema(asked.body()) : createTable(asked.body());
        String[] parts = path.split("/", 2);
        synchronized (sql) {
            if (parts.length == 1) return list(parts[0], query);
            String[] names = parts[1].split("\\.", 3);
            return switch (parts[0]) {
                case "catalogs" -> named(names[0], lakehouse.demandCatalog(names[0]));
                case "schemas" -> named(names[1], lakehouse.demandSchema(names[0], names[1])).put("catalog_name", names[0]).put("full_name", parts[1]);
                default -> table(names, parts[1]);
            };
        }
    }

    private static ObjectNode named(String name, Map<?, ?> there) {
        return Lakehouse.JSON.createObjectNode().put("name", name);
    }

    private ObjectNode table(String[] names, String fullName) {
        if (denied.contains(fullName)) throw new Refusal(403, "PERMISSION_DENIED", "User does not have SELECT on Table '" + fullName + "'.");
        return lakehouse.info(lakehouse.demandTable(List.of(names)), true, true, workspace);
    }

    private JsonNode list(String kind, Map<String, String> query) {
        if (kind.equals("catalogs")) return page(kind, query, lakehouse.catalogs().keySet(), name -> named(name, Map.of()));
        String catalog = query.get("catalog_name");
        if (kind.equals("schemas")) return page(kind, query, lakehouse.demandCatalog(catalog).keySet(), name -> named(name, Map.of()).put("catalog_name", catalog));
        String schema = query.get("schema_name");
        if (denied.contains(catalog + "." + schema)) throw new Refusal(403, "PERMISSION_DENIED", "User does not have USE SCHEMA");
        boolean columns = !workspace || !"true".equals(query.get("omit_columns"));
        boolean properties = !workspace || !"true".equals(query.get("omit_properties"));
        return page(kind, query, lakehouse.demandSchema(catalog, schema).values(), table -> lakehouse.info(table, columns, properties, false));
    }

    /** No order is guaranteed, so there is none. */
    private <T> JsonNode page(String kind, Map<String, String> query, Iterable<T> all, Function<T, ObjectNode> info) {
        List<T> items = new ArrayList<>();
        all.forEach(items::add);
        Collections.shuffle(items, new Random(7));
        int most = Integer.parseInt(query.getOrDefault("max_results", "0"));
        if (most < 0) throw new Refusal(400, "INVALID_PARAMETER_VALUE", "max_results must not be negative");
        Position at = Position.of(query.get("page_token"), kind);
        int size = most == 0 ? pageSize : Math.min(most, pageSize);
        int end = at.empty ? at.from : Math.min(items.size(), at.from + size);
        ObjectNode page = Lakehouse.JSON.createObjectNode();
        ArrayNode list = page.putArray(kind);
        items.subList(at.from, end).forEach(item -> list.add(info.apply(item)));
        if (loops) return page.put("next_page_token", "the-same-again");
        boolean blank = emptyPages && !at.empty;
        if (end < items.size() || blank) page.put("next_page_token", new Position(end, blank).token(kind));
        return page;
    }

    private record Position(int from, boolean empty) {
        static Position of(String token, String kind) {
            if (token == null || token.equals("the-same-again")) return new Position(0, false);
            String[] parts = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8).split(" ");
            if (!parts[0].equals(kind)) throw new Refusal(400, "INVALID_PARAMETER_VALUE", "Invalid page token");
            return new Position(Integer.parseInt(parts[1]), Boolean.parseBoolean(parts[2]));
        }

        String token(String kind) {
            return Base64.getUrlEncoder().encodeToString((kind + " " + from + " " + empty + " +/=").getBytes(StandardCharsets.UTF_8));
        }
    }

    private JsonNode createSchema(String body) throws IOException {
        JsonNode wanted = Lakehouse.JSON.readTree(body);
        String name = openName(wanted.path("name").asText());
        Map<String, Map<String, Lakehouse.Table>> catalog = lakehouse.demandCatalog(wanted.path("catalog_name").asText());
        if (catalog.containsKey(name)) throw exists("SCHEMA_ALREADY_EXISTS");
        lakehouse.schema(wanted.path("catalog_name").asText(), name);
        return named(name, Map.of());
    }

    private Refusal exists(String code) {
        return new Refusal(400, code, "It is there");
    }

    private static String openName(String name) {
        if (!OPEN_NAME.matcher(name).matches()) throw new Refusal(400, "INVALID_ARGUMENT", "Name cannot contain a period, space, forward-slash, or control characters");
        return name;
    }

    private JsonNode createTable(String body) throws IOException {
        JsonNode wanted = Lakehouse.JSON.readTree(body);
        String name = openName(wanted.path("name").asText());
        Map<String, Lakehouse.Table> schema = lakehouse.demandSchema(wanted.path("catalog_name").asText(), wanted.path("schema_name").asText());
        if (schema.containsKey(name)) throw exists("TABLE_ALREADY_EXISTS");
        boolean whole = wanted.path("table_type").asText().equals("EXTERNAL") && !wanted.path("storage_location").asText().isEmpty() && wanted.path("columns").isArray();
        if (!whole) throw new Refusal(400, "INVALID_ARGUMENT", "Storage location is required for external table");
        Lakehouse.Table table = lakehouse.table(wanted.path("catalog_name").asText(), wanted.path("schema_name").asText(), name);
        table.kind = "EXTERNAL";
        table.comment = wanted.path("comment").asText(null);
        table.location = wanted.path("storage_location").asText();
        wanted.path("properties").properties().forEach(property -> table.properties.put(property.getKey(), property.getValue().asText()));
        for (JsonNode column : wanted.path("columns")) table.columns.add(column(column, table.columns.size()));
        return lakehouse.info(table, true, true, false);
    }

    /** The three ways in which the type is said are all needed. */
    private static Lakehouse.Col column(JsonNode wanted, int position) throws IOException {
        JsonNode type = Lakehouse.JSON.readTree(wanted.path("type_json").asText());
        boolean whole = type.path("name").asText().equals(wanted.path("name").asText()) && type.has("type") && type.has("nullable") && type.has("metadata")
                && !wanted.path("type_name").asText().isEmpty() && wanted.path("position").asInt(-1) == position;
        if (!whole) throw new Refusal(400, "INVALID_ARGUMENT", "A column is not whole");
        Lakehouse.Col column = new Lakehouse.Col(wanted.path("name").asText(), null);
        column.typeText = wanted.path("type_text").asText();
        column.nullable = wanted.path("nullable").asBoolean(true);
        column.comment = wanted.path("comment").asText(null);
        return column;
    }

    private JsonNode warehouse(HttpExchange exchange, Asked asked, String path) throws IOException {
        String[] parts = path.split("/");
        if (parts[0].equals("warehouses")) {
            if (!parts[1].equals(WAREHOUSE)) throw new Refusal(404, "RESOURCE_DOES_NOT_EXIST", "SQL warehouse " + parts[1] + " was not found.");
            return Lakehouse.JSON.createObjectNode().put("id", WAREHOUSE).put("name", "stand-in").put("state", warehouseState);
        }
        if (parts.length == 1) return execute(exchange, Lakehouse.JSON.readTree(asked.body()));
        Running running = statements.get(parts[1]);
        if (running == null) throw new Refusal(404, "NOT_FOUND", "The statement was not found");
        if (parts.length == 3) {
            cancelled.add(parts[1]);
            return Lakehouse.JSON.createObjectNode();
        }
        return parts.length == 4 || parts.length == 5 ? chunk(running, Integer.parseInt(parts[parts.length - 1])) : status(parts[1], running);
    }

    private JsonNode execute(HttpExchange exchange, JsonNode wanted) throws IOException {
        if (!wanted.path("warehouse_id").asText().equals(WAREHOUSE)) throw new Refusal(400, "INVALID_PARAMETER_VALUE", "is not a valid endpoint id");
        String wait = wanted.path("wait_timeout").asText("10s");
        if (!wait.matches("0s|[5-9]s|[1-4][0-9]s|50s")) throw new Refusal(400, "INVALID_PARAMETER_VALUE", "wait_timeout must be 0s or between 5s and 50s");
        if (!Set.of("CONTINUE", "CANCEL").contains(wanted.path("on_wait_timeout").asText("CONTINUE"))) throw new Refusal(400, "INVALID_PARAMETER_VALUE", "on_wait_timeout");
        if (!warehouseState.equals("RUNNING")) starts.incrementAndGet();
        warehouseState = "RUNNING";
        String text = wanted.path("statement").asText();
        ran.add(text);
        String id = "statement-" + ran.size();
        statements.put(id, run(text));
        if (--breakOffAfter == 0) {
            exchange.close();
            return null;
        }
        return status(id, statements.get(id));
    }

    private Running run(String text) {
        synchronized (sql) {
            try {
                return new Running(sql.run(text), null, new AtomicInteger(polls));
            } catch (SqlError error) {
                return new Running(List.of(), error, new AtomicInteger(polls));
            }
        }
    }

    private JsonNode status(String id, Running running) {
        ObjectNode answer = Lakehouse.JSON.createObjectNode().put("statement_id", id);
        ObjectNode status = answer.putObject("status");
        if (running.polls.getAndDecrement() > 0) {
            status.put("state", "PENDING");
        } else if (running.error != null) {
            status.put("state", "FAILED").put("sql_state", running.error.sqlState).putObject("error").put("error_code", "BAD_REQUEST").put("message", running.error.getMessage());
        } else {
            status.put("state", "SUCCEEDED");
            answer.putObject("manifest").put("format", "JSON_ARRAY").put("total_row_count", running.rows.size());
            answer.set("result", chunk(running, 0));
        }
        return answer;
    }

    private ObjectNode chunk(Running running, int index) {
        int from = index * rowsPerChunk;
        int end = Math.min(running.rows.size(), from + rowsPerChunk);
        ObjectNode chunk = Lakehouse.JSON.createObjectNode().put("chunk_index", index).put("row_offset", from).put("row_count", end - from);
        ArrayNode rows = chunk.putArray("data_array");
        running.rows.subList(from, end).forEach(row -> row.forEach(rows.addArray()::add));
        if (end < running.rows.size()) chunk.put("next_chunk_index", index + 1);
        return chunk;
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new HashMap<>();
        for (String pair : text.split("&")) {
            String[] parts = pair.split("=", 2);
            if (parts.length == 2) query.put(URLDecoder.decode(parts[0], StandardCharsets.UTF_8), URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    @Override
    public void close() {
        server.close();
    }
}
