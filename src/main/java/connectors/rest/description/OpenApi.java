package connectors.rest.description;

import catalog.CommonType;
import catalog.TableKind;
import catalog.TableName;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import connectors.rest.description.Schemas.Parts;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.util.OpenAPIDeserializer;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Descriptions in OpenAPI 3.0 and 3.1 and in Swagger 2.0. What a GET answers is a table, named by its path, in a schema named by
 * its first tag. An object type that tables point to, and that no GET answers, is a table of the schema {@value #COMPONENTS}.
 */
@SuppressWarnings("rawtypes")
final class OpenApi {
    static final String COMPONENTS = "components";
    static final String UNTAGGED = "default";
    private static final List<String> SUCCESS = List.of("200", "2XX", "2xx", "203", "206", "201", "202", "default");

    private static final Set<CommonType> NESTED = Set.of(CommonType.STRUCT, CommonType.MAP, CommonType.JSON, CommonType.ARRAY);

    private final OpenAPI api;
    private final Schemas schemas;
    private final SchemaTypes types;
    private final List<String> warnings = new ArrayList<>();

    private OpenApi(OpenAPI api) {
        this.api = api;
        this.schemas = new Schemas(api.getComponents() == null ? null : api.getComponents().getSchemas());
        this.types = new SchemaTypes(schemas);
    }

    static boolean is(JsonNode document) {
        return document.path("openapi").isValueNode() || Swagger2.is(document);
    }

    /** @param address of the document; null for a text */
    static Description read(ObjectNode document, URI address, Elsewhere elsewhere) {
        String version = document.path("swagger").asText(document.path("openapi").asText());
        List<String> warnings = new ArrayList<>(References.bundle(document, address, elsewhere));
        ObjectNode current = Swagger2.is(document) ? Swagger2.lifted(document) : document;
        forgetEmptyContent(current);
        OpenAPI api = new OpenAPIDeserializer().deserialize(current, null, new ParseOptions()).getOpenAPI();
        if (api == null) throw Documents.unreadable("OpenAPI");
        OpenApi reading = new OpenApi(api);
        List<Resource> resources = reading.resources();
        warnings.addAll(reading.warnings);
        return new Description((Swagger2.is(document) || version.startsWith("2") ? "Swagger " : "OpenAPI ")
                + Bounds.cut(version, 20),
                api.getInfo() == null ? null : api.getInfo().getTitle(), api.getInfo() == null ? null
                : api.getInfo().getVersion(),
                Joining.tables(resources), warnings);
    }

    /** {@code application/json:} with nothing behind it, over which the library would give the whole description up. */
    private static void forgetEmptyContent(ObjectNode document) {
        for (JsonNode parent : document.findParents("content")) {
            if (parent.get("content") instanceof ObjectNode content) content.removeIf(media -> !media.isObject());
        }
    }

    private List<Resource> resources() {
        Map<String, Answer> answers = answers();
        List<Resource> resources = new ArrayList<>();
        answers.forEach((path, answer) -> {
            Answer list = answers.get(Paths.listOf(path));
            if (list == null || !list.isListOf(answer)) resources.add(resource(answer));
        });
        resources.addAll(Referenced.by(resources, this::component));
        return resources;
    }

    /** @param type the component that the items are of; null for none */
    private record Answer(String path, PathItem item, Envelope envelope, String type) {
        boolean isListOf(Answer one) {
            return envelope.many() && !one.envelope.many() && java.util.Objects.equals(type, one.type);
        }
    }

    private Map<String, Answer> answers() {
        Map<String, Answer> answers = new LinkedHashMap<>();
        if (api.getPaths() == null) return answers;
        api.getPaths().forEach((path, item) -> {
            Schema schema = item == null || item.getGet() == null ? null : answered(item.getGet());
            if (schema == null) return;
            Envelope envelope = Envelope.of(schema, schemas, Paths.lastWord(path));
            if (!envelope.many() && !isData(schema)) return;
            answers.put(Paths.withoutEnd(path), new Answer(path, item, envelope, schemas.home(envelope.item())));
        });
        return answers;
    }

    /** A single word or number is no resource. */
    private boolean isData(Schema schema) {
        return NESTED.contains(types.of(schema).type());
    }

    private Schema answered(Operation get) {
        if (get.getResponses() == null) return null;
        for (String status : SUCCESS) {
            ApiResponse response = response(get.getResponses().get(status));
            Schema schema = response == null ? null : schema(response.getContent());
            if (schema != null) return schema;
        }
        return null;
    }

    private ApiResponse response(ApiResponse response) {
        if (response == null || response.get$ref() == null) return response;
        String name = response.get$ref().substring(response.get$ref().lastIndexOf('/') + 1);
        if (api.getComponents() == null || api.getComponents().getResponses() == null) return null;
        return api.getComponents().getResponses().get(name);
    }

    /** JSON before all else; other structured forms have the same schema in most descriptions. */
    private static Schema schema(Content content) {
        if (content == null) return null;
        Schema other = null;
        for (Map.Entry<String, MediaType> media : content.entrySet()) {
            Schema schema = media.getValue() == null ? null : media.getValue().getSchema();
            if (schema != null && media.getKey().contains("json")) return schema;
            if (other == null && !media.getKey().startsWith("text/html")) other = schema;
        }
        return other;
    }

    private Resource resource(Answer answer) {
        List<Field> fields = fields(answer.envelope.item());
        Operation get = answer.item.getGet();
        String tag = get.getTags() == null || get.getTags().isEmpty() ? null : get.getTags().get(0);
        TableName name = new TableName(tag == null || tag.isBlank() ? UNTAGGED : Bounds.cut(tag, Bounds.NAME),
                Bounds.cut(answer.path, Bounds.NAME));
        Map<String, Object> properties = new Operations(api).of(answer.path, answer.item);
        properties.put("answers", answer.envelope.many() ? "list" : "object");
        if (answer.envelope.names() != null) properties.put("envelope", answer.envelope.names());
        if (answer.type != null) properties.put("type", answer.type);
        String comment = get.getSummary() != null ? get.getSummary() : get.getDescription();
        return new Resource(name, TableKind.RESOURCE, Bounds.comment(comment), answer.type, answer.envelope.many(), fields,
                key(answer, fields),
                List.of(), properties);
    }

    private List<Field> fields(Schema item) {
        Parts parts = schemas.parts(item);
        Schema target = schemas.target(item);
        if (target == null || !types.isObject(target)) return List.of(Field.of("value", types.of(item)));
        return types.fields(JsonApi.is(parts) ? JsonApi.flat(parts, schemas) : parts);
    }

    /** What the path of one item asks for; without such a path, a column {@code id} that is always there. */
    private List<String> key(Answer answer, List<Field> fields) {
        List<String> columns = fields.stream().map(Field::name).toList();
        List<String> parameters = Paths.parameters(itemPath(answer));
        String asked = parameters.isEmpty() ? null : Paths.columnOf(parameters.get(parameters.size() - 1), columns);
        if (asked != null) return List.of(asked);
        return fields.stream().filter(field -> field.name().equals("id") && !field.nullable()).map(Field::name).toList();
    }

    private String itemPath(Answer answer) {
        if (!answer.envelope.many()) return Paths.listOf(answer.path) == null ? "" : answer.path;
        if (items == null) items = itemPaths();
        return items.getOrDefault(Paths.withoutEnd(answer.path), "");
    }

    private Map<String, String> items;

    private Map<String, String> itemPaths() {
        Map<String, String> found = new HashMap<>();
        for (String path : api.getPaths().keySet()) {
            String list = Paths.listOf(path);
            if (list != null) found.putIfAbsent(list, path);
        }
        return found;
    }

    private Resource component(String name) {
        Schema schema = schemas.target(schemas.component(name));
        List<Field> fields = types.fields(schemas.parts(schema));
        List<String> key = fields.stream().filter(field -> field.name().equals("id") && !field.nullable()).map(Field::name)
                .toList();
        Map<String, Object> properties = new HashMap<>(Map.of("type", name));
        if (Boolean.TRUE.equals(schema.getDeprecated())) properties.put("deprecated", true);
        return new Resource(new TableName(COMPONENTS, Bounds.cut(name, Bounds.NAME)), TableKind.OBJECT,
                Bounds.comment(schema.getDescription()),
                name, false, fields, key, List.of(), properties);
    }
}
