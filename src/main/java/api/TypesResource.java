package api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.springframework.stereotype.Component;
import problems.Refusal;
import routes.Operation;
import types.ConnectionType;
import types.ConnectionTypes;

/** The catalogue of connection types: what a client needs to draw a form. */
@Component
class TypesResource extends Resource {
    record TypeView(String type, String label, String summary, String family, List<String> components,
                    List<String> operations, List<String> destination, JsonNode schema) {
        static TypeView of(ConnectionType type) {
            return new TypeView(type.id(), type.name(), type.summary(), type.family(), type.components(),
                    Operation.of(type).stream().map(Operation::wireName).toList(), type.destination(), type.settings());
        }
    }

    private final ConnectionTypes types;

    TypesResource(ConnectionTypes types) {
        super("/api/connection-types", "Connection types");
        this.types = types;
    }

    @Override
    void paths() {
        list("", "listTypes", "All connection types", TypeView.class, this::list);
        get("/{type}", "findType", "One connection type with the JSON Schema of its configuration", TypeView.class,
                request -> Answer.ok(TypeView.of(types.find(request.path("type")).orElseThrow(Refusal::notFound))));
    }

    private Answer list(Request request) {
        List<TypeView> views = types.all().stream().map(TypeView::of).toList();
        return Answer.ok(InMemoryPage.of(views, request.page(), TypeView::type));
    }
}
