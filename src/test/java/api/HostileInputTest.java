package api;

import static org.assertj.core.api.Assertions.assertThat;
import static testing.ProblemAssert.invalid;
import static testing.ProblemAssert.problem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import testing.Contract;
import testing.Contract.Endpoint;
import testing.Serai;
import testing.Serai.Answer;
import testing.Serai.Client;
import testing.Tenant;

/** Whatever is sent, the answer is a problem in our words: never a 500, never a stack trace, never a broken connection. */
class HostileInputTest {
    private static final Serai SERAI = Serai.running();
    private static final Client ADMIN = Tenant.b().admin;

    static Stream<Endpoint> endpoints() {
        return Contract.endpoints(SERAI).stream();
    }

    static Stream<Endpoint> endpointsWithBody() {
        return endpoints().filter(endpoint -> List.of("POST", "PUT", "PATCH").contains(endpoint.method()));
    }

    static Stream<Arguments> brokenBodies() {
        return Stream.of(
                Arguments.of("empty object, then more", "{} {}"), Arguments.of("cut off", "{\"name\": \"x"), Arguments.of("duplicate keys", "{\"name\": \"a\", \"name\": \"b\"}"),
                Arguments.of("deep nesting", "[".repeat(100_000)), Arguments.of("deep nesting in a field", "{\"configuration\":" + "{\"a\":".repeat(300) + "1" + "}".repeat(301)),
                Arguments.of("not a number", "{\"name\": NaN}"), Arguments.of("endless number", "{\"name\": " + "9".repeat(5_000) + "}"), Arguments.of("huge exponent", "{\"name\": 1e999999999}"),
                Arguments.of("comment", "{/* */\"name\": \"x\"}"), Arguments.of("single quotes", "{'name': 'x'}"), Arguments.of("not UTF-8", new byte[] {'{', '"', 'n', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'}),
                Arguments.of("overlong UTF-8", new byte[] {'{', '"', (byte) 0xc0, (byte) 0x80, '"', ':', '1', '}'}), Arguments.of("UTF-16", "{\"name\": \"x\"}".getBytes(StandardCharsets.UTF_16)),
                Arguments.of("UTF-16 without mark", "{\"name\": \"x\"}".getBytes(StandardCharsets.UTF_16LE)), Arguments.of("UTF-32", "{\"name\": \"x\"}".getBytes(Charset.forName("UTF-32"))),
                Arguments.of("broken UTF-32", new byte[] {0, 0, 0, '{', (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0, 0}), Arguments.of("raw NUL", new byte[] {'{', '"', 'a', 0, '"', ':', '1', '}'}),
                Arguments.of("nothing but NUL", new byte[64]), Arguments.of("list", "[]"), Arguments.of("text", "\"x\""), Arguments.of("null", "null"), Arguments.of("number", "1"), Arguments.of("true", "true"),
                Arguments.of("serialized Java", new byte[] {(byte) 0xac, (byte) 0xed, 0, 5, 's', 'r'}), Arguments.of("XML", "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><x>&a;</x>"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenBodies")
    void brokenBodyIsMalformedOnEveryPath(String what, Object body) {
        endpointsWithBody().filter(HostileInputTest::takesABody).forEach(endpoint ->
                assertThat(problem(ADMIN.send(endpoint.method(), endpoint.of(Tenant.b()), body)).status()).as(endpoint + ": " + what).isIn(400, 422));
        endpointsWithBody().filter(endpoint -> !takesABody(endpoint)).forEach(endpoint -> notOurFault(ADMIN.send(endpoint.method(), endpoint.ofNothing(), body), endpoint.toString()));
    }

    static Stream<Arguments> unstorable() {
        return Stream.of(Arguments.of("a NUL", "\"a\\u0000b\""), Arguments.of("half a surrogate pair", "\"a\\ud800b\""), Arguments.of("the other half", "\"\\udc00\""), Arguments.of("an infinite number", "1e400"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unstorable")
    void whatTheDatabaseCannotHoldIsRefusedAtItsField(String what, String value) {
        ObjectNode body = Tenant.b().sample("Unstorable");
        String sample = body.toString();

        invalid(ADMIN.post("/api/connections", sample.replace("\"sample\"", value)), "/configuration/database");
        invalid(ADMIN.post("/api/connections", sample.substring(0, sample.length() - 1) + ", \"import_settings\": {\"a\": [{\"b/c\": " + value + "}]}}"), "/import_settings/a/0/b~1c");
        invalid(ADMIN.post("/api/connections", sample.replace("\"Unstorable\"", value)), "/name");
        invalid(ADMIN.post("/api/workspaces", "{\"name\": " + value + "}"), "/name");
        invalid(ADMIN.post("/api/workspaces", "{\"name\": \"x\", \"description\": " + value + "}"), "/description");
        invalid(ADMIN.post("/api/tokens", "{\"name\": " + value + "}"), "/name");
        invalid(ADMIN.post("/api/members", "{\"email\": \"nul@example.com\", \"password\": \"long-enough\", \"role\": \"viewer\", \"display_name\": " + value + "}"), "/display_name");
        invalid(ADMIN.post("/api/connections/" + Tenant.b().connection + "/imports", "{\"schemas\": [" + value + "]}"), "/schemas/0");
        invalid(ADMIN.post("/api/connections/" + Tenant.b().connection + "/clone", "{\"name\": " + value + "}"), "/name");
    }

    @Test
    void fieldNamesHoldNoNulEither() {
        problem(ADMIN.post("/api/connections", "{\"import_settings\": {\"a\\u0000\": 1}, \"name\": \"x\"}"), 422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml", "application/x-java-serialized-object", "application/yaml", "nonsense", "application/jsonp"})
    void onlyJsonIsTaken(String contentType) {
        endpointsWithBody().filter(HostileInputTest::takesABody).forEach(endpoint ->
                problem(ADMIN.with("Content-Type", contentType).send(endpoint.method(), endpoint.of(Tenant.b()), "name=x"), 415, "unsupported_media_type"));
    }

    @Test
    void bodyBeyondOneMebibyteIsTooLarge() {
        String large = "{\"name\": \"" + "x".repeat(1 << 20) + "\"}";

        endpointsWithBody().forEach(endpoint -> problem(ADMIN.send(endpoint.method(), endpoint.of(Tenant.b()), large), 413, "too_large"));
    }

    @Test
    void largestBodyIsJudgedByItsContent() {
        invalid(ADMIN.post("/api/connections", "{\"name\": \"" + "x".repeat((1 << 20) - 20) + "\"}"), "/name");
    }

    @Test
    void chunkedBodyBeyondTheLimitIsTooLargeToo() throws Exception {
        String head = "POST /api/connections HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + Serai.TOKEN + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
        String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";

        assertThat(raw(head + chunk.repeat(20) + "0\r\n\r\n")).startsWith("HTTP/1.1 413").contains("too_large");
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void methodsThatAPathDoesNotHaveAreNotAllowed(Endpoint endpoint) {
        List<String> known = endpoints().filter(other -> sameShape(other.path(), endpoint.path())).map(Endpoint::method).toList();
        for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
            if (!known.contains(method)) problem(ADMIN.send(method, endpoint.of(Tenant.b()), method.equals("GET") || method.equals("DELETE") ? null : "{}"), 405, "method_not_allowed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "CONNECTX", "PROPFIND"})
    void unusualMethodsAreRefused(String method) {
        Answer answer = ADMIN.send(method, "/api/connections", null);

        assertThat(answer.status()).isBetween(400, 499);
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS", "HEAD"})
    void methodsThatOnlyAskChangeNothingAndAnswerWithoutABody(String method) {
        Answer answer = ADMIN.send(method, "/api/connections/" + Tenant.b().connection, null);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.response().headers().map().keySet()).doesNotContain("access-control-allow-origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/nothing", "/api/connections/", "/api/connections/x/y/z", "/api/", "/api/openapi.json/x", "/api/connections;a=b", "/api//connections", "/api/./connections", "/api/connections/%2e%2e/me",
            "/api/connections/%00", "/api/%2fconnections", "/api/connections/%5c", "/api/connections/a%0d%0ab", "/api/connections.json"})
    void unknownAndTrickyPathsAreProblemsToo(String path) {
        problem(ADMIN.get(path));
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void queryParametersMayHoldAnything(Endpoint endpoint) {
        if (endpoint.changes()) return;
        for (String name : endpoint.query()) {
            for (String value : List.of("", "%00", "%FF", "%ED%A0%80", "%zz", "%", "'%20OR%201=1--", "-1", "0", "1e3", "99999999999999999999", "null", "%7B%7Benv:PATH%7D%7D", "$%7Bbody%7D", "%F0%9F%98%80", "x".repeat(5_000), "2026-13-45", "true", "a&" + name + "=b", "%0d%0aX:%201")) {
                notOurFault(rawGet(endpoint.of(Tenant.b()) + "?" + name + "=" + value), endpoint + " " + name + "=" + value);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"limit,0", "limit,-1", "limit,201", "limit,x", "limit,1.5", "limit,99999999999"})
    void limitOutOfRangeIsInvalid(String name, String value) {
        endpoints().filter(endpoint -> endpoint.query().contains(name)).forEach(endpoint -> {
            if (!endpoint.isAbout("id")) invalid(ADMIN.get(endpoint.path() + "?" + name + "=" + java.net.URLEncoder.encode(value, StandardCharsets.UTF_8)), name);
        });
    }

    /** A cursor that was not given out here, or for another list, is the caller's fault or the end of the list. */
    @ParameterizedTest
    @MethodSource("cursors")
    void foreignCursorIsRefusedOrEndsTheList(String cursor) {
        endpoints().filter(endpoint -> endpoint.query().contains("cursor")).forEach(endpoint -> notOurFault(ADMIN.get(endpoint.of(Tenant.b()) + "?cursor=" + cursor), endpoint + " " + cursor));
    }

    static Stream<String> cursors() {
        String id = UUID.randomUUID().toString();
        return Stream.concat(Stream.of("x", "====", "AAAA"), Stream.of("x\ny", "\n", id + "\n", id + "\nx", "x\n2026-01-01T00:00:00Z", id + "\n2026-99-99T00:00:00Z", id + "\n99999999999999999999", id + "\n\ud800", "'\n'", id + "\n" + "x".repeat(3000))
                .map(text -> Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void cursorWithoutAnIdIsInvalid() {
        invalid(ADMIN.get("/api/connections?cursor=" + Base64.getUrlEncoder().withoutPadding().encodeToString("x\ny".getBytes(StandardCharsets.UTF_8))), "cursor");
        invalid(ADMIN.get("/api/imports?cursor=" + Base64.getUrlEncoder().withoutPadding().encodeToString((UUID.randomUUID() + "\nno time").getBytes(StandardCharsets.UTF_8))), "cursor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "configuration", "name;drop", "--name", "NAME", "name,id", "password_hash"})
    void sortIsOneOfAFewWords(String sort) {
        invalid(ADMIN.get("/api/connections?sort=" + sort), "sort");
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "-name", "type", "status", "created_at", "-updated_at", "last_tested_at"})
    void everySortPagesThroughTheWholeList(String sort) {
        Tenant paged = Tenant.b();
        for (int i = 0; i < 3; i++) ADMIN.post("/api/connections", paged.sample("Sorted by " + sort + " " + i));
        java.util.Set<String> seen = new java.util.HashSet<>();
        String cursor = "";
        long total;
        do {
            var page = ADMIN.get("/api/connections?limit=2&sort=" + sort + cursor).json();
            page.get("items").forEach(item -> assertThat(seen.add(item.get("id").asText())).as("twice on the way").isTrue());
            total = page.get("total").asLong();
            cursor = page.get("next_cursor").isNull() ? null : "&cursor=" + page.get("next_cursor").asText();
        } while (cursor != null);
        assertThat(seen).hasSize((int) total);
    }

    @Test
    void headersBeyondTheLimitAreRefused() {
        assertThat(ADMIN.with("X-Long", "x".repeat(40_000)).get("/api/me").status()).isIn(400, 431);
        assertThat(SERAI.client("x".repeat(9_000)).get("/api/me").status()).isIn(401, 431);
    }

    @Test
    void brokenRequestLinesGetNoPageOfTheServer() throws Exception {
        for (String request : List.of("GET /api/<script> HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "GET /api/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "NONSENSE\r\n\r\n", "GET /api/me HTTP/1.1\r\nConnection: close\r\n\r\n",
                "POST /api/connections HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\nConnection: close\r\n\r\n", "POST /api/connections HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz")) {
            assertThat(raw(request)).startsWith("HTTP/1.1 4").doesNotContain("Tomcat", "Exception", "org.apache");
        }
    }

    private static boolean takesABody(Endpoint endpoint) {
        return Contract.document(SERAI).at("/paths").path(endpoint.path()).path(endpoint.method().toLowerCase(java.util.Locale.ROOT)).has("requestBody");
    }

    private static boolean sameShape(String one, String other) {
        String[] a = one.split("/");
        String[] b = other.split("/");
        if (a.length != b.length) return false;
        for (int i = 0; i < a.length; i++) if (!a[i].equals(b[i]) && !a[i].startsWith("{") && !b[i].startsWith("{")) return false;
        return true;
    }

    private static void notOurFault(Answer answer, String what) {
        assertThat(answer.status()).as(what + ": " + answer.body()).isLessThan(500);
        if (answer.status() >= 400 && answer.header("Content-Type") != null) problem(answer);
    }

    /** As it is, also when it is no proper URI. */
    private static Answer rawGet(String path) {
        try {
            return ADMIN.get(path);
        } catch (IllegalArgumentException noUri) {
            return ADMIN.get(path.replaceAll("%(?![0-9A-Fa-f]{2})", "%25").replaceAll("[^!-~]", "_"));
        }
    }

    private static String raw(String request) throws Exception {
        URI url = URI.create(SERAI.url());
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
