package testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Every path and method of the REST front, as the running program publishes them, with ids put in. */
public final class Contract {

    /** @param path with its placeholders */
    public record Endpoint(String method, String path, List<String> query) {
        public boolean changes() {
            return !method.equals("GET");
        }

        public boolean isAbout(String placeholder) {
            return path.contains("{" + placeholder + "}");
        }

        /** With the ids of a tenant's things in the path. */
        public String of(Tenant tenant) {
            return filled(id(tenant).toString(), tenant.editor.id().toString());
        }

        /** With ids that were never given. */
        public String ofNothing() {
            return filled(UUID.randomUUID().toString(), UUID.randomUUID().toString());
        }

        /** A body that this path accepts once the thing in the path is found. */
        public ObjectNode body() {
            ObjectNode body = Tenant.object();
            if (path.endsWith("/move")) body.putNull("workspace_id");
            if (path.endsWith("/schedule")) body.put("enabled", true);
            if (method.equals("PATCH") && path.equals("/api/members/{user_id}")) body.put("role", "viewer");
            return method.equals("GET") || method.equals("DELETE") ? null : body;
        }

        private UUID id(Tenant tenant) {
            return Map.of("workspaces", tenant.workspace, "imports", tenant.run, "datasets", tenant.dataset, "tokens", tenant.token, "publications", tenant.publication).getOrDefault(path.split("/")[2], tenant.connection);
        }

        private String filled(String id, String user) {
            String route = path.startsWith("/api/routes") ? "test-" + id : id;
            return path.replace("{user_id}", user).replace("{schema}", "sales").replace("{table}", "orders").replaceAll("\\{\\w+}", route);
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");
    private static JsonNode document;

    private Contract() { }

    public static List<Endpoint> endpoints(Serai serai) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document(serai).get("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                if (!METHODS.contains(method.getKey())) continue;
                endpoints.add(new Endpoint(method.getKey().toUpperCase(Locale.ROOT), path.getKey(), query(method.getValue())));
            }
        }
        return endpoints;
    }

    public static synchronized JsonNode document(Serai serai) {
        if (document == null) document = serai.admin().get("/api/openapi.json").json();
        return document;
    }

    private static List<String> query(JsonNode operation) {
        List<String> names = new ArrayList<>();
        operation.path("parameters").forEach(parameter -> {
            if (parameter.path("in").asText().equals("query")) names.add(parameter.get("name").asText());
        });
        return names;
    }
}
