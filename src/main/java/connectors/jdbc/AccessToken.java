package connectors.jdbc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import egress.GuardedTls;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import problems.FailureKind;
import problems.Problem;
import types.ConnectionType;
import types.ConnectionType.Token;

/** What one way of signing in shows in place of a password: fetched over our own guarded sockets, kept until shortly before its end. */
final class AccessToken {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration MARGIN = Duration.ofMinutes(5);
    private static final int LONGEST_ANSWER = 64 * 1024;

    private final Token description;
    private final JdbcSettings settings;
    private final SSLSocketFactory tls;
    private String text;
    private Instant end = Instant.EPOCH;

    /** @param description where it comes from; null for a way of signing in that needs none */
    AccessToken(Token description, JdbcSettings settings, SSLSocketFactory trusted) {
        this.description = description;
        this.settings = settings;
        this.tls = new GuardedTls(trusted);
    }

    /** For the way of signing in that the settings choose; trusts the Java runtime's list of authorities. */
    static AccessToken of(ConnectionType type, JdbcSettings settings) {
        Token description = type.driver().tokens().get(settings.authentication().way());
        return new AccessToken(description, settings, description == null ? null : (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    boolean isNeeded() {
        return description != null;
    }

    /**
     * The token; null when none is needed.
     *
     * @throws SQLException with the service's own code as SQLSTATE, for the type's table of errors
     */
    synchronized String current() throws SQLException {
        if (!isNeeded()) return null;
        if (Instant.now().isBefore(end.minus(MARGIN))) return text;
        try {
            JsonNode answer = ask();
            end = Instant.now().plusSeconds(answer.path("expires_in").asLong());
            text = answer.path("access_token").asText();
            return text;
        } catch (IOException unreachable) {
            throw new SQLException("The token service cannot be reached", "08001", unreachable);
        }
    }

    private JsonNode ask() throws IOException, SQLException {
        Words words = new Words(settings, RootCertificate.NONE);
        URI address = URI.create(words.fill(description.url()).orElseThrow(AccessToken::incomplete));
        HttpsURLConnection request = (HttpsURLConnection) address.toURL().openConnection(Proxy.NO_PROXY);
        try {
            prepare(request);
            request.getOutputStream().write(form(words).getBytes(StandardCharsets.US_ASCII));
            return read(request);
        } finally {
            request.disconnect();
        }
    }

    private void prepare(HttpsURLConnection request) throws IOException {
        request.setSSLSocketFactory(tls);
        request.setInstanceFollowRedirects(false);
        request.setConnectTimeout((int) settings.advanced().connect().toMillis());
        request.setReadTimeout((int) settings.advanced().connect().toMillis());
        request.setRequestMethod("POST");
        request.setRequestProperty("Connection", "close");
        request.setRequestProperty("Accept", "application/json");
        request.setDoOutput(true);
    }

    private String form(Words words) {
        return description.form().entrySet().stream().map(field -> field.getKey() + "="
                + encoded(words.fill(field.getValue()).orElseThrow(AccessToken::incomplete))).collect(Collectors.joining("&"));
    }

    private static JsonNode read(HttpsURLConnection request) throws IOException, SQLException {
        int status = request.getResponseCode();
        if (status == 200) return tree(request.getInputStream());
        if (status == 429 || status >= 500) throw new SQLException("The token service is busy", "40001");
        JsonNode refusal = request.getErrorStream() == null ? JSON.createObjectNode() : tree(request.getErrorStream());
        long code = refusal.at("/error_codes/0").asLong();
        throw new SQLException("The token service refused", code == 0 ? "28000" : "AADSTS" + code);
    }

    private static JsonNode tree(InputStream body) throws IOException {
        try (body) {
            JsonNode tree = JSON.readTree(body.readNBytes(LONGEST_ANSWER));
            return tree == null ? JSON.createObjectNode() : tree;
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static RuntimeException incomplete() {
        return Problem.of(FailureKind.CONFIG, "settings", "A setting is missing that the token service wants to know.")
                .at("/authentication/type").asException();
    }
}
