package routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.Bodies;
import testing.Serai;

/** Routes come and go on many threads at once. */
class ManyAtOnceTest {
    private static final Serai SERAI = Serai.running();
    private static final int CALLERS = 12;
    private static final int EACH = 15;

    private final Serai.Client client = SERAI.newAccount("Many");

    @TempDir
    Path folder;

    @Test
    void connectionsAreOpenedUsedAndDeletedByManyCallersAtOnce() throws IOException {
        Files.writeString(folder.resolve("a.csv"), "id\n1\n");
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try {
            List<CompletableFuture<Void>> all = IntStream.range(0, CALLERS).mapToObj(i -> CompletableFuture.runAsync(this::comeAndGo, callers)).toList();
            all.forEach(CompletableFuture::join);
        } finally {
            callers.shutdownNow();
        }
    }

    /** The same connection, too: it is opened once, and edits meanwhile end in no other answer than one. */
    @Test
    void oneConnectionIsUsedByManyCallersAtOnceWhileItIsEdited() throws IOException {
        Files.writeString(folder.resolve("a.csv"), "id\n1\n");
        UUID id = Bodies.create(client, Bodies.files(folder));
        List<CompletableFuture<Integer>> all = IntStream.range(0, CALLERS * 4).mapToObj(i -> CompletableFuture.supplyAsync(() -> i % 8 == 0
                ? client.patch("/api/connections/" + id, Bodies.object().put("description", "edit " + i)).status()
                : client.get("/api/connections/" + id + "/schemas?refresh=true").status())).toList();
        assertThat(all.stream().map(CompletableFuture::join)).allMatch(status -> List.of(200, 412, 429, 503).contains(status));
        assertThat(client.get("/api/connections/" + id + "/schemas?refresh=true").status()).isIn(200, 429);
    }

    private void comeAndGo() {
        for (int i = 0; i < EACH; i++) {
            UUID id = Bodies.create(client, Bodies.files(folder));
            assertThat(client.get("/api/connections/" + id + "/schemas").status()).isEqualTo(200);
            assertThat(client.post("/api/connections/" + id + "/test", null).json().get("status").asText()).isEqualTo("success");
            assertThat(client.delete("/api/connections/" + id).status()).isEqualTo(204);
        }
    }
}
