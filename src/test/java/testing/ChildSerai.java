package testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** The program in a JVM of its own, with environment variables of its own; stopped when it is closed. */
public final class ChildSerai implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("Open +(http://localhost:\\d+)");
    private static final Duration LONGEST = Duration.ofSeconds(120);

    private final Path home;
    private final Path log;
    private final Process process;

    /** @param variables on top of a fresh home, a free port and no samples; an empty value takes one away */
    public static ChildSerai start(Map<String, String> variables, String... arguments) {
        try {
            return new ChildSerai(Files.createTempDirectory("serai-child"), variables, arguments);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private ChildSerai(Path home, Map<String, String> variables, String... arguments) throws IOException {
        this.home = home;
        this.log = home.resolve("console.log");
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), "app.Application"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).directory(home.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SERAI_") || name.startsWith("ENCRYPTION_") || name.equals("SERVER_PORT"));
        builder.environment().putAll(Map.of("SERVER_PORT", "0", "SERAI_HOME", home.resolve("data").toString(), "SERAI_SAMPLES", "false", "SERAI_ADMIN_PASSWORD", Serai.PASSWORD, "SERAI_ADMIN_TOKEN", Serai.TOKEN));
        builder.environment().putAll(variables);
        builder.environment().values().removeIf(String::isEmpty);
        process = builder.start();
    }

    public String console() {
        try {
            return Files.readString(log);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** @return the address */
    public String awaitReady() {
        Awaitility.await().atMost(LONGEST).until(() -> ADDRESS.matcher(console()).find() || !process.isAlive());
        Matcher address = ADDRESS.matcher(console());
        if (!address.find()) throw new AssertionError("It did not start:\n" + console());
        return address.group(1);
    }

    public int awaitExit() {
        try {
            if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) throw new AssertionError("It goes on:\n" + console());
            return process.exitValue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    public HttpResponse<String> get(String path, String token) {
        return send(HttpRequest.newBuilder(URI.create(awaitReady() + path)).header("Authorization", "Bearer " + token).GET());
    }

    public HttpResponse<String> post(String path, String token, String body) {
        return send(HttpRequest.newBuilder(URI.create(awaitReady() + path)).header("Authorization", "Bearer " + token).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(40, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
