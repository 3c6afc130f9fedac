package connectors.databricks;

import com.fasterxml.jackson.databind.JsonNode;
import connectors.http.HttpRequest;
import connectors.http.Pages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The calls of Unity Catalog's REST that a workspace and the open-source server both answer, for one catalog. */
final class UnityCatalog {
    private final Calls calls;
    private final String catalog;

    UnityCatalog(Calls calls, String catalog) {
        this.calls = calls;
        this.catalog = catalog;
    }

    String name() {
        return catalog;
    }

    static HttpRequest get(String... path) {
        return HttpRequest.get(below(path));
    }

    static HttpRequest post(String... path) {
        return HttpRequest.post(below(path));
    }

    private static String[] below(String... path) {
        return Stream.concat(Stream.of("api", "2.1", "unity-catalog"), Arrays.stream(path)).toArray(String[]::new);
    }

    /** @throws problems.ProblemException of kind NOT_FOUND when it is not there, or not for this login */
    JsonNode demandCatalog() throws IOException {
        return calls.json(get("catalogs", catalog));
    }

    JsonNode demandSchema(String schema) throws IOException {
        return calls.json(get("schemas", catalog + "." + schema));
    }

    Optional<JsonNode> schema(String schema) throws IOException {
        return calls.find(get("schemas", catalog + "." + schema));
    }

    Optional<JsonNode> table(String schema, String table) throws IOException {
        return calls.find(get("tables", catalog + "." + schema + "." + table));
    }

    private static Pages.Words words(String items) {
        return new Pages.Words(items, "page_token", "next_page_token");
    }

    Pages schemas() {
        return new Pages(calls::json, get("schemas").query("catalog_name", catalog).query("max_results", 0), words("schemas"));
    }

    /** Without columns and properties, where the server can leave them out. */
    Pages tables(String schema) {
        return new Pages(calls::json, get("tables").query("catalog_name", catalog).query("schema_name", schema)
                .query("max_results", 0).query("omit_columns", true).query("omit_properties", true), words("tables"));
    }

    /** The first one, of a list of one; nothing of its columns is read. */
    List<JsonNode> firstTable(String schema) throws IOException {
        List<JsonNode> found = new ArrayList<>();
        calls.json(get("tables").query("catalog_name", catalog).query("schema_name", schema).query("max_results", 1)
                .query("omit_columns", true).query("omit_properties", true)).path("tables").forEach(found::add);
        return found;
    }

    /** @param path {@code schemas} or {@code tables} */
    connectors.http.HttpAnswer create(String path, byte[] json) throws IOException {
        return calls.once(post(path).json(json));
    }

    problems.Problem explain(connectors.http.HttpAnswer answer) {
        return calls.explain(answer);
    }
}
