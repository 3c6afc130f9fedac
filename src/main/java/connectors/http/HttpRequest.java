package connectors.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import problems.FailureKind;
import problems.Problem;

/**
 * A call that has not been made. Names and values are encoded here, so nothing that a person or a server wrote can change
 * where it goes. Who signs in is not part of it.
 *
 * @param path  below the server, percent-encoded; relative to the base's path unless {@code whole}
 * @param query percent-encoded; null for none
 * @param most  bytes of the answer, decompressed, that are taken in; more is a problem
 * @param repeatable whether asking twice does no harm
 */
public record HttpRequest(String method, String path, boolean whole, String query, Map<String, String> headers, byte[] body,
                          String contentType, long most, boolean repeatable) {
    /** What an answer may have unless a request says otherwise (security.md D-8). */
    public static final long USUAL_MOST = 10L * 1024 * 1024;

    /** @param segments of the path below the base, not encoded */
    public static HttpRequest get(String... segments) {
        return of("GET", true, segments);
    }

    public static HttpRequest head(String... segments) {
        return of("HEAD", true, segments);
    }

    /** One that changes something there, or may. */
    public static HttpRequest post(String... segments) {
        return of("POST", false, segments);
    }

    /** One that asks, although it is sent as POST: queries, token requests that may be repeated. */
    public static HttpRequest ask(String... segments) {
        return of("POST", true, segments);
    }

    public static HttpRequest patch(String... segments) {
        return of("PATCH", false, segments);
    }

    private static HttpRequest of(String method, boolean repeatable, String... segments) {
        String path = Stream.of(segments).map(segment -> "/" + segment(segment)).collect(Collectors.joining());
        return new HttpRequest(method, path, false, null, Map.of(), null, null, USUAL_MOST, repeatable);
    }

    /**
     * What a server's answer says to ask next.
     *
     * @throws problems.ProblemException of kind CONFIG when it leads to another server
     */
    public static HttpRequest follow(String link, HttpBase base) {
        try {
            URI target = new URI(base + "/").resolve(new URI(link));
            if (target.getHost() == null || target.getRawUserInfo() != null) throw elsewhere();
            HttpBase there = HttpBase.of(new URI(target.getScheme(), target.getAuthority(), "", null, null).toString(), null);
            if (!there.isSameServer(base)) throw elsewhere();
            return new HttpRequest("GET", target.getRawPath(), true, target.getRawQuery(), Map.of(), null, null, USUAL_MOST, true);
        } catch (URISyntaxException | IllegalArgumentException wrong) {
            throw elsewhere();
        }
    }

    private static RuntimeException elsewhere() {
        return Problem.of(FailureKind.CONFIG, "link_elsewhere",
                        "The server's answer says to go on at another server, which is not followed.")
                .fix("Enter the address of the server that answers for good.").asException();
    }

    /** @param value null leaves it out */
    public HttpRequest query(String name, Object value) {
        if (value == null) return this;
        String pair = encoded(name) + "=" + encoded(value.toString());
        return new HttpRequest(method, path, whole, query == null ? pair : query + "&" + pair, headers, body, contentType, most,
                repeatable);
    }

    /** A query that is one word without a value, as in {@code ?wsdl}. */
    public HttpRequest flag(String word) {
        return new HttpRequest(method, path, whole, encoded(word), headers, body, contentType, most, repeatable);
    }

    /** Not for secrets. @throws IllegalArgumentException for what would begin another header */
    public HttpRequest header(String name, String value) {
        if (value == null) return this;
        if (value.chars().anyMatch(c -> c < ' ' && c != '\t' || c == 0x7f)) throw new IllegalArgumentException("a header's value");
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpRequest(method, path, whole, query, Map.copyOf(more), body, contentType, most, repeatable);
    }

    public HttpRequest accept(String mediaTypes) {
        return header("Accept", mediaTypes);
    }

    public HttpRequest json(byte[] content) {
        return body(content, "application/json");
    }

    public HttpRequest body(byte[] content, String mediaType) {
        return new HttpRequest(method, path, whole, query, headers, content, mediaType, most, repeatable);
    }

    public HttpRequest form(Map<String, String> fields) {
        List<String> pairs = new ArrayList<>();
        fields.forEach((name, value) -> pairs.add(encoded(name) + "=" + encoded(value)));
        return body(String.join("&", pairs).getBytes(StandardCharsets.US_ASCII), "application/x-www-form-urlencoded");
    }

    public HttpRequest atMost(long bytes) {
        return new HttpRequest(method, path, whole, query, headers, body, contentType, bytes, repeatable);
    }

    private static String segment(String text) {
        // a segment of dots would be taken for a way up
        if (text.equals(".") || text.equals("..")) return text.replace(".", "%2E");
        return encoded(text).replace("+", "%20");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Neither query nor body: they may hold what nobody should read. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
