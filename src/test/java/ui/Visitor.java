package ui;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import testing.Serai;

/** A person who is signed in, without a browser: for what the server writes into its pages. */
final class Visitor {
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    record Page(int status, String html, HttpHeaders headers) {
        /** Null for none. */
        String header(String name) {
            return headers.firstValue(name).orElse(null);
        }
    }

    private final Serai serai = Serai.running();
    private final HttpClient http = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    static Visitor signedIn() {
        return signedIn(Serai.ADMIN, Serai.PASSWORD);
    }

    static Visitor signedIn(String email, String password) {
        Visitor visitor = new Visitor();
        visitor.submit("/sign-in", visitor.csrf("/sign-in"), "email", email, "password", password);
        return visitor;
    }

    Page get(String path) {
        return send(HttpRequest.newBuilder(URI.create(serai.url() + path)).build());
    }

    /** With further headers. */
    Page getWith(String path, String... headers) {
        return send(HttpRequest.newBuilder(URI.create(serai.url() + path)).headers(headers).build());
    }

    /** As what looks ahead asks. */
    Page head(String path) {
        return send(HttpRequest.newBuilder(URI.create(serai.url() + path)).method("HEAD", BodyPublishers.noBody()).build());
    }

    /** As htmx sends a form. */
    Page post(String path, String... namesAndValues) {
        return submit(path, csrf("/settings"), namesAndValues);
    }

    /** A form without fields, with further headers. */
    Page postWith(String path, String... headers) {
        return send(form(path, "_csrf=" + encode(csrf("/settings"))).headers(headers).build());
    }

    private Page submit(String path, String csrf, String... namesAndValues) {
        StringBuilder form = new StringBuilder("_csrf=" + encode(csrf));
        for (int i = 0; i < namesAndValues.length; i += 2) form.append('&').append(encode(namesAndValues[i])).append('=').append(encode(namesAndValues[i + 1]));
        return send(form(path, form.toString()).build());
    }

    private HttpRequest.Builder form(String path, String body) {
        return HttpRequest.newBuilder(URI.create(serai.url() + path)).header("Content-Type", "application/x-www-form-urlencoded")
                .header("HX-Request", "true").POST(BodyPublishers.ofString(body));
    }

    private String csrf(String path) {
        Matcher found = TOKEN.matcher(get(path).html());
        if (!found.find()) throw new IllegalStateException("No CSRF token in " + path);
        return found.group(1);
    }

    private Page send(HttpRequest request) {
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            return new Page(answer.statusCode(), answer.body(), answer.headers());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
