package testing;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Imports by REST, as a client does them. */
public final class ImportRuns {
    private static final Set<String> OVER = Set.of("succeeded", "partial", "failed", "cancelled");
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private ImportRuns() { }

    /** @param request null for everything; @return the import as it ended */
    public static JsonNode run(Serai.Client client, UUID connection, Object request) {
        return ended(client, start(client, connection, request));
    }

    /** @return its id */
    public static UUID start(Serai.Client client, UUID connection, Object request) {
        Serai.Answer answer = client.post("/api/connections/" + connection + "/imports", request);
        if (answer.status() != 202) throw new AssertionError(answer.status() + " " + answer.body());
        return UUID.fromString(answer.json().get("id").asText());
    }

    public static JsonNode find(Serai.Client client, UUID run) {
        return client.get("/api/imports/" + run).json();
    }

    public static JsonNode ended(Serai.Client client, UUID run) {
        return await().atMost(LONGEST).until(() -> find(client, run), found -> OVER.contains(found.path("status").asText()));
    }

    /** @return the datasets of the connection, by schema and name */
    public static List<JsonNode> datasets(Serai.Client client, UUID connection) {
        List<JsonNode> all = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = client.get("/api/datasets?limit=200&connection_id=" + connection + (cursor.isEmpty() ? "" : "&cursor=" + cursor)).json();
            page.get("items").forEach(all::add);
            cursor = page.get("next_cursor").isNull() ? null : java.net.URLEncoder.encode(page.get("next_cursor").asText(), java.nio.charset.StandardCharsets.UTF_8);
        }
        return all;
    }

    public static List<String> names(Serai.Client client, UUID connection) {
        return datasets(client, connection).stream().map(dataset -> dataset.get("schema").asText() + "." + dataset.get("name").asText()).toList();
    }
}
