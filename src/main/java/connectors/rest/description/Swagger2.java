package connectors.rest.description;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.Set;

/**
 * Lifts a description in Swagger 2.0 to the form of OpenAPI 3.0, as far as answers and parameters go: that is where the two
 * differ for us. The library's own converter would bring a second, older copy of the library and a JavaScript engine.
 */
final class Swagger2 {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "options", "head", "patch");
    /** Of a parameter: what OpenAPI 3 keeps in a schema. */
    private static final Set<String> OF_SCHEMA = Set.of("type", "format", "items", "enum", "default", "maximum", "minimum",
            "maxLength",
            "minLength", "pattern", "collectionFormat");
    private static final Map<String, String> MOVED = Map.of("#/definitions/", "#/components/schemas/", "#/responses/",
            "#/components/responses/", "#/parameters/", "#/components/parameters/");

    private Swagger2() { }

    static boolean is(JsonNode document) {
        return document.path("swagger").asText().startsWith("2.");
    }

    /** Changes what it is given. */
    static ObjectNode lifted(ObjectNode document) {
        JsonNode produces = document.path("produces");
        ObjectNode components = document.putObject("components");
        move(document, "definitions", components, "schemas");
        move(document, "responses", components, "responses");
        move(document, "parameters", components, "parameters");
        components.path("responses").forEach(response -> response(response, produces));
        components.path("parameters").forEach(Swagger2::parameter);
        document.path("paths").forEach(path -> path(path, produces));
        pointersIn(document);
        document.remove(Set.of("swagger", "produces", "consumes", "securityDefinitions", "host", "basePath", "schemes"));
        return document.put("openapi", "3.0.0");
    }

    private static void move(ObjectNode from, String name, ObjectNode to, String as) {
        JsonNode moved = from.remove(name);
        if (moved != null) to.set(as, moved);
    }

    private static void path(JsonNode path, JsonNode produces) {
        path.path("parameters").forEach(Swagger2::parameter);
        for (Map.Entry<String, JsonNode> operation : path.properties()) {
            if (!METHODS.contains(operation.getKey())) continue;
            JsonNode own = operation.getValue().path("produces");
            operation.getValue().path("responses").forEach(response -> response(response, own.isMissingNode() ? produces : own));
            operation.getValue().path("parameters").forEach(Swagger2::parameter);
        }
    }

    private static void response(JsonNode response, JsonNode produces) {
        if (!(response instanceof ObjectNode object) || !object.has("schema")) return;
        String type = produces.path(0).asText("application/json");
        for (JsonNode offered : produces) if (offered.asText().contains("json")) type = offered.asText();
        object.putObject("content").putObject(type).set("schema", object.remove("schema"));
    }

    private static void parameter(JsonNode parameter) {
        if (!(parameter instanceof ObjectNode object) || object.has("schema") || object.has("$ref")) return;
        ObjectNode schema = object.objectNode();
        OF_SCHEMA.forEach(name -> move(object, name, schema, name));
        object.set("schema", schema);
    }

    private static void pointersIn(JsonNode node) {
        JsonNode pointer = node.path("$ref");
        if (pointer.isTextual()) ((ObjectNode) node).set("$ref", TextNode.valueOf(moved(pointer.asText())));
        if (node.path("x-nullable").asBoolean()) ((ObjectNode) node).put("nullable", true);
        node.forEach(Swagger2::pointersIn);
    }

    private static String moved(String pointer) {
        for (Map.Entry<String, String> move : MOVED.entrySet()) {
            if (pointer.startsWith(move.getKey())) return move.getValue() + pointer.substring(move.getKey().length());
        }
        return pointer;
    }
}
