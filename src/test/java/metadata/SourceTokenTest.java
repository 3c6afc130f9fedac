package metadata;

import static org.assertj.core.api.Assertions.assertThat;

import access.Caller;
import access.Role;
import catalog.KnownTokens;
import catalog.TableName;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.Bodies;
import testing.ImportRuns;
import testing.OwnDatabase;
import testing.Serai;

/** Tables that their source says are unchanged are not read again. Whether a file was read shows by what is wrong with it by then. */
class SourceTokenTest {
    private static final Serai SERAI = Serai.running();
    private static final OwnDatabase OWN = new OwnDatabase(SERAI);
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2024-01-01T00:00:00Z"));
    private static final String GOOD = "[{\"a\": 1}]";
    private static final String BAD = "[{\"a\": 1}}";

    private final Serai.Client client = SERAI.newAccount("Tokens");

    @TempDir
    Path folder;
    private UUID connection;

    @BeforeEach
    void someFiles() throws IOException {
        for (String file : List.of("a.json", "b.json", "s/c.json", "s/d.json", "t/e.json")) write(file, GOOD, LONG_AGO);
        connection = Bodies.create(client, Bodies.files(folder));
    }

    private void write(String name, String text, FileTime time) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, time);
    }

    @Test
    void aFileThatIsAsItWasIsNotOpenedAgain() throws IOException {
        ImportRuns.run(client, connection, null);
        write("s/c.json", BAD, LONG_AGO);
        JsonNode again = ImportRuns.run(client, connection, null);
        assertThat(counts(again)).isEqualTo(List.of(0, 0, 5, 0));
        assertThat(again.get("status").asText()).isEqualTo("succeeded");
        assertThat(again.get("columns_done").asInt()).isEqualTo(5);
        assertThat(OWN.ask("SELECT DISTINCT last_import_id::text FROM app.datasets WHERE connection_id = ?", connection)).containsExactly(again.get("id").asText());

        JsonNode full = ImportRuns.run(client, connection, Bodies.object().set("options", Bodies.object().put("full_read", true)));
        assertThat(full.at("/failed/0/table").asText()).isEqualTo("c.json");
    }

    @Test
    void aFileThatIsAnotherByNowIsRead() throws IOException {
        ImportRuns.run(client, connection, null);
        write("a.json", "[{\"b\": 1}]", FileTime.from(LONG_AGO.toInstant().plusNanos(1_000_000)));
        write("b.json", "[{\"longer\": 1}]", LONG_AGO);
        write("s/new.json", "[{\"b\": 1}]", LONG_AGO);
        Files.move(folder.resolve("s/new.json"), folder.resolve("s/c.json"), StandardCopyOption.REPLACE_EXISTING);
        write("t/f.json", GOOD, LONG_AGO);
        assertThat(counts(ImportRuns.run(client, connection, null))).isEqualTo(List.of(1, 3, 2, 0));
        assertThat(counts(ImportRuns.run(client, connection, null))).isEqualTo(List.of(0, 0, 6, 0));
    }

    @Test
    void aFileThatIsWrittenAgainInTheSameMomentIsSeenByItsBytes() throws IOException {
        FileTime now = FileTime.from(Instant.now());
        write("a.json", GOOD, now);
        ImportRuns.run(client, connection, null);
        write("a.json", "[{\"b\": 1}]", now);
        assertThat(counts(ImportRuns.run(client, connection, null))).isEqualTo(List.of(0, 1, 4, 0));
    }

    @Test
    void otherSettingsReadEverythingOnceMore() throws IOException {
        ImportRuns.run(client, connection, null);
        write("t/e.json", BAD, LONG_AGO);
        ObjectNode patch = Bodies.object();
        patch.putObject("configuration").putObject("advanced").put("sample_rows", 10);
        assertThat(client.patch("/api/connections/" + connection, patch).status()).isEqualTo(200);
        assertThat(ImportRuns.run(client, connection, null).at("/failed/0/table").asText()).isEqualTo("e.json");
    }

    @Test
    void otherOptionsReadEverythingOnceMoreAndOtherSelectionsDoNot() throws IOException {
        ImportRuns.run(client, connection, null);
        write("t/e.json", BAD, LONG_AGO);
        assertThat(ImportRuns.run(client, connection, "{\"schemas\": [\"t\"]}").get("unchanged").asInt()).isEqualTo(1);
        assertThat(ImportRuns.run(client, connection, "{\"options\": {\"max_removed_percent\": 3}}").get("unchanged").asInt()).isEqualTo(5);
        assertThat(ImportRuns.run(client, connection, "{\"options\": {\"include_indexes\": false}}").get("failed")).hasSize(1);
    }

    @Test
    void whatWasWarnedOfStillHolds() throws IOException {
        write("s/x_2023.csv", "id,a\n1,2\n", LONG_AGO);
        write("s/x_2024.csv", "id,b\n1,2\n", LONG_AGO);
        JsonNode first = ImportRuns.run(client, connection, null);
        assertThat(first.at("/warnings/0").asText()).contains("s.x_{yyyy}").contains("drift");
        JsonNode again = ImportRuns.run(client, connection, null);
        assertThat(counts(again)).isEqualTo(List.of(0, 0, 6, 0));
        assertThat(again.get("warnings")).isEqualTo(first.get("warnings"));
        assertThat(preview().get("warnings")).isEqualTo(first.get("warnings"));
    }

    @Test
    void aPreviewReadsNoMoreThanAnImport() throws IOException {
        ImportRuns.run(client, connection, null);
        write("s/c.json", BAD, LONG_AGO);
        write("t/e.json", "[{\"a\": 1, \"b\": 2}]", LONG_AGO);
        Files.delete(folder.resolve("b.json"));
        JsonNode preview = preview();
        assertThat(counts(preview)).isEqualTo(List.of(0, 1, 3, 1));
        assertThat(preview.get("failed")).isEmpty();
        assertThat(preview.get("columns_total").asInt()).isEqualTo(5);
    }

    @Test
    void anImportThatIsResumedCountsAsIfNothingHadHappened() {
        JsonNode run = ImportRuns.run(client, connection, null);
        UUID id = UUID.fromString(run.get("id").asText());
        OWN.run("UPDATE app.imports SET status = 'failed' WHERE id = ?", id);
        OWN.run("UPDATE app.import_parts SET status = 'running' WHERE import_id = ?", id);
        assertThat(client.post("/api/imports/" + id + "/resume", null).status()).isEqualTo(202);
        assertThat(counts(ImportRuns.ended(client, id))).isEqualTo(List.of(5, 0, 0, 0));
    }

    @Test
    void aNewFileOfAGroupShowsWithoutANewVersion() throws IOException {
        write("g/x_2023.csv", "id,a\n1,2\n", LONG_AGO);
        write("g/x_2024.csv", "id,a\n1,2\n", LONG_AGO);
        ImportRuns.run(client, connection, null);
        write("g/x_2025.csv", "id,a\n1,2\n", LONG_AGO);
        assertThat(counts(ImportRuns.run(client, connection, null))).isEqualTo(List.of(0, 0, 6, 0));
        JsonNode found = ImportRuns.datasets(client, connection).stream().filter(one -> one.get("name").asText().equals("x_{yyyy}")).findFirst().orElseThrow();
        JsonNode detail = client.get("/api/datasets/" + found.get("id").asText()).json();
        assertThat(detail.get("version").asInt()).isEqualTo(1);
        assertThat(detail.at("/definition/properties/file_count").asInt()).isEqualTo(3);
        assertThat(detail.at("/definition/properties/last_file").asText()).isEqualTo("x_2025.csv");
    }

    @Test
    void tokensComeByPagesWhenTheyAreAskedForInOrder() {
        List<TableName> asked = new ArrayList<>();
        TreeMap<TableName, TokenPages.Known> all = new TreeMap<>();
        for (int i = 0; i < 10; i++) all.put(new TableName("s", "t" + i), new TokenPages.Known("token " + i, i == 3));
        KnownTokens pages = new TokenPages(new Caller(UUID.randomUUID(), UUID.randomUUID(), Role.EDITOR, false, "test", null), 4, from -> {
            asked.add(from);
            TreeMap<TableName, TokenPages.Known> page = new TreeMap<>();
            all.tailMap(from, true).entrySet().stream().limit(4).forEach(entry -> page.put(entry.getKey(), entry.getValue()));
            return page;
        });
        assertThat(pages.of(new TableName("a", "none"))).isNull();
        all.forEach((name, known) -> assertThat(pages.of(name)).isEqualTo(known.token()));
        assertThat(pages.of(new TableName("z", "none"))).isNull();
        assertThat(asked).as("four names a page, the last of which ends the list").hasSize(3);
        assertThat(pages.of(new TableName("s", "t0"))).as("back again").isEqualTo("token 0");
        assertThat(all.keySet()).filteredOn(pages::seen).containsExactly(new TableName("s", "t3"));
    }

    private JsonNode preview() {
        return client.post("/api/connections/" + connection + "/imports/preview", null).json();
    }

    private static List<Integer> counts(JsonNode run) {
        return List.of(run.get("added").asInt(), run.get("changed").asInt(), run.get("unchanged").asInt(), run.get("removed").asInt());
    }
}
