package testing.workday;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import testing.WebServer;
import testing.WebServer.Asked;
import testing.WebServer.Instead;
import testing.workday.ServiceText.Field;

/**
 * The services of one tenant: descriptions of web services, their operations by SOAP with a user name token, schemas of reports by
 * Basic, WQL and the token service by OAuth. It answers as the vendor's documentation and the clients in the wild have it: faults
 * come with 500, descriptions are public, the token endpoint rotates refresh tokens when it is told to.
 */
public final class WorkdayServer implements AutoCloseable {
    public static final String TENANT = "company_impl";
    public static final String USER = "ISU_Serai";
    public static final String PASSWORD = "p<w&\"'>}{{1";
    public static final String CLIENT = "client-of-serai";
    public static final String CLIENT_SECRET = "secret/of:client+";
    public static final String REFRESH = "refresh-1";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECURITY = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
    private static final String PAGE = "<!DOCTYPE html><html><head><title>Workday</title></head><body>%s</body></html>";

    /** How a call ends otherwise than by an answer of 200. */
    private static final class Refused extends RuntimeException {
        final int status;
        final String type;

        Refused(int status, String type, String body) {
            super(body);
            this.status = status;
            this.type = type;
        }
    }

    private final WebServer server;
    private final Map<String, ServiceText> services = new ConcurrentHashMap<>();
    private final Map<String, String> documents = new ConcurrentHashMap<>();
    private final Map<String, String> reports = new ConcurrentHashMap<>();
    private final Map<String, List<ObjectNode>> fields = new LinkedHashMap<>();
    private final List<ObjectNode> dataSources = new CopyOnWriteArrayList<>();
    private final Set<String> denied = ConcurrentHashMap.newKeySet();
    private final Set<String> access = ConcurrentHashMap.newKeySet();
    private final AtomicInteger tokensGiven = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicInteger overloads = new AtomicInteger();
    private final AtomicInteger sinceToken = new AtomicInteger();
    private volatile Set<String> versions = Set.of("v41.0", "v42.0");
    private volatile String refresh = REFRESH;
    private volatile boolean rotates;
    private volatile boolean tags;
    private volatile int expireAfter = Integer.MAX_VALUE;
    private volatile String retryAfter;
    private volatile String account = "";
    private volatile String mode = "";
    private volatile String address;
    private volatile int slow;

    private WorkdayServer(WebServer server) {
        this.server = server.otherwise(this::answer);
        this.address = server.url();
    }

    public static WorkdayServer start() throws IOException {
        return new WorkdayServer(WebServer.plain());
    }

    /**
     * Runs alone until it is ended: the port, and then {@code --rotate}, {@code --expire=calls}, {@code --storm=calls},
     * {@code --retry-after=seconds}, {@code --maintenance}, {@code --pages}, {@code --slow=ms}, {@code --tags}.
     */
    public static void main(String... args) throws IOException {
        WorkdayServer server = new WorkdayServer(WebServer.plain(Integer.parseInt(args[0]))).sample();
        for (String arg : List.of(args).subList(1, args.length)) server.option(arg);
    }

    private void option(String arg) {
        String value = arg.substring(arg.indexOf('=') + 1);
        switch (arg.replaceAll("=.*", "")) {
            case "--rotate" -> rotate();
            case "--expire" -> expireAfter(Integer.parseInt(value));
            case "--storm" -> refuse(Integer.parseInt(value), retryAfter);
            case "--retry-after" -> retryAfter = value;
            case "--maintenance" -> maintenance();
            case "--pages" -> pages();
            case "--slow" -> slow(Integer.parseInt(value));
            case "--tags" -> tags();
            default -> throw new IllegalArgumentException("There is no option " + arg);
        }
    }

