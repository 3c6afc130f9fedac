package testing;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import testing.Serai.Answer;
import testing.Serai.Client;
import testing.unity.UnityCatalogServer;

/** Publications by REST, as a client does them, to stand-ins of a target. */
public final class Publications {
    private static final String UNKNOWN = "unknown";

    private Publications() { }

    /** A workspace with an empty catalog {@code main}. */
    public static UnityCatalogServer workspace() {
        try {
            UnityCatalogServer server = UnityCatalogServer.workspace();
            server.lakehouse().catalog("main").schema("main", "default");
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A body that creates a connection to the workspace. */
    public static ObjectNode target(UnityCatalogServer server, String name) {
        ObjectNode body = Bodies.object().put("name", name).put("connection_type", "Databricks");
        ObjectNode configuration = body.putObject("configuration").put("workspace_url", server.url()).put("catalog", "main");
        configuration.putObject("authentication").put("type", "pat").put("token", UnityCatalogServer.TOKEN);
        configuration.putObject("compute").put("warehouse_id", UnityCatalogServer.WAREHOUSE);
        return body;
    }

    public static ObjectNode allOf(UUID source) {
        return Bodies.object().put("connection_id", source.toString());
    }

    /** @return the plan */
    public static JsonNode plan(Client client, UUID target, Object request) {
        Answer answer = client.post("/api/connections/" + target + "/publications", request);
        if (answer.status() != 201) throw new AssertionError(answer.status() + " " + answer.body());
        return answer.json();
    }

    public static String path(JsonNode publication) {
        return "/api/publications/" + publication.get("id").asText();
    }

    /** Applies the plan. @return it as it ended */
    public static JsonNode apply(Client client, JsonNode plan, Object decision) {
        Answer answer = client.post(path(plan) + "/apply", decision);
        if (answer.status() != 202) throw new AssertionError(answer.status() + " " + answer.body());
        return ended(client, plan);
    }

    public static JsonNode ended(Client client, JsonNode publication) {
        return await().until(() -> client.get(path(publication)).json(), found -> !found.get("status").asText().equals("applying"));
    }

    public static List<JsonNode> items(Client client, String path) {
        List<JsonNode> items = new ArrayList<>();
        client.get(path).json().get("items").forEach(items::add);
        return items;
    }

    /** Where a dataset is, once the job that published it has looked at it. */
    public static JsonNode looked(Client client, String dataset) {
        return await().until(() -> items(client, "/api/datasets/" + dataset + "/publications").get(0), found -> !found.get("state").asText().equals(UNKNOWN));
    }

    public static String dataset(Client client, UUID source, String name) {
        for (JsonNode dataset : ImportRuns.datasets(client, source)) {
            if (dataset.get("name").asText().equals(name)) return dataset.get("id").asText();
        }
        throw new AssertionError("There is no dataset named " + name);
    }
}
