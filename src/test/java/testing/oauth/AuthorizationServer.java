package testing.oauth;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import testing.WebServer;
import testing.WebServer.Asked;

/**
 * An authorization server as RFC 6749 describes it, with PKCE demanded (RFC 7636) and its name in its answers (RFC 9207), and a
 * small API behind it. A code is good once, for the client, the redirect URI and the verifier that it was given for; one that
 * is shown twice costs the tokens that it was exchanged for. Refresh tokens are good once.
 */
public final class AuthorizationServer implements AutoCloseable {
    public static final String CLIENT = "serai-client";
    public static final String SECRET = "client-secret-of-serai";
    private static final String DESCRIPTION = """
            {"openapi": "3.0.3", "info": {"title": "Shop", "version": "7"}, "paths": {"/orders": {"get": {"tags": ["Sales"], "responses": {"200":
             {"description": "", "content": {"application/json": {"schema": {"type": "array", "items": {"type": "object", "required": ["id"],
              "properties": {"id": {"type": "integer"}}}}}}}}}}}}
            """;

    private record Granted(String redirectUri, String challenge, String scope) { }

    private final WebServer server;
    private final Set<String> redirectUris = ConcurrentHashMap.newKeySet();
    private final Map<String, Granted> codes = new ConcurrentHashMap<>();
    /** Code to the family of tokens that came of it. */
    private final Map<String, String> used = new ConcurrentHashMap<>();
    private final Map<String, String> accessTokens = new ConcurrentHashMap<>();
    private final Map<String, String> refreshTokens = new ConcurrentHashMap<>();
    private volatile boolean refreshes = true;

    public AuthorizationServer() {
        this(0);
    }