    /** Something of everything. */
    public WorkdayServer sample() {
        service(new ServiceText("Absence_Management").thing("Absence_Input", Field.of("Absence_Input_ID", "text(32)").needed(),
                        Field.of("Worker_Reference", "reference Worker").needed(), Field.of("Hours", "number(12,2)"),
                        Field.of("Start_Date", "xsd:date"), Field.of("Kind", "one of Accrual|Time_Off"),
                        Field.of("Parent_Reference", "reference Absence_Input"), Field.of("Entry_Data", "data Absence_Entry").repeated())
                .part("Absence_Entry", Field.of("Day", "xsd:dateTime"), Field.of("Comment", "xsd:string"),
                        Field.of("Correction_Data", "data Absence_Entry")));
        service(new ServiceText("Human_Resources").thing("Worker", Field.of("Worker_ID", "text(20)").needed(),
                Field.of("Birth_Date", "xsd:date"), Field.of("Manager_Reference", "reference Worker").repeated()));
        report("ISU_Reports", "Headcount", ReportText.HEADCOUNT);
        dataSource("ds1", "allWorkers", "o1", "Worker", field("workdayID", "Text", null, null), field("fullName", "Text", null, null),
                field("manager", "Single Instance", "o1", "Worker"), field("organizations", "Multi Instance", "o2", "Organization"),
                field("hireDate", "Date", null, null), field("pay", "Currency", null, null), field("odd", "Hologram", null, null));
        dataSource("ds2", "allOrganizations", "o2", "Organization", field("workdayID", "Text", null, null));
        return this;
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

    public int tokensGiven() {
        return tokensGiven.get();
    }

    /** @param name what {@link ServiceText} was made with is the name of the service */
    public WorkdayServer service(ServiceText service) {
        services.put(service.text("x").replaceAll("(?s).*?<wsdl:definitions.*? name=\"(.*?)\".*", "$1"), service);
        return this;
    }

    /** A document as it is: the description of a service, or one that another refers to. @param path after the tenant */
    public WorkdayServer document(String path, String text) {
        documents.put(path, text);
        return this;
    }

    /** @param xsd empty for a report that has none */
    public WorkdayServer report(String owner, String name, String xsd) {
        reports.put(owner + "/" + name, xsd);
        return this;
    }

    public WorkdayServer dataSource(String id, String alias, String objectId, String object, ObjectNode... itsFields) {
        ObjectNode source = JSON.createObjectNode().put("id", id).put("alias", alias).put("descriptor", alias + " on the screen");
        source.putObject("primaryBusinessObject").put("id", objectId).put("descriptor", object);
        dataSources.removeIf(one -> one.get("id").asText().equals(id));
        dataSources.add(source);
        fields.put(id, List.of(itsFields));
        return this;
    }

    public static ObjectNode field(String alias, String type, String objectId, String object) {
        ObjectNode field = JSON.createObjectNode().put("id", "f-" + alias).put("alias", alias).put("descriptor", "The " + alias).put("type", type);
        if (objectId != null) field.putObject("relatedBusinessObject").put("id", objectId).put("descriptor", object);
        return field;
    }

    public WorkdayServer versions(String... answering) {
        versions = Set.of(answering);
        return this;
    }

    /** The address that descriptions name. */
    public WorkdayServer address(String other) {
        address = other;
        return this;
    }

    /** Each refresh token is good for one use. */
    public WorkdayServer rotate() {
        rotates = true;
        return this;
    }

    /** Access tokens are good for so many calls. */
    public WorkdayServer expireAfter(int calls) {
        expireAfter = calls;
        return this;
    }

    public void expireTokens() {
        access.clear();
    }

    public void revoke() {
        refresh = "revoked";
        access.clear();
    }

    /** The next calls are answered 429. @param seconds null for no Retry-After */
    public WorkdayServer refuse(int calls, String seconds) {
        retryAfter = seconds;
        refusals.set(calls);
        return this;
    }

    /** The next calls are answered by a fault that speaks of too much to do. */
    public WorkdayServer overload(int calls) {
        overloads.set(calls);
        return this;
    }

    /** @param trouble locked, disabled, expired, or nothing */
    public WorkdayServer account(String trouble) {
        account = trouble;
        return this;
    }

    /** @param what an operation, {@code wql}, or {@code scope} */
    public WorkdayServer deny(String what) {
        denied.add(what);
        return this;
    }

    public WorkdayServer maintenance() {
        mode = "maintenance";
        return this;
    }

    /** It is the host of the pages: everything leads to the sign-in. */
    public WorkdayServer pages() {
        mode = "pages";
        return this;
    }

    public WorkdayServer slow(int millis) {
        slow = millis;
        return this;
    }

    public void instead(Instead other) {
        server.instead(other);
    }

    /** Descriptions have entity tags. */
    public WorkdayServer tags() {
        tags = true;
        return this;
    }

    private void answer(HttpExchange exchange, Asked asked) throws IOException {
        if (slow > 0) LockSupport.parkNanos(slow * 1_000_000L);
        try {
            respond(exchange, asked);
        } catch (Refused refused) {
            if (refused.status == 429 && retryAfter != null) exchange.getResponseHeaders().set("Retry-After", retryAfter);
            if (refused.status == 302) exchange.getResponseHeaders().set("Location", refused.getMessage());
            WebServer.send(exchange, refused.status, refused.type, refused.status == 302 ? "" : refused.getMessage());
        }
    }

    private void respond(HttpExchange exchange, Asked asked) throws IOException {
        if (mode.equals("maintenance")) throw new Refused(200, "text/html", PAGE.formatted("Workday is currently under Maintenance."));
        if (mode.equals("pages")) throw new Refused(302, "text/html", server.url() + "/" + TENANT + "/login.htmld");
        if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) throw new Refused(429, "application/json", "{\"error\": \"too many requests\"}");
        if (overloads.getAndUpdate(left -> Math.max(0, left - 1)) > 0) throw fault("Server.processingError", "The server is too busy.");
        String path = URLDecoder.decode(asked.path().replace("+", "%2B"), StandardCharsets.UTF_8);
        String[] parts = path.substring(1).split("/");
        boolean known = parts.length > 3 && parts[0].equals("ccx");
        if (known && parts[1].equals("oauth2") && parts[2].equals(TENANT)) token(exchange, asked);
        else if (known && parts[2].equals("customreport2")) report(exchange, asked, parts);
        else if (known && parts[1].equals("service") && parts[2].equals(TENANT)) service(exchange, asked, parts);
        else if (known && path.startsWith("/ccx/api/wql/v1/" + TENANT + "/dataSources")) wql(exchange, asked, parts);
        else throw new Refused(404, "application/json", "{\"error\": \"not found\"}");
    }

