package testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The program in a process of its own, to be killed. */
public final class SeraiProcess implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofMinutes(3);

    private final Process process;
    private final int port;
    private final Path log;

    private SeraiProcess(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /** Compiled quickly rather than well. @param arguments such as {@code --serai.imports.tables-per-batch=10} */
    public static SeraiProcess start(Path home, String... arguments) {
        return start(home, List.of("-XX:TieredStopAtLevel=1"), arguments);
    }

    /** As people run it, with the heap that the figures are for. */
    public static SeraiProcess startMeasured(Path home, String... arguments) {
        return start(home, List.of(), arguments);
    }

    private static SeraiProcess start(Path home, List<String> options, String... arguments) {
        try (ServerSocket probe = new ServerSocket(0)) {
            Path log = home.resolveSibling(home.getFileName() + ".log");
            int port = probe.getLocalPort();
            List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"), "-Xmx512m"));
            command.addAll(options);
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), "app.Application", "--serai.samples=false"));
            command.addAll(List.of(arguments));
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(Map.of("SERAI_HOME", home.toString(), "SERVER_PORT", Integer.toString(port), "SERAI_ADMIN_TOKEN", Serai.TOKEN, "SERAI_ADMIN_PASSWORD", Serai.PASSWORD));
            return new SeraiProcess(builder.start(), port, log);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public SeraiProcess awaitReady() {
        await().atMost(LONGEST_START).until(this::isReady);
        return this;
    }

    public Serai.Client admin() {
        return new Serai.Client(() -> "http://localhost:" + port, Serai.TOKEN, Map.of());
    }

    /** As {@code kill -9} does. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** As an operator does. @return the exit code */
    public int stop() {
        process.destroy();
        return process.onExit().join().exitValue();
    }

    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        stop();
    }

    private boolean isReady() {
        if (!process.isAlive()) throw new IllegalStateException("Serai ended while it started:\n" + log());
        try {
            return admin().get("/actuator/health/readiness").status() == 200;
        } catch (UncheckedIOException notListeningYet) {
            return false;
        }
    }
}
