package connectors.rest.description;

import catalog.CommonType;
import catalog.TableKind;
import catalog.TableName;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import problems.FailureKind;
import problems.Problem;

/**
 * A GraphQL service by its introspection (specification of October 2021, chapter 4). A field of the query type that gives objects
 * is a table of the schema {@code Query}; lists in connections ({@code edges}, {@code nodes}) are unwrapped. Object types that
 * tables point to and that no field of the query type gives are tables of the schema {@value #TYPES}.
 */
public final class GraphQl {
    /** As deep as list and non-null can sensibly be put around each other. */
    private static final String TYPE = "kind name ofType { kind name ofType { kind name ofType { "
            + "kind name ofType { kind name } } } }";
    /** What is asked; the names of arguments, and everything about changes, are left out. */
    public static final String QUERY = "query Introspection { __schema { queryType { name } types { kind name description "
            + "enumValues(includeDeprecated: true) { name } possibleTypes { name } "
            + "fields(includeDeprecated: true) { name description isDeprecated args { name type { " + TYPE + " } } "
            + "type { " + TYPE + " } } } } }";
    private static final String TYPES = "types";
    private static final Map<String, CommonType> SCALARS = Map.ofEntries(
            Map.entry("Int", CommonType.INTEGER), Map.entry("Float", CommonType.DOUBLE), Map.entry("String", CommonType.VARCHAR),
            Map.entry("Boolean", CommonType.BOOLEAN), Map.entry("ID", CommonType.VARCHAR), Map.entry("Date", CommonType.DATE),
            Map.entry("DateTime", CommonType.TIMESTAMP_TZ), Map.entry("Time", CommonType.TIME),
            Map.entry("UUID", CommonType.UUID),
            Map.entry("BigInt", CommonType.BIGINT), Map.entry("Long", CommonType.BIGINT),
            Map.entry("Decimal", CommonType.DECIMAL),
            Map.entry("BigDecimal", CommonType.DECIMAL), Map.entry("JSON", CommonType.JSON),
            Map.entry("JSONObject", CommonType.JSON));

    private final Map<String, JsonNode> types = new LinkedHashMap<>();
    private final String queryType;

    private GraphQl(JsonNode schema) {
        this.queryType = schema.path("queryType").path("name").asText("Query");
        schema.path("types").forEach(type -> types.put(type.path("name").asText(), type));
    }

    /**
     * @param answer to {@link #QUERY}
     * @throws problems.ProblemException of kind CONFIG when it is none
     */
    public static Description read(JsonNode answer) {
        JsonNode schema = answer.path("data").path("__schema");
        if (!schema.path("types").isArray()) throw refused(answer);
        List<Resource> resources = new GraphQl(schema).resources();
        return new Description("GraphQL", null, null, Joining.tables(resources), List.of());
    }

    private static RuntimeException refused(JsonNode answer) {
        if (!answer.path("errors").isArray()) {
            return Problem.of(FailureKind.CONFIG, "not_graphql", "What answers there does not speak GraphQL.")
                    .at("/metadata/graphql_path")
                    .fix("Check the path of the GraphQL endpoint.").asException();
        }
        return Problem.of(FailureKind.PERMISSION, "no_introspection",
                "The GraphQL service does not answer questions about its schema.")
                .fix("Have introspection allowed for this login, or choose another kind of description.").asException();
    }

    /** @param many whether a list stands around it, at any place; @param required whether it is never null */
    private record Target(String name, String kind, boolean many, boolean required) { }

    private static Target target(JsonNode type) {
        boolean many = false;
        boolean required = type.path("kind").asText().equals("NON_NULL");
        JsonNode at = type;
        while (at.path("ofType").isObject()) {
            many |= at.path("kind").asText().equals("LIST");
            at = at.path("ofType");
        }
        return new Target(at.path("name").asText(), at.path("kind").asText(), many, required);
    }

    private List<Resource> resources() {
        List<Resource> resources = new ArrayList<>();
        for (JsonNode field : types.getOrDefault(queryType, JsonNodes.NOTHING).path("fields")) {
            Target target = unwrapped(target(field.path("type")));
            if (isObject(target.kind)) resources.add(resource(field, target));
        }
        resources.addAll(Referenced.by(resources, this::type));
        return resources;
    }

