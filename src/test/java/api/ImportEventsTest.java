package api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import testing.Bodies;
import testing.Gateway;
import testing.Gateway.Mood;
import testing.ImportRuns;
import testing.Serai;
import testing.TestPostgres;

class ImportEventsTest {
    private static final Serai SERAI = Serai.running();
    private static final TestPostgres POSTGRES = TestPostgres.plain();
    private static final String DATABASE = POSTGRES.newDatabase("CREATE TABLE one (id int PRIMARY KEY)");

    private final Serai.Client client = SERAI.newAccount("Events");
    private final Gateway gateway = Gateway.to(POSTGRES.port());
    private final UUID connection = Bodies.create(client, Bodies.postgres(gateway.port(), DATABASE));
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void theStreamTellsTheProgressOnceAndTheEnd() {
        UUID run = ImportRuns.start(client, connection, null);
        follow(run).join();

        assertThat(lines).containsOnlyOnce("event:end");
        assertThat(lines.get(lines.size() - 2)).startsWith("data:").contains("\"status\":\"succeeded\"", "\"tables_done\":1");
    }

    /** A server that stops gracefully waits for open requests. */
    @Test
    void theStreamOfAnImportThatHangsEndsWithTheProgram() throws IOException {
        gateway.become(Mood.SILENT);
        UUID run = ImportRuns.start(client, connection, null);
        CompletableFuture<Void> end = follow(run);
        await().until(() -> lines.contains("event:progress"));
        assertThat(end).isNotDone();

        SERAI.bean(ImportEvents.class).endAll();
        end.join();
        assertThat(lines).doesNotContain("event:end");
        client.post("/api/imports/" + run + "/cancel", null);
    }

    private CompletableFuture<Void> follow(UUID run) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(SERAI.url() + "/api/imports/" + run + "/events"))
                .header("Authorization", "Bearer " + client.token()).build();
        return HttpClient.newHttpClient().sendAsync(request, BodyHandlers.ofLines()).thenAccept(answer -> answer.body().forEach(lines::add));
    }
}