    private void service(HttpExchange exchange, Asked asked, String[] parts) throws IOException {
        String below = String.join("/", List.of(parts).subList(3, parts.length));
        if (documents.containsKey(below)) {
            described(exchange, asked, documents.get(below));
            return;
        }
        boolean there = parts.length == 5 && services.containsKey(parts[3]) && versions.contains(parts[4]);
        if (asked.method().equals("POST")) operation(exchange, asked, there);
        else if (there) described(exchange, asked, services.get(parts[3]).text(address + asked.path()));
        else throw fault("Server.processingError", "Invalid service or version requested.");
    }

    private void described(HttpExchange exchange, Asked asked, String text) throws IOException {
        String tag = "\"" + Integer.toHexString(text.hashCode()) + "\"";
        if (tags) exchange.getResponseHeaders().set("ETag", tag);
        boolean same = tags && tag.equals(asked.header("If-None-Match"));
        WebServer.send(exchange, same ? 304 : 200, "text/xml", same ? "" : text);
    }

    private static Refused fault(String code, String text) {
        return new Refused(500, "text/xml", "<?xml version=\"1.0\"?><SOAP-ENV:Envelope xmlns:SOAP-ENV=\"http://schemas.xmlsoap.org/soap/envelope/\">"
                + "<SOAP-ENV:Body><SOAP-ENV:Fault xmlns:wd=\"urn:com.workday/bsvc\"><faultcode>SOAP-ENV:" + code + "</faultcode><faultstring>" + text
                + "</faultstring></SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>");
    }

    private void operation(HttpExchange exchange, Asked asked, boolean there) throws IOException {
        SoapText call = SoapText.of(asked.body());
        if (asked.header("Authorization") == null) demandUser(call);
        else demandToken(asked);
        if (!there) throw fault("Client.validationError", "Invalid request: the web service or version is invalid for the requested operation.");
        if (denied.contains(call.operation())) throw fault("Server.processingError", "Processing error occurred. The task submitted is not authorized.");
        WebServer.send(exchange, 200, "text/xml", "<?xml version=\"1.0\"?><env:Envelope xmlns:env=\"http://schemas.xmlsoap.org/soap/envelope/\"><env:Body>"
                + "<wd:Answer xmlns:wd=\"urn:com.workday/bsvc\"/></env:Body></env:Envelope>");
    }