    /** Relay's connections, and their simpler kin: {@code {nodes}}, {@code {edges {node}}}, {@code {items}}. */
    private Target unwrapped(Target target) {
        if (target.many || !target.kind.equals("OBJECT")) return target;
        Map<String, JsonNode> fields = fields(target.name);
        for (String name : List.of("nodes", "items", "edges", "results", "data")) {
            if (!fields.containsKey(name)) continue;
            Target inner = target(fields.get(name).path("type"));
            if (!inner.many || !isObject(inner.kind)) continue;
            JsonNode node = name.equals("edges") ? fields(inner.name).get("node") : null;
            Target item = node == null ? inner : target(node.path("type"));
            return new Target(item.name, item.kind, true, item.required);
        }
        return target;
    }

    private Map<String, JsonNode> fields(String type) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        types.getOrDefault(type, JsonNodes.NOTHING).path("fields")
                .forEach(field -> fields.put(field.path("name").asText(), field));
        return fields;
    }

    private static boolean isObject(String kind) {
        return kind.equals("OBJECT") || kind.equals("INTERFACE") || kind.equals("UNION");
    }

    private Resource resource(JsonNode field, Target target) {
        Map<String, Object> properties = new HashMap<>(Map.of("answers", target.many ? "list" : "object", "type", target.name));
        List<String> arguments = new ArrayList<>();
        field.path("args").forEach(argument -> arguments.add(Bounds.cut(argument.path("name").asText() + ": "
                + words(argument.path("type")), Bounds.NAME)));
        if (!arguments.isEmpty()) properties.put("arguments", arguments.stream().limit(100).toList());
        return made(new TableName("Query", field.path("name").asText()), TableKind.RESOURCE, field, target.name, target.many,
                properties);
    }

    private Resource made(TableName name, TableKind kind, JsonNode described, String type, boolean many, Map<String,
            Object> properties) {
        if (described.path("isDeprecated").asBoolean()) properties.put("deprecated", true);
        List<Field> fields = new ArrayList<>();
        fields(type).values().forEach(field -> fields.add(field(field)));
        if (fields.size() > Bounds.COLUMNS) throw Bounds.tooMuch("a type of more than " + Bounds.COLUMNS + " fields");
        List<String> key = fields.stream().filter(field -> field.name().equals("id") && !field.nullable()).map(Field::name)
                .toList();
        return new Resource(name, kind, described.path("description").asText(null), type, many, fields, key, List.of(),
                properties);
    }

    private Field field(JsonNode field) {
        Target direct = target(field.path("type"));
        Target item = unwrapped(direct);
        Typed type = typed(item);
        return new Field(field.path("name").asText(), type.called(words(field.path("type"))), !direct.required, null,
                field.path("description").asText(null));
    }

    private Typed typed(Target target) {
        Typed one = switch (target.kind) {
            case "SCALAR" -> Typed.of(SCALARS.getOrDefault(target.name, CommonType.UNKNOWN), target.name);
            case "ENUM" -> Typed.of(CommonType.VARCHAR, target.name);
            case "OBJECT", "INTERFACE" -> Typed.pointing(CommonType.STRUCT, target.name, Set.of(target.name));
            case "UNION" -> Typed.pointing(CommonType.JSON, target.name, possible(target.name));
            default -> Typed.of(CommonType.UNKNOWN, target.name);
        };
        return target.many ? one.asArray() : one;
    }

    private Set<String> possible(String union) {
        Set<String> names = new HashSet<>();
        types.getOrDefault(union, JsonNodes.NOTHING).path("possibleTypes").forEach(type -> names.add(type.path("name").asText()));
        return names;
    }

    /** As GraphQL writes it: {@code [Order!]!}; the values of an enum stand behind it. */
    private String words(JsonNode type) {
        String name = type.path("name").asText();
        return switch (type.path("kind").asText()) {
            case "NON_NULL" -> words(type.path("ofType")) + "!";
            case "LIST" -> "[" + words(type.path("ofType")) + "]";
            case "ENUM" -> name + values(name);
            default -> name;
        };
    }

    private String values(String name) {
        StringJoiner values = new StringJoiner(", ", " enum(", ")");
        types.getOrDefault(name, JsonNodes.NOTHING).path("enumValues").forEach(value -> values.add(value.path("name").asText()));
        return Bounds.cut(values.toString(), 400);
    }

    private Resource type(String name) {
        return made(new TableName(TYPES, name), TableKind.OBJECT, types.getOrDefault(name, JsonNodes.NOTHING), name, false,
                new HashMap<>(Map.of("type", name)));
    }
}
