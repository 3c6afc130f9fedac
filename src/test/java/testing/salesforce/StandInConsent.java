package testing.salesforce;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import testing.WebServer;
import testing.WebServer.Asked;
import testing.oauth.AuthorizationServer;

/**
 * The sign-in page: Salesforce Help, "OAuth 2.0 Web Server Flow for Web App Integration" and "OAuth 2.0 Authorization Errors". An
 * address that is not registered is said on the page itself, and nobody is sent there.
 */
final class StandInConsent {
    private record Given(String redirectUri, String challenge) { }

    private final Set<String> callbacks = ConcurrentHashMap.newKeySet();
    private final Map<String, Given> codes = new ConcurrentHashMap<>();
    private final Set<String> used = ConcurrentHashMap.newKeySet();

    void register(String callback) {
        callbacks.add(callback);
    }

    void authorize(HttpExchange exchange, Asked asked) throws IOException {
        boolean decided = asked.method().equals("POST");
        Map<String, String> sent = AuthorizationServer.form(decided ? asked.body() : String.valueOf(URI.create(asked.target()).getRawQuery()));
        if (!StandInTokens.CLIENT.equals(sent.get("client_id"))) {
            page(exchange, 400, "error=invalid_client_id&amp;error_description=client%20identifier%20invalid");
        } else if (!callbacks.contains(sent.get("redirect_uri"))) {
            page(exchange, 400, "error=redirect_uri_mismatch&amp;error_description=redirect_uri%20must%20match%20configuration");
        } else if (!decided) {
            page(exchange, 200, signIn(sent));
        } else if (!"allow".equals(sent.get("decision"))) {
            leave(exchange, sent, "error=access_denied&error_description=end-user%20denied%20authorization");
        } else {
            String code = "aPrx" + UUID.randomUUID();
            codes.put(code, new Given(sent.get("redirect_uri"), sent.get("code_challenge")));
            leave(exchange, sent, "code=" + code);
        }
    }

    /** Whether the code was given for this, and is shown for the first time. */
    boolean fits(Map<String, String> form) {
        Given given = codes.remove(String.valueOf(form.get("code")));
        if (given == null) return false;
        used.add(form.get("code"));
        boolean verified = given.challenge == null || given.challenge.equals(challenge(String.valueOf(form.get("code_verifier"))));
        return verified && given.redirectUri.equals(form.get("redirect_uri"));
    }

    boolean wasUsed(String code) {
        return used.contains(String.valueOf(code));
    }

    private static String signIn(Map<String, String> sent) {
        StringBuilder page = new StringBuilder("<h1>Acme</h1><p>Allow access for " + StandInTokens.USER + "?</p><form method=\"post\">");
        sent.forEach((name, value) -> page.append("<input type=\"hidden\" name=\"").append(name).append("\" value=\"")
                .append(value.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;")).append("\">"));
        return page + "<button name=\"decision\" value=\"allow\">Allow</button> <button name=\"decision\" value=\"deny\">Deny</button></form>";
    }

    private static void leave(HttpExchange exchange, Map<String, String> sent, String answer) throws IOException {
        String state = sent.containsKey("state") ? "&state=" + URLEncoder.encode(sent.get("state"), StandardCharsets.UTF_8) : "";
        exchange.getResponseHeaders().set("Location", sent.get("redirect_uri") + "?" + answer + state);
        exchange.sendResponseHeaders(302, -1);
    }

    private static void page(HttpExchange exchange, int status, String body) throws IOException {
        WebServer.send(exchange, status, "text/html;charset=UTF-8", "<!DOCTYPE html><title>Login</title>" + body);
    }

    private static String challenge(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
