package testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;

/**
 * One container of Azure Blob Storage, addressed as emulators are, which keeps to the documented contract: List Blobs with
 * delimiter, marker and pages; Get Blob and its properties with ranges and If-Match; errors in XML; SharedKey, which is
 * computed and compared, or a shared access signature, or a bearer token.
 */
public final class AzureStandIn implements AutoCloseable {
    public static final String ACCOUNT = "seraitest";
    public static final String KEY = Base64.getEncoder().encodeToString("a key that is only known to this test".getBytes(StandardCharsets.US_ASCII));
    public static final String CONTAINER = "imports";
    public static final String SIGNATURE = "c2lnbmF0dXJlIG9mIHRoZSB0ZXN0";
    public static final String TOKEN = "a-token-of-entra";

    private record Stored(byte[] content, Instant modified) {
        String etag() {
            return "\"0x" + Integer.toHexString(java.util.Arrays.hashCode(content)).toUpperCase(Locale.ROOT) + "\"";
        }
    }

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    private final HttpServer server;
    private final TreeMap<String, Stored> blobs = new TreeMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile int failing;
    private volatile String code;
    private volatile long served;

    public AzureStandIn() throws IOException {
        this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    /** Encrypted. */
    public static AzureStandIn encrypted(SSLContext shown) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(shown));
        return new AzureStandIn(server);
    }

    private AzureStandIn(HttpServer server) {
        this.server = server;
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "azure-stand-in");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", exchange -> {
            try (exchange) {
                requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
                answer(exchange);
            }
        });
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String endpoint() {
        return "http://127.0.0.1:" + port() + "/" + ACCOUNT;
    }

    public void put(String name, byte[] content, Instant modified) {
        blobs.put(name, new Stored(content, modified));
    }

    public void fail(int status, String with) {
        failing = status;
        code = with;
    }

    public void succeed() {
        failing = 0;
    }

    public List<String> requests() {
        return List.copyOf(requests);
    }

    public long served() {
        return served;
    }

    public void forget() {
        requests.clear();
        served = 0;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = decoded(exchange.getRequestURI().getRawPath());
        String container = "/" + ACCOUNT + "/" + CONTAINER;
        if (failing != 0) error(exchange, failing, code);
        else if (!mayEnter(exchange)) error(exchange, 403, "AuthenticationFailed");
        else if (path.equals(container) && "list".equals(query(exchange).get("comp"))) list(exchange, query(exchange));
        else if (path.startsWith(container + "/")) blob(exchange, path.substring(container.length() + 1));
        else error(exchange, 404, "ContainerNotFound");
    }

    private void list(HttpExchange exchange, Map<String, String> query) throws IOException {
        String prefix = query.getOrDefault("prefix", "");
        String marker = query.getOrDefault("marker", "");
        int most = Integer.parseInt(query.getOrDefault("maxresults", "5000"));
        StringBuilder entries = new StringBuilder();
        Set<String> folders = new LinkedHashSet<>();
        String next = "";
        int count = 0;
        for (String name : blobs.keySet()) {
            int slash = name.indexOf('/', prefix.length());
            String entry = slash >= 0 && query.containsKey("delimiter") ? name.substring(0, slash + 1) : name;
            if (!name.startsWith(prefix) || entry.compareTo(marker) < 0 || folders.contains(entry)) continue;
            if (count++ == most) {
                next = entry;
                break;
            }
            if (!entry.equals(name) && folders.add(entry)) entries.append("<BlobPrefix><Name>").append(xml(entry)).append("</Name></BlobPrefix>");
            else entries.append(entry(name));
        }
        document(exchange, 200, "<?xml version=\"1.0\" encoding=\"utf-8\"?><EnumerationResults ContainerName=\"" + CONTAINER + "\"><Prefix>" + xml(prefix)
                + "</Prefix><Blobs>" + entries + "</Blobs><NextMarker>" + xml(next) + "</NextMarker></EnumerationResults>");
    }

    private String entry(String name) {
        Stored stored = blobs.get(name);
        return "<Blob><Name>" + xml(name) + "</Name><Properties><Last-Modified>" + HTTP_DATE.format(stored.modified()) + "</Last-Modified><Etag>"
                + stored.etag().replace("\"", "") + "</Etag><Content-Length>" + stored.content().length
                + "</Content-Length><BlobType>BlockBlob</BlobType></Properties></Blob>";
    }

    private void blob(HttpExchange exchange, String name) throws IOException {
        Stored stored = blobs.get(name);
        String match = exchange.getRequestHeaders().getFirst("If-Match");
        if (stored == null) error(exchange, 404, "BlobNotFound");
        else if (match != null && !match.equals(stored.etag())) error(exchange, 412, "ConditionNotMet");
        else send(exchange, stored);
    }

    private void send(HttpExchange exchange, Stored stored) throws IOException {
        byte[] content = stored.content();
        String range = exchange.getRequestHeaders().getFirst("x-ms-range");
        exchange.getResponseHeaders().set("ETag", stored.etag());
        exchange.getResponseHeaders().set("Last-Modified", HTTP_DATE.format(stored.modified()));
        exchange.getResponseHeaders().set("x-ms-blob-type", "BlockBlob");
        int from = 0;
        int end = content.length;
        if (range != null) {
            String[] bounds = range.substring("bytes=".length()).split("-", 2);
            from = Integer.parseInt(bounds[0]);
            if (!bounds[1].isEmpty()) end = (int) Math.min(end, Long.parseLong(bounds[1]) + 1);
            exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (end - 1) + "/" + content.length);
        }
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(content.length));
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        exchange.sendResponseHeaders(range == null ? 200 : 206, end == from ? -1 : end - from);
        served += end - from;
        exchange.getResponseBody().write(content, from, end - from);
    }

    private static void error(HttpExchange exchange, int status, String code) throws IOException {
        exchange.getResponseHeaders().set("x-ms-error-code", code);
        document(exchange, status, "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>" + code + "</Code><Message>the service's own words</Message></Error>");
    }

    private static void document(HttpExchange exchange, int status, String xml) throws IOException {
        byte[] body = xml.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        if (!head) exchange.getResponseBody().write(body);
    }

    private static boolean mayEnter(HttpExchange exchange) {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (authorization == null) return SIGNATURE.equals(query(exchange).get("sig"));
        if (authorization.equals("Bearer " + TOKEN)) return exchange instanceof com.sun.net.httpserver.HttpsExchange;
        return authorization.equals("SharedKey " + ACCOUNT + ":" + signature(exchange));
    }

    /** <a href="https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key">Authorize with Shared Key</a>. */
    private static String signature(HttpExchange exchange) {
        StringBuilder text = new StringBuilder(exchange.getRequestMethod());
        for (String name : List.of("Content-Encoding", "Content-Language", "Content-Length", "Content-MD5", "Content-Type", "Date",
                "If-Modified-Since", "If-Match", "If-None-Match", "If-Unmodified-Since", "Range")) {
            String value = exchange.getRequestHeaders().getFirst(name);
            text.append('\n').append(value == null || name.equals("Content-Length") && value.equals("0") ? "" : value);
        }
        new TreeMap<>(exchange.getRequestHeaders()).forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith("x-ms-")) text.append('\n').append(lower).append(':').append(values.get(0).strip());
        });
        text.append("\n/").append(ACCOUNT).append(exchange.getRequestURI().getRawPath());
        new TreeMap<>(query(exchange)).forEach((name, value) -> text.append('\n').append(name).append(':').append(value));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(KEY), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Map<String, String> query(HttpExchange exchange) {
        String raw = exchange.getRequestURI().getRawQuery();
        if (raw == null) return Map.of();
        return java.util.Arrays.stream(raw.split("&")).map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> decoded(pair[0]), pair -> pair.length == 1 ? "" : decoded(pair[1])));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String xml(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
