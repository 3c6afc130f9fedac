package testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One bucket of a store that keeps to the documented contract of Amazon S3: ListObjectsV2 with delimiter, pages and tokens;
 * HeadObject; GetObject with Range and If-Match; errors in XML; Signature Version 4, which is computed and compared.
 */
public final class S3StandIn implements AutoCloseable {
    public static final String ID = "AKIDEXAMPLE";
    public static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    public static final String BUCKET = "imports";
    public static final String REGION = "eu-central-1";

    /** What every request is answered with in place of the truth. */
    public record Fault(int status, String code, String region) { }

    private record Stored(byte[] content, Instant modified) {
        String etag() {
            return "\"" + HexFormat.of().formatHex(sha256(content)).substring(0, 32) + "\"";
        }
    }

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    private final HttpServer server;
    // in the order of UTF-8, which is what the contract promises
    private final TreeMap<String, Stored> objects = new TreeMap<>((a, b) ->
            Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)));
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile Fault fault;
    private volatile boolean repeatsItself;
    private volatile long served;

    public S3StandIn() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "s3-stand-in");
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

    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public void put(String key, byte[] content, Instant modified) {
        objects.put(key, new Stored(content, modified));
    }

    public void fail(int status, String code, String region) {
        fault = new Fault(status, code, region);
    }

    public void succeed() {
        fault = null;
    }

    /** Gives the same token again and again. */
    public void repeatYourself() {
        repeatsItself = true;
    }

    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** Bytes of objects that were asked for and given. */
    public long served() {
        return served;
    }

    public void forget() {
        requests.clear();
        served = 0;
    }

    private void answer(HttpExchange exchange) throws IOException {
        if (fault != null) error(exchange, fault.status(), fault.code(), fault.region());
        else if (!signedRight(exchange)) error(exchange, 403, "SignatureDoesNotMatch", null);
        else if (!exchange.getRequestURI().getPath().startsWith("/" + BUCKET)) error(exchange, 404, "NoSuchBucket", null);
        else if ("2".equals(query(exchange).get("list-type"))) list(exchange, query(exchange));
        else object(exchange, decoded(exchange.getRequestURI().getRawPath().substring(BUCKET.length() + 2)));
    }

    private void list(HttpExchange exchange, Map<String, String> query) throws IOException {
        String prefix = query.getOrDefault("prefix", "");
        String after = query.containsKey("continuation-token") ? query.get("continuation-token") : "";
        int most = Integer.parseInt(query.getOrDefault("max-keys", "1000"));
        StringBuilder contents = new StringBuilder();
        Set<String> folders = new LinkedHashSet<>();
        String last = null;
        boolean cut = false;
        int count = 0;
        for (String key : objects.tailMap(after, after.isEmpty()).keySet()) {
            if (!key.startsWith(prefix) || !after.isEmpty() && after.endsWith("/") && key.startsWith(after)) continue;
            int slash = key.indexOf('/', prefix.length());
            String entry = slash >= 0 && "/".equals(query.get("delimiter")) ? key.substring(0, slash + 1) : key;
            if (folders.contains(entry)) continue;
            if (count == most) {
                cut = true;
                break;
            }
            count++;
            last = entry;
            if (!entry.equals(key) || slash >= 0 && slash == key.length() - 1) folders.add(entry);
            else contents.append(contents(key));
        }
        if (repeatsItself) {
            cut = true;
            last = "again";
        }
        document(exchange, 200, "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>" + BUCKET + "</Name><Prefix>"
                + encoded(prefix) + "</Prefix><EncodingType>url</EncodingType><KeyCount>" + count + "</KeyCount><MaxKeys>" + most
                + "</MaxKeys><IsTruncated>" + cut + "</IsTruncated>" + contents
                + (cut ? "<NextContinuationToken>" + xml(last) + "</NextContinuationToken>" : "")
                + folders.stream().map(folder -> "<CommonPrefixes><Prefix>" + encoded(folder) + "</Prefix></CommonPrefixes>").collect(Collectors.joining())
                + "</ListBucketResult>");
    }

    private String contents(String key) {
        Stored stored = objects.get(key);
        return "<Contents><Key>" + encoded(key) + "</Key><LastModified>" + stored.modified() + "</LastModified><ETag>" + xml(stored.etag())
                + "</ETag><Size>" + stored.content().length + "</Size><StorageClass>STANDARD</StorageClass></Contents>";
    }

    private void object(HttpExchange exchange, String key) throws IOException {
        Stored stored = objects.get(key);
        if (stored == null) {
            error(exchange, 404, "NoSuchKey", null);
            return;
        }
        String match = exchange.getRequestHeaders().getFirst("If-Match");
        if (match != null && !match.equals(stored.etag())) {
            error(exchange, 412, "PreconditionFailed", null);
            return;
        }
        exchange.getResponseHeaders().set("ETag", stored.etag());
        exchange.getResponseHeaders().set("Last-Modified", HTTP_DATE.format(stored.modified()));
        send(exchange, stored.content(), exchange.getRequestHeaders().getFirst("Range"));
    }

    private void send(HttpExchange exchange, byte[] content, String range) throws IOException {
        int from = 0;
        int end = content.length;
        if (range != null) {
            String[] bounds = range.substring("bytes=".length()).split("-", 2);
            from = Integer.parseInt(bounds[0]);
            if (!bounds[1].isEmpty()) end = Math.min(end, Integer.parseInt(bounds[1]) + 1);
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

    private void error(HttpExchange exchange, int status, String code, String region) throws IOException {
        if (region != null) exchange.getResponseHeaders().set("x-amz-bucket-region", region);
        if (status == 301 || status == 307) exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/elsewhere");
        document(exchange, status, "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>" + code + "</Code><Message>the store's own words</Message>"
                + "<RequestId>1</RequestId></Error>");
    }

    private static void document(HttpExchange exchange, int status, String xml) throws IOException {
        byte[] body = xml.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        if (!head) exchange.getResponseBody().write(body);
    }

    /** <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html">Signature Version 4</a>. */
    private static boolean signedRight(HttpExchange exchange) {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (authorization == null || !authorization.startsWith("AWS4-HMAC-SHA256 ")) return false;
        Map<String, String> parts = Arrays.stream(authorization.substring(17).split(", *")).map(part -> part.split("=", 2))
                .collect(Collectors.toMap(part -> part[0], part -> part[1]));
        String[] scope = parts.get("Credential").split("/");
        if (!scope[0].equals(ID) || !scope[2].equals(REGION)) return false;
        String names = parts.get("SignedHeaders");
        StringBuilder canonical = new StringBuilder(exchange.getRequestMethod() + "\n" + exchange.getRequestURI().getRawPath() + "\n"
                + canonicalQuery(exchange) + "\n");
        for (String name : names.split(";")) canonical.append(name).append(':').append(exchange.getRequestHeaders().getFirst(name).strip()).append('\n');
        canonical.append('\n').append(names).append('\n').append(exchange.getRequestHeaders().getFirst("x-amz-content-sha256"));
        String date = exchange.getRequestHeaders().getFirst("x-amz-date");
        String toSign = "AWS4-HMAC-SHA256\n" + date + "\n" + String.join("/", Arrays.copyOfRange(scope, 1, 5)) + "\n"
                + HexFormat.of().formatHex(sha256(canonical.toString().getBytes(StandardCharsets.UTF_8)));
        byte[] key = ("AWS4" + SECRET).getBytes(StandardCharsets.UTF_8);
        for (int i = 1; i < 5; i++) key = hmac(key, scope[i]);
        return HexFormat.of().formatHex(hmac(key, toSign)).equals(parts.get("Signature"));
    }

    private static String canonicalQuery(HttpExchange exchange) {
        Map<String, String> sorted = new TreeMap<>(query(exchange));
        return sorted.entrySet().stream().map(pair -> encoded(pair.getKey()).replace("/", "%2F") + "=" + encoded(pair.getValue()).replace("/", "%2F"))
                .collect(Collectors.joining("&"));
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> pairs = new LinkedHashMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        if (raw == null) return pairs;
        for (String pair : raw.split("&")) {
            String[] parts = pair.split("=", 2);
            pairs.put(decoded(parts[0]), parts.length == 1 ? "" : decoded(parts[1]));
        }
        return pairs;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A").replace("%7E", "~").replace("%2F", "/");
    }

    private static String xml(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
