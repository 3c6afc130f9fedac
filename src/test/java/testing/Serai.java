package testing;

import app.Application;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/** The whole program with its samples, started once for all tests of this JVM, on a folder and a port of its own. */
public final class Serai {
    public static final String ADMIN = "admin@localhost";
    public static final String PASSWORD = "correct-horse-9";
    public static final String TOKEN = "serai-test-admin-token";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static Serai shared;

    private final ConfigurableApplicationContext context;
    private final Path home;

    private Serai() {
        try {
            home = Files.createTempDirectory("serai-test");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        context = new SpringApplicationBuilder(Application.class).run("--serai.home=" + home, "--server.port=0", "--serai.samples=true",
                "--server.shutdown=immediate", "--db-scheduler.shutdown-max-wait=2s",   // what tests leave hanging need not come to an end
                "--serai.egress.allow=localhost",   // stand-ins of vendors whose hosts have names of their own
                "--serai.admin.password=" + PASSWORD, "--serai.admin.token=" + TOKEN,
                "--serai.imports.tables-per-part=" + System.getProperty("serai.test.tables-per-part", "3"));
    }

    public static synchronized Serai running() {
        if (shared == null) shared = new Serai();
        return shared;
    }

    public String url() {
        return "http://localhost:" + context.getBean(Environment.class).getProperty("local.server.port");
    }

    public Path home() {
        return home;
    }

    /** For the rare test that must look inside; most go through REST and pages. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** A client with the first administrator's token. */
    public Client admin() {
        return new Client(this::url, TOKEN, Map.of());
    }

    public Client client(String token) {
        return new Client(this::url, token, Map.of());
    }

    /** An account of its own with its first admin, so that tests do not see each other's connections. */
    public Client newAccount(String name) {
        ObjectMapper json = JSON;
        String email = name.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]", "-") + "-" + System.nanoTime() + "@example.com";
        JsonNode made = admin().post("/api/accounts", json.createObjectNode().put("name", name)
                .set("admin", json.createObjectNode().put("email", email).put("password", "a-long-password"))).json();
        return client(made.get("token").asText());
    }

    /** @param json null when the body is empty or no JSON */
    public record Answer(int status, HttpResponse<String> response) {
        public JsonNode json() {
            try {
                return JSON.readTree(response.body());
            } catch (IOException notJson) {
                throw new UncheckedIOException("Not JSON: " + response.body(), notJson);
            }
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }

        public String body() {
            return response.body();
        }
    }

    /** Speaks to the REST front as one caller. */
    public static final class Client {
        private static final HttpClient HTTP = HttpClient.newHttpClient();
        private final Supplier<String> server;
        private final String token;
        private final Map<String, String> headers;

        Client(Supplier<String> server, String token, Map<String, String> headers) {
            this.server = server;
            this.token = token;
            this.headers = headers;
        }

        public Client with(String header, String value) {
            Map<String, String> more = new java.util.HashMap<>(headers);
            more.put(header, value);
            return new Client(server, token, more);
        }

        /** For the rare test that speaks HTTP by itself. */
        public String token() {
            return token;
        }

        public Answer get(String path) {
            return send("GET", path, null);
        }

        public Answer post(String path, Object body) {
            return send("POST", path, body);
        }

        public Answer patch(String path, Object body) {
            return send("PATCH", path, body);
        }

        public Answer put(String path, Object body) {
            return send("PUT", path, body);
        }

        public Answer delete(String path) {
            return send("DELETE", path, null);
        }

        /** @param body a tree, a text or bytes that are sent as they are, or null for none */
        public Answer send(String method, String path, Object body) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.get() + path)).method(method, publisher(body));
            if (token != null) request.header("Authorization", "Bearer " + token);
            if (body != null && !headers.containsKey("Content-Type")) request.header("Content-Type", "application/json");
            headers.forEach(request::header);
            try {
                HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
                return new Answer(response.statusCode(), response);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(stopped);
            }
        }

        private static BodyPublisher publisher(Object body) {
            if (body == null) return BodyPublishers.noBody();
            return body instanceof byte[] bytes ? BodyPublishers.ofByteArray(bytes) : BodyPublishers.ofString(body.toString());
        }
    }
}