    public AuthorizationServer(int port) {
        try {
            server = port == 0 ? WebServer.plain() : WebServer.plain(port);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.on("/oauth2/authorize", this::authorize).on("/oauth2/token", this::token)
                .on("/api", this::resource).on("/api/openapi.json", this::resource);
    }

    public String url() {
        return server.url();
    }

    /** One that codes may be sent to, compared letter by letter. */
    public AuthorizationServer register(String redirectUri) {
        redirectUris.add(redirectUri);
        return this;
    }

    /** From now on it gives access for a while and no more. */
    public void giveNoRefreshTokens() {
        refreshes = false;
    }

    /** Its token endpoint is out of order from now on. */
    public void breakDown() {
        server.status("/oauth2/token", 503, "{}");
    }

    public void revokeEverything() {
        accessTokens.clear();
        refreshTokens.clear();
    }

    public List<Asked> tokenRequests() {
        return server.asked("/oauth2/token");
    }

    public int liveRefreshTokens() {
        return refreshTokens.size();
    }

    /**
     * What a person's browser does at the sign-in page.
     *
     * @param decision {@code allow} or {@code deny}
     * @return where the page sends the browser
     */
    public static URI decide(String authorizeUrl, String decision) {
        String query = URI.create(authorizeUrl).getRawQuery();
        HttpRequest request = HttpRequest.newBuilder(URI.create(authorizeUrl.substring(0, authorizeUrl.indexOf('?'))))
                .POST(BodyPublishers.ofString(query + "&decision=" + decision)).build();
        try {
            HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
            return URI.create(answer.headers().firstValue("Location")
                    .orElseThrow(() -> new AssertionError("The sign-in page says: " + answer.body())));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private void authorize(HttpExchange exchange, Asked asked) throws IOException {
        boolean decided = asked.method().equals("POST");
        Map<String, String> sent = form(decided ? asked.body() : String.valueOf(URI.create(asked.target()).getRawQuery()));
        // RFC 6749, 4.1.2.1: never send anybody on to an address that is not registered
        if (!CLIENT.equals(sent.get("client_id"))) {
            page(exchange, 400, "<h1>Unknown client</h1>");
        } else if (!redirectUris.contains(sent.get("redirect_uri"))) {
            page(exchange, 400, "<h1>redirect_uri_mismatch</h1>");
        } else if (!"code".equals(sent.get("response_type")) || !"S256".equals(sent.get("code_challenge_method"))
                || !String.valueOf(sent.get("code_challenge")).matches("[A-Za-z0-9_-]{43}")) {
            leave(exchange, sent, Map.of("error", "invalid_request"));
        } else if (!decided) {
            page(exchange, 200, signIn(sent));
        } else if (!"allow".equals(sent.get("decision"))) {
            leave(exchange, sent, Map.of("error", "access_denied", "error_description", "<script>alert(1)</script>"));
        } else {
            String code = "code-" + UUID.randomUUID();
            codes.put(code, new Granted(sent.get("redirect_uri"), sent.get("code_challenge"), sent.getOrDefault("scope", "")));
            leave(exchange, sent, Map.of("code", code));
        }
    }

    private static String signIn(Map<String, String> sent) {
        StringBuilder page = new StringBuilder("<h1>Sign in at the shop</h1><p>Serai wants to read your data.</p><form method=\"post\">");
        sent.forEach((name, value) -> page.append("<input type=\"hidden\" name=\"").append(name).append("\" value=\"")
                .append(value.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;")).append("\">"));
        return page + "<button name=\"decision\" value=\"allow\">Allow</button><button name=\"decision\" value=\"deny\">Deny</button></form>";
    }

    private void leave(HttpExchange exchange, Map<String, String> sent, Map<String, String> answer) throws IOException {
        Map<String, String> query = new LinkedHashMap<>(answer);
        if (sent.containsKey("state")) query.put("state", sent.get("state"));
        query.put("iss", url());
        StringBuilder target = new StringBuilder(sent.get("redirect_uri")).append('?');
        query.forEach((name, value) -> target.append(name).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8)).append('&'));
        exchange.getResponseHeaders().set("Location", target.substring(0, target.length() - 1));
        exchange.sendResponseHeaders(302, -1);
    }

    private synchronized void token(HttpExchange exchange, Asked asked) throws IOException {
        Map<String, String> form = form(asked.body());
        if (!isClient(asked, form)) {
            error(exchange, 401, "invalid_client");
        } else if ("authorization_code".equals(form.get("grant_type"))) {
            exchangeCode(exchange, form);
        } else if ("refresh_token".equals(form.get("grant_type"))) {
            String family = refreshTokens.remove(String.valueOf(form.get("refresh_token")));
            if (family == null) error(exchange, 400, "invalid_grant");
            else give(exchange, family);
        } else {
            error(exchange, 400, "unsupported_grant_type");
        }
    }

    private static boolean isClient(Asked asked, Map<String, String> form) {
        String basic = "Basic " + Base64.getEncoder().encodeToString((CLIENT + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
        return basic.equals(asked.header("Authorization")) || CLIENT.equals(form.get("client_id")) && SECRET.equals(form.get("client_secret"));
    }

    private void exchangeCode(HttpExchange exchange, Map<String, String> form) throws IOException {
        String code = String.valueOf(form.get("code"));
        if (used.containsKey(code)) {
            String family = used.get(code);
            accessTokens.values().removeIf(family::equals);
            refreshTokens.values().removeIf(family::equals);
            error(exchange, 400, "invalid_grant");
            return;
        }
        Granted granted = codes.remove(code);
        boolean fits = granted != null && granted.redirectUri.equals(form.get("redirect_uri"))
                && granted.challenge.equals(challenge(String.valueOf(form.get("code_verifier"))));
        if (!fits) {
            error(exchange, 400, "invalid_grant");
            return;
        }
        String family = UUID.randomUUID().toString();
        used.put(code, family);
        give(exchange, family);
    }

    private void give(HttpExchange exchange, String family) throws IOException {
        String access = "access-" + UUID.randomUUID();
        String refresh = "refresh-" + UUID.randomUUID();
        accessTokens.put(access, family);
        if (refreshes) refreshTokens.put(refresh, family);
        WebServer.send(exchange, 200, "application/json", "{\"access_token\": \"" + access + "\", \"token_type\": \"Bearer\", \"expires_in\": 3600"
                + (refreshes ? ", \"refresh_token\": \"" + refresh + "\"" : "") + "}");
    }

    private void resource(HttpExchange exchange, Asked asked) throws IOException {
        String token = String.valueOf(asked.header("Authorization")).replaceFirst("^Bearer ", "");
        if (!accessTokens.containsKey(token)) error(exchange, 401, "invalid_token");
        else WebServer.send(exchange, 200, "application/json", DESCRIPTION);
    }

    private static void error(HttpExchange exchange, int status, String code) throws IOException {
        WebServer.send(exchange, status, "application/json", "{\"error\": \"" + code + "\", \"error_description\": \"not for people\"}");
    }

    private static void page(HttpExchange exchange, int status, String body) throws IOException {
        WebServer.send(exchange, status, "text/html", "<!doctype html><title>Shop</title>" + body);
    }

    private static String challenge(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** A query or a form's body. */
    public static Map<String, String> form(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : text.split("&")) {
            String[] parts = pair.split("=", 2);
            if (parts.length == 2) fields.put(URLDecoder.decode(parts[0], StandardCharsets.UTF_8), URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return fields;
    }

    @Override
    public void close() {
        server.close();
    }
}
