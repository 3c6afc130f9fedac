package api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import problems.ProblemBody;

/** The shapes of bodies and answers in the contract, in the spelling that they have on the wire. */
final class Shapes {
    private static final Set<String> CREATED = Set.of("createConnection", "copyConnection", "createWorkspace",
            "createAccount", "addMember", "planPublication", "createToken", "createMemberToken");
    private static final Set<String> ACCEPTED = Set.of("startImport", "resumeImport", "applyPublication", "resumePublication");

    private final Components components;
    private final ModelConverters converters = new ModelConverters(true);

    Shapes(Components components) {
        this.components = components;
        converters.addConverter(new ModelResolver(new ObjectMapper()
                .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).registerModule(new JavaTimeModule())));
        converters.addConverter(new AnyObject());
    }

    void describe(OpenAPI document, Map<String, Resource.Described> operations) {
        for (PathItem path : document.getPaths().values()) {
            for (Operation operation : path.readOperations()) {
                Resource.Described described = operations.get(operation.getOperationId());
                if (described != null) describe(operation, described);
            }
        }
    }

    private void describe(Operation operation, Resource.Described described) {
        operation.setExtensions(null);
        operation.setRequestBody(described.body() == null ? null
                : new RequestBody().content(json("application/json", reference(described.body()))));
        Schema<?> answer = described.answer() == null ? null
                : described.isList() ? page(described.answer()) : reference(described.answer());
        ApiResponse good = new ApiResponse().description("Done");
        if (answer != null) good.content(json(described.answer() == String.class ? "text/plain" : "application/json", answer));
        ApiResponse problem = new ApiResponse().description("Refused, or failed")
                .content(json(ProblemBody.MEDIA_TYPE, reference(ProblemBody.class)));
        operation.setResponses(new ApiResponses()
                .addApiResponse(status(described, operation), good).addApiResponse("default", problem));
    }

    private static String status(Resource.Described described, Operation operation) {
        if (CREATED.contains(described.id())) return "201";
        if (ACCEPTED.contains(described.id())) return "202";
        return described.answer() == null && !operation.getOperationId().startsWith("openapi") ? "204" : "200";
    }

    private Schema<?> reference(Class<?> type) {
        if (type == String.class) return new Schema<>().types(Set.of("string"));
        converters.readAll(type).forEach(components::addSchemas);
        String name = converters.resolveAsResolvedSchema(new AnnotatedType(type)).schema.getName();
        return new Schema<>().$ref("#/components/schemas/" + name);
    }

    private Schema<?> page(Class<?> item) {
        return new Schema<>().types(Set.of("object")).addProperty("items", new ArraySchema().items(reference(item)))
                .addProperty("next_cursor", new Schema<>().types(Set.of("string", "null")).description("null on the last page"))
                .addProperty("total", new Schema<>().types(Set.of("integer")));
    }

    private static Content json(String mediaType, Schema<?> schema) {
        return new Content().addMediaType(mediaType, new MediaType().schema(schema));
    }

    /** A tree whose shape the connection type says, not a Java class. */
    private static final class AnyObject implements ModelConverter {
        @Override
        public Schema<?> resolve(AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
            Class<?> raw = type.getType() instanceof Class<?> c ? c
                    : type.getType() instanceof JavaType java ? java.getRawClass() : Object.class;
            if (JsonNode.class.isAssignableFrom(raw)) return new Schema<>().type("object").additionalProperties(true);
            return chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
        }
    }
}
