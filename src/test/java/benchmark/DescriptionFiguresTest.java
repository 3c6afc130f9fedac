package benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import connectors.rest.description.Description;
import connectors.rest.description.Descriptions;
import connectors.rest.description.Elsewhere;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How long it takes to read an API description of 1,000 operations: from its text to its tables, the first time in a JVM and again. */
@Tag("benchmark")
class DescriptionFiguresTest {
    private static final int PATHS = 500;
    private static final int PROPERTIES = 30;
    private static final int ROUNDS = 5;

    private final Figures figures = new Figures();
    private Description read;

    @Test
    void openApi() throws Exception {
        byte[] json = description().getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < ROUNDS; i++) figures.measure("description of 1,000 operations, JSON", () -> read = Descriptions.read(json, null, Elsewhere.NOWHERE));
        byte[] yaml = new org.yaml.snakeyaml.Yaml().dump(new com.fasterxml.jackson.databind.ObjectMapper().readValue(json, java.util.Map.class)).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < ROUNDS; i++) figures.measure("description of 1,000 operations, YAML", () -> read = Descriptions.read(yaml, null, Elsewhere.NOWHERE));
        assertThat(read.tables()).hasSize(PATHS);
        assertThat(read.tables()).allSatisfy(table -> assertThat(table.columns()).hasSize(PROPERTIES + 2));
    }

    /** A list and a POST under each path, and a type for each, which points to the next one. */
    private static String description() {
        StringBuilder text = new StringBuilder("{\"openapi\": \"3.0.3\", \"info\": {\"title\": \"Large\", \"version\": \"1\"}, \"paths\": {");
        for (int i = 0; i < PATHS; i++) text.append(i == 0 ? "" : ",").append(path(i));
        text.append("}, \"components\": {\"schemas\": {");
        for (int i = 0; i < PATHS; i++) text.append(i == 0 ? "" : ",").append(schema(i));
        return text.append("}}}").toString();
    }

    private static String path(int i) {
        return """
                "/things%1$d": {"get": {"operationId": "list%1$d", "tags": ["group%2$d"], "parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer"}}],
                "responses": {"200": {"description": "ok", "content": {"application/json": {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Thing%1$d"}}}}}}},
                "post": {"operationId": "make%1$d", "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing%1$d"}}}}, "responses": {"201": {"description": "made"}}}}
                """.formatted(i, i % 20);
    }

    private static String schema(int i) {
        StringBuilder text = new StringBuilder("\"Thing" + i + "\": {\"type\": \"object\", \"required\": [\"id\"], \"properties\": {\"id\": {\"type\": \"integer\", \"format\": \"int64\"}");
        for (int j = 0; j < PROPERTIES; j++) text.append(", \"field").append(j).append("\": {\"type\": \"string\", \"description\": \"What the field says\"}");
        return text.append(", \"next\": {\"$ref\": \"#/components/schemas/Thing").append((i + 1) % PATHS).append("\"}}}").toString();
    }
}