    private void demandUser(SoapText call) {
        boolean right = (USER + "@" + TENANT).equals(call.username()) && PASSWORD.equals(call.password()) && call.isPlain(SECURITY);
        if (!right) throw fault("Client.authenticationError", "invalid username or password");
        if (!account.isEmpty()) throw fault("Client.authenticationError", "The account is " + account);
    }

    private void report(HttpExchange exchange, Asked asked, String[] parts) throws IOException {
        demandBasicOrToken(asked);
        String xsd = parts.length == 6 && parts[3].equals(TENANT) ? reports.get(parts[4] + "/" + parts[5]) : null;
        if (xsd == null) throw new Refused(404, "text/plain", "");
        if (!asked.target().endsWith("?xsd")) throw new Refused(400, "text/plain", "the stand-in runs no report");
        if (xsd.isEmpty()) throw fault("Server.processingError", "No schema.");
        WebServer.send(exchange, 200, "text/xml", xsd);
    }

    private void demandBasicOrToken(Asked asked) {
        String pair = USER + "@" + TENANT + ":" + PASSWORD;
        String basic = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        if (!basic.equals(asked.header("Authorization"))) demandToken(asked);
    }

    private void token(HttpExchange exchange, Asked asked) throws IOException {
        String pair = encoded(CLIENT) + ":" + encoded(CLIENT_SECRET);
        String basic = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        Map<String, String> form = form(asked.body());
        if (!basic.equals(asked.header("Authorization"))) throw new Refused(401, "application/json", "{\"error\": \"invalid_client\"}");
        if (denied.contains("scope")) throw new Refused(400, "application/json", "{\"error\": \"invalid_scope\"}");
        boolean right = "refresh_token".equals(form.get("grant_type")) && refresh.equals(form.get("refresh_token"));
        if (!right) throw new Refused(400, "application/json", "{\"error\": \"invalid_grant\"}");
        String token = "access-" + tokensGiven.incrementAndGet();
        access.clear();
        access.add(token);
        sinceToken.set(0);
        ObjectNode answer = JSON.createObjectNode().put("access_token", token).put("token_type", "Bearer").put("expires_in", 3600);
        if (rotates) answer.put("refresh_token", refresh = "refresh-" + (tokensGiven.get() + 1));
        WebServer.send(exchange, 200, "application/json", answer.toString());
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Map<String, String> form(String text) {
        Map<String, String> form = new HashMap<>();
        for (String pair : text.split("&")) {
            int sign = pair.indexOf('=');
            if (sign > 0) form.put(pair.substring(0, sign), URLDecoder.decode(pair.substring(sign + 1), StandardCharsets.UTF_8));
        }
        return form;
    }

    private void demandToken(Asked asked) {
        String shown = String.valueOf(asked.header("Authorization")).replace("Bearer ", "");
        boolean good = access.contains(shown) && sinceToken.incrementAndGet() <= expireAfter;
        if (!good) access.remove(shown);
        if (!good) throw new Refused(401, "application/json", "{\"error\": \"invalid_token\"}");
    }

    private void wql(HttpExchange exchange, Asked asked, String[] parts) throws IOException {
        demandToken(asked);
        if (denied.contains("wql")) throw new Refused(403, "application/json", "{\"error\": \"permission denied\"}");
        List<ObjectNode> all = parts.length == 6 ? dataSources : parts.length == 8 ? fields.get(parts[6]) : null;
        if (all == null) throw new Refused(404, "application/json", "{\"error\": \"not found\"}");
        Map<String, String> query = form(asked.target().substring(asked.target().indexOf('?') + 1));
        int limit = Integer.parseInt(query.getOrDefault("limit", "20"));
        int offset = Integer.parseInt(query.getOrDefault("offset", "0"));
        if (limit > 100) throw new Refused(400, "application/json", "{\"error\": \"limit\"}");
        ObjectNode answer = JSON.createObjectNode().put("total", all.size());
        ArrayNode page = answer.putArray("data");
        new ArrayList<>(all).stream().skip(offset).limit(limit).forEach(page::add);
        WebServer.send(exchange, 200, "application/json", answer.toString());
    }

    @Override
    public void close() {
        server.close();
    }
}
