package testing;

import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** One browser: its cookies, and no following of redirects. */
public final class PageVisitor {
    private final Serai serai = Serai.running();
    private final OwnDatabase database = new OwnDatabase(serai);
    private final CookieManager cookies = new CookieManager();
    private final HttpClient http = HttpClient.newBuilder().cookieHandler(cookies).build();
    private String authorization;

    /** With a bearer token in each request. */
    public PageVisitor withToken(String token) {
        authorization = "Bearer " + token;
        return this;
    }

    /** With a session that somebody else had. */
    public PageVisitor as(String session) {
        HttpCookie cookie = new HttpCookie("SESSION", session);
        cookie.setPath("/");
        cookie.setDomain("localhost.local");   // as the cookie manager calls it
        cookie.setVersion(0);
        cookies.getCookieStore().add(URI.create(serai.url()), cookie);
        return this;
    }

    public HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(serai.url() + path)).GET());
    }

    public HttpResponse<String> post(String path, String form) {
        return send(HttpRequest.newBuilder(URI.create(serai.url() + path)).header("Content-Type", "application/x-www-form-urlencoded").POST(BodyPublishers.ofString(form)));
    }

    public HttpResponse<String> signIn(String email, String password) {
        return post("/sign-in", form(email, password) + "&_csrf=" + csrf());
    }

    public boolean isSignedIn() {
        String location = get("/connections").headers().firstValue("Location").orElse("");
        return !location.endsWith("/sign-in");
    }

    public String session() {
        return cookies.getCookieStore().getCookies().stream().filter(cookie -> cookie.getName().equals("SESSION")).map(HttpCookie::getValue).findFirst().orElseThrow();
    }

    /** As a page would have it in its form: the session's token, masked (here with zeros). */
    public String csrf() {
        post("/sign-out", "");
        String token = attribute("HttpSessionCsrfTokenRepository.CSRF_TOKEN").replaceAll(".*\"token\":\"([^\"]+)\".*", "$1");
        byte[] plain = token.getBytes(StandardCharsets.UTF_8);
        byte[] masked = new byte[2 * plain.length];
        System.arraycopy(plain, 0, masked, plain.length, plain.length);
        return Base64.getUrlEncoder().encodeToString(masked);
    }

    public String failure() {
        return attribute("serai.sign-in-failure").replace("\"", "");
    }

    private String attribute(String name) {
        return database.ask("SELECT convert_from(attribute_bytes, 'UTF8') FROM app.spring_session_attributes a JOIN app.spring_session s ON s.primary_id = a.session_primary_id WHERE s.session_id = ? AND attribute_name LIKE ?",
                id(session()), "%" + name).get(0);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        if (authorization != null) request.header("Authorization", authorization);
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** The cookie is the id in base64. */
    public static String id(String cookie) {
        return new String(Base64.getDecoder().decode(cookie), StandardCharsets.UTF_8);
    }

    public static String form(String email, String password) {
        return "email=" + URLEncoder.encode(email, StandardCharsets.UTF_8) + "&password=" + URLEncoder.encode(password, StandardCharsets.UTF_8);
    }
}
