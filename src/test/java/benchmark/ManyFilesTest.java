package benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.Bodies;
import testing.ImportRuns;
import testing.Serai;
import testing.SeraiProcess;

/**
 * Not a test but a measurement: a tree of many CSV files of 1 MB, in a JVM with little memory. There are fifty different files, each
 * under many names: hard links, so that they cost no disk, and so that they are read from memory.
 */
@Tag("benchmark")
class ManyFilesTest {
    private static final int FOLDERS = Integer.getInteger("serai.benchmark.folders", 100);
    private static final int FILES_EACH = 100;
    private static final int CONTENTS = 50;
    private static final int BYTES = 1 << 20;

    private final Path tree = Path.of("target", "many-files").toAbsolutePath();

    @TempDir
    Path home;

    @BeforeEach
    void files() throws IOException {
        Path contents = Files.createDirectories(tree.resolve(".contents"));
        for (int i = 0; i < CONTENTS; i++) Files.writeString(contents.resolve(Integer.toString(i)), content(new Random(i), 4 + i % 20));
        for (int i = 0; i < FOLDERS; i++) {
            Path folder = Files.createDirectories(tree.resolve("f_" + letters(i)));
            for (int j = 0; j < FILES_EACH; j++) Files.createLink(folder.resolve("t_" + letters(j) + ".csv"), contents.resolve(Integer.toString((i + j) % CONTENTS)));
        }
    }

    /** A name without digits, so that the files are not alike. */
    private static String letters(int number) {
        return "" + (char) ('a' + number / 676) + (char) ('a' + number / 26 % 26) + (char) ('a' + number % 26);
    }

    private static String content(Random random, int columns) {
        StringBuilder text = new StringBuilder("id");
        for (int i = 1; i < columns; i++) text.append(",column_").append(i);
        for (int row = 0; text.length() < BYTES; row++) {
            text.append('\n').append(row);
            for (int i = 1; i < columns; i++) text.append(',').append(value(random, i % 5));
        }
        return text.append('\n').toString();
    }

    private static String value(Random random, int kind) {
        return switch (kind) {
            case 0 -> Integer.toString(random.nextInt(1_000_000));
            case 1 -> random.nextInt(10_000) + "." + (10 + random.nextInt(90));
            case 2 -> "2024-0" + (1 + random.nextInt(9)) + "-1" + random.nextInt(10);
            case 3 -> "\"a text, with a comma, " + random.nextInt(1_000) + "\"";
            default -> random.nextInt(10) == 0 ? "" : "word" + random.nextInt(100);
        };
    }

    @AfterEach
    void remove() throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            all.sorted(Comparator.reverseOrder()).forEach(ManyFilesTest::delete);
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void filesOfOneMegabyteInHalfAGigabyte() {
        int files = FOLDERS * FILES_EACH;
        Map<String, List<Object>> seconds = new LinkedHashMap<>();
        try (SeraiProcess serai = SeraiProcess.startMeasured(home).awaitReady()) {
            UUID connection = Bodies.create(serai.admin(), Bodies.files(tree));
            seconds.put("listed and inferred", List.of(seconds(serai.admin(), connection, null, "added", files), "under 60", "s"));
            seconds.put("again, nothing changed", List.of(seconds(serai.admin(), connection, null, "unchanged", files), "under 5", "s"));
            seconds.put("once more", List.of(seconds(serai.admin(), connection, null, "unchanged", files), "under 5", "s"));
            seconds.put("again with full_read", List.of(seconds(serai.admin(), connection, "{\"options\": {\"full_read\": true}}", "unchanged", files), "", "s"));
        }
        new Figures().write("Files, " + files + " CSV of 1 MB, a heap of 512 MB", Map.of("tables", files, "folders", FOLDERS), seconds);
    }

    private static double seconds(Serai.Client client, UUID connection, String request, String counted, int files) {
        JsonNode run = ImportRuns.run(client, connection, request);
        assertThat(run.get("status").asText()).as(run.toString()).isEqualTo("succeeded");
        assertThat(run.get(counted).asInt()).isEqualTo(files);
        double seconds = Duration.between(Instant.parse(run.get("started_at").asText()), Instant.parse(run.get("finished_at").asText())).toMillis() / 1e3;
        System.out.printf("FIGURES %d files, %s: %.1f s%n", files, counted, seconds);
        return Figures.rounded(seconds);
    }
}
