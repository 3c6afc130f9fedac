package metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.Bodies;
import testing.ImportRuns;
import testing.Serai;

/** Imports of folders: files that cannot be read, limits that are met, content that moves. */
class FileImportTest {
    private static final Serai SERAI = Serai.running();

    private final Serai.Client client = SERAI.newAccount("Files");

    @TempDir
    Path folder;
    private UUID connection;

    @BeforeEach
    void someFiles() throws IOException {
        Files.createDirectories(folder.resolve("a/deep"));
        Files.createDirectories(folder.resolve("b"));
        for (String file : List.of("one.csv", "a/two.csv", "a/deep/three.csv", "b/four.csv", "b/five.csv")) Files.writeString(folder.resolve(file), "id,name\n1,x\n");
        connection = Bodies.create(client, Bodies.files(folder));
    }

    @Test
    void anUnreadableFileIsNamedAndTheOthersAreImported() throws IOException {
        Files.writeString(folder.resolve("broken.json"), "{\"a\": ");
        JsonNode run = ImportRuns.run(client, connection, null);
        assertThat(run.get("status").asText()).isEqualTo("partial");
        assertThat(run.get("failed")).singleElement().satisfies(failed -> {
            assertThat(failed.get("table").asText()).isEqualTo("broken.json");
            assertThat(failed.get("message").asText()).isNotBlank();
        });
        assertThat(run.get("added").asInt()).isEqualTo(5);
    }

    @Test
    void aFileThatHasBecomeUnreadableIsNotRemoved() throws IOException {
        Files.writeString(folder.resolve("b/six.json"), "[{\"a\": 1}]");
        ImportRuns.run(client, connection, null);
        Files.writeString(folder.resolve("b/six.json"), "[{\"a\": ");
        JsonNode run = ImportRuns.run(client, connection, null);
        assertThat(run.get("status").asText()).isEqualTo("partial");
        assertThat(run.get("removed").asInt()).isZero();
        assertThat(ImportRuns.names(client, connection)).contains("b.six.json");
    }

    @Test
    void whatALimitLeavesOutIsNotRemoved() throws IOException {
        ImportRuns.run(client, connection, null);
        settings("max_files", 2);
        JsonNode run = ImportRuns.run(client, connection, null);
        assertThat(run.get("status").asText()).isEqualTo("partial");
        assertThat(run.at("/failed/0/code").asText()).isEqualTo("max_files");
        assertThat(run.get("removed").asInt()).isZero();
        assertThat(ImportRuns.names(client, connection)).hasSize(5);

        settings("max_files", 100);
        settings("max_depth", 1);
        run = ImportRuns.run(client, connection, null);
        assertThat(run.at("/failed/0/code").asText()).isEqualTo("max_depth");
        assertThat(run.get("removed").asInt()).isZero();
        assertThat(ImportRuns.names(client, connection)).hasSize(5);
    }

    @Test
    void anUnreadableFolderHidesWhatIsInsideIt() throws IOException {
        ImportRuns.run(client, connection, null);
        Files.delete(folder.resolve("a/two.csv"));
        Files.delete(folder.resolve("a/deep/three.csv"));
        Files.delete(folder.resolve("a/deep"));
        Files.delete(folder.resolve("a"));
        Files.writeString(folder.resolve("a"), "a file now");
        JsonNode run = ImportRuns.run(client, connection, "{\"options\": {\"max_removed_percent\": 100}}");
        assertThat(run.get("removed").asInt()).as("gone for good").isEqualTo(2);
        assertThat(ImportRuns.names(client, connection)).containsExactly("b.five.csv", "b.four.csv", "default.one.csv");
    }

    @Test
    void moreRowsInAFileAreNoChangeOfTheTable() throws IOException {
        ImportRuns.run(client, connection, null);
        JsonNode before = detail("one.csv");
        assertThat(before.at("/definition/properties/size_bytes").asInt()).isEqualTo(12);
        Files.writeString(folder.resolve("one.csv"), "id,name\n1,x\n2,y\n3,z\n");
        Files.setLastModifiedTime(folder.resolve("one.csv"), FileTime.from(Instant.parse("2030-01-01T00:00:00Z")));

        JsonNode run = ImportRuns.run(client, connection, null);
        assertThat(run.get("unchanged").asInt()).isEqualTo(5);
        JsonNode after = detail("one.csv");
        assertThat(after.get("version").asInt()).isEqualTo(1);
        assertThat(after.get("row_estimate").asInt()).as("moves without a version").isEqualTo(3);
        assertThat(after.at("/definition/row_estimate").asInt()).isEqualTo(3);
        assertThat(after.at("/definition/properties").has("size_bytes")).isTrue();
        assertThat(after.at("/definition/properties/size_bytes").asInt()).as("as it is now").isEqualTo(20);
        assertThat(after.at("/definition/properties/format").asText()).isEqualTo("csv");

        Files.writeString(folder.resolve("one.csv"), "id,name,email\n1,x,y\n");
        assertThat(ImportRuns.run(client, connection, null).get("changed").asInt()).isEqualTo(1);
        assertThat(detail("one.csv").at("/definition/properties/size_bytes").asInt()).isEqualTo(20);
    }

    @Test
    void namesThatPostgresqlCannotKeepAreReplacedAndRecognisedAgain() throws IOException {
        Files.writeString(folder.resolve("odd.json"), "[{\"a\\u0000b\": 1, \"back\\\\u0000slash\": 3}]");
        JsonNode run = ImportRuns.run(client, connection, null);
        assertThat(run.get("failed")).isEmpty();
        assertThat(detail("odd.json").at("/definition/columns")).extracting(column -> column.get("name").asText()).containsExactly("a\ufffdb", "back\\u0000slash");
        assertThat(ImportRuns.run(client, connection, null).get("unchanged").asInt()).isEqualTo(6);
        assertThat(client.get("/api/connections/" + connection + "/schemas/default/tables/odd.json").status()).isEqualTo(200);
        assertThat(client.get("/api/connections/" + connection + "/schemas/default/tables/odd.json").status()).as("from the cache").isEqualTo(200);
    }

    private JsonNode detail(String name) {
        for (JsonNode dataset : ImportRuns.datasets(client, connection)) {
            if (dataset.get("name").asText().equals(name)) return client.get("/api/datasets/" + dataset.get("id").asText()).json();
        }
        throw new AssertionError(name + " was not imported");
    }

    private void settings(String name, int value) {
        ObjectNode patch = Bodies.object();
        patch.putObject("configuration").putObject("advanced").put(name, value);
        assertThat(client.patch("/api/connections/" + connection, patch).status()).isEqualTo(200);
    }
}
