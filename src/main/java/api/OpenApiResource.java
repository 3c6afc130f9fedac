package api;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.core.util.Yaml31;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.openapi.BeanConfig;
import org.apache.camel.openapi.RestOpenApiReader;
import org.springframework.stereotype.Component;

/**
 * The whole REST front as OpenAPI 3.1, made from the REST DSL. It is served by ourselves: Camel's own route for it sends a
 * request's headers back, the token among them.
 */
@Component
class OpenApiResource extends Resource {
    private final CamelContext context;
    private final Dispatcher dispatcher;

    OpenApiResource(CamelContext context, Dispatcher dispatcher) {
        super("/api", "Contract");
        this.context = context;
        this.dispatcher = dispatcher;
    }

    @Override
    void paths() {
        get("/openapi.json", "openapiJson", "This contract as JSON", null,
                request -> Answer.text("application/json", pretty(document(), false)));
        get("/openapi.yaml", "openapiYaml", "This contract as YAML", null,
                request -> Answer.text("application/yaml", pretty(document(), true)));
    }

    private OpenAPI document() {
        BeanConfig config = new BeanConfig();
        config.setVersion("3.1.0");
        config.setInfo(new Info().title("Serai").version("1").description(
                "Connections to data sources: kept, tested, watched, and their metadata imported. "
                        + "Errors are application/problem+json."));
        try {
            Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
            OpenAPI document = new RestOpenApiReader().read(context, model.getRestDefinitions(), config,
                    context.getName(), context.getClassResolver());
            document.openapi("3.1.0").servers(List.of(new Server().url("/"))).components(new Components());
            SecurityScheme bearer = new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer");
            document.getComponents().addSecuritySchemes("token", bearer);
            new Shapes(document.getComponents()).describe(document, dispatcher.operations());
            return document.security(List.of(new SecurityRequirement().addList("token")));
        } catch (Exception failure) {
            throw new IllegalStateException("The contract cannot be made", failure);
        }
    }

    private static String pretty(OpenAPI document, boolean yaml) {
        try {
            return yaml ? Yaml31.pretty().writeValueAsString(document) : Json31.pretty().writeValueAsString(document);
        } catch (JsonProcessingException never) {
            throw new IllegalStateException(never);
        }
    }
}
