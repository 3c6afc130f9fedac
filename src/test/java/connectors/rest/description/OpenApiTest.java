package connectors.rest.description;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import catalog.Column;
import catalog.CommonType;
import catalog.Table;
import catalog.TableKind;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import problems.FailureKind;
import problems.ProblemException;

/** What descriptions in OpenAPI and Swagger become. */
class OpenApiTest {
    private static final URI ADDRESS = URI.create("https://api.example.com/spec/openapi.yaml");

    private static Description read(String text) {
        return read(text, Elsewhere.NOWHERE);
    }

    private static Description read(String text, Elsewhere elsewhere) {
        return Descriptions.read(text.getBytes(StandardCharsets.UTF_8), ADDRESS, elsewhere);
    }

    private static Table table(Description description, String name) {
        return description.tables().stream().filter(table -> table.tableName().toString().equals(name)).findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not among " + names(description)));
    }

    private static List<String> names(Description description) {
        return description.tables().stream().map(table -> table.tableName().toString()).toList();
    }

    private static Column column(Table table, String name) {
        return table.columns().stream().filter(column -> column.name().equals(name)).findFirst().orElseThrow();
    }

    private static List<String> edges(Table table) {
        return table.foreignKeys().stream().map(key -> key.columns() + " → " + key.references().schema() + "." + key.references().table() + key.references().columns()).toList();
    }

    /** One list whose items have these properties, in YAML with six spaces in front. */
    private static Table things(String properties) {
        return table(read(THINGS + properties.indent(8)), "default./things");
    }

    private static final String THINGS = """
            openapi: 3.0.3
            info: { title: Things, version: '1' }
            paths:
              /things:
                get: { responses: { 200: { description: ok, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Thing' } } } } } } }
            components:
              schemas:
                Nothing: { type: object, properties: { a: { type: string } } }
                Thing:
                  type: object
                  properties:
            """;

    private static final String SHOP = """
            openapi: 3.0.3
            info: { title: Shop, version: 2.1.0 }
            security: [ { key: [] } ]
            paths:
              /orders:
                parameters: [ { name: tenant, in: query, required: true, schema: { type: string } } ]
                get:
                  operationId: listOrders
                  summary: Lists orders
                  deprecated: true
                  tags: [Orders, Sales]
                  parameters: [ { $ref: '#/components/parameters/limit' } ]
                  responses: { '200': { $ref: '#/components/responses/Orders' } }
                post: { responses: { '201': { description: made } } }
              /orders/{orderId}:
                get: { tags: [Orders], responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } } } }
              /customers:
                get: { tags: [Customers], responses: { 2XX: { description: ok, content: { application/hal+json: { schema: { type: object, properties: { _embedded: { type: object, properties: { customers: { type: array, items: { $ref: '#/components/schemas/Customer' } } } }, _links: { type: object } } } } } } } }
              /account:
                get: { responses: { default: { description: ok, content: { application/json: { schema: { type: object, properties: { plan: { type: string } } } } } } } }
              /ping:
                get: { responses: { '200': { description: ok, content: { text/plain: { schema: { type: string } } } } } }
              /login:
                post: { responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Unused' } } } } } }
            components:
              parameters:
                limit: { name: limit, in: query, schema: { type: integer } }
              responses:
                Orders: { description: ok, content: { application/json: { schema: { type: object, properties: { data: { type: array, items: { $ref: '#/components/schemas/Order' } }, has_more: { type: boolean } } } } } }
              schemas:
                Order:
                  type: object
                  description: What was ordered
                  required: [id, customer]
                  properties:
                    id: { type: integer, format: int64 }
                    customer: { $ref: '#/components/schemas/Customer' }
                    lines: { type: array, items: { $ref: '#/components/schemas/Line' } }
                    parent: { nullable: true, allOf: [ { $ref: '#/components/schemas/Order' } ] }
                Customer: { type: object, required: [id], properties: { id: { type: string, format: uuid }, orders: { type: array, items: { $ref: '#/components/schemas/Order' } } } }
                Line: { type: object, properties: { sku: { type: string, maxLength: 40 }, note: { type: string, default: none } } }
                Unused: { type: object, properties: { token: { type: string } } }
            """;

    @Test
    void whatAGetAnswersIsATableNamedByItsPath() {
        Description shop = read(SHOP);
        assertThat(shop.format()).isEqualTo("OpenAPI 3.0.3");
        assertThat(shop.title()).isEqualTo("Shop");
        assertThat(shop.version()).isEqualTo("2.1.0");
        assertThat(names(shop)).containsExactly("Customers./customers", "Orders./orders", "components.Line", "default./account");
        Table orders = table(shop, "Orders./orders");
        assertThat(orders.kind()).isEqualTo(TableKind.RESOURCE);
        assertThat(orders.comment()).isEqualTo("Lists orders");
        assertThat(orders.primaryKey().columns()).containsExactly("id");
        assertThat(orders.properties()).containsAllEntriesOf(Map.of("path", "/orders", "methods", List.of("GET", "POST"), "operation_id", "listOrders", "deprecated", true,
                "tags", List.of("Orders", "Sales"), "query_parameters", List.of("tenant: string, required", "limit: integer"), "security", List.of("key"),
                "answers", "list", "envelope", "data", "type", "Order"));
    }

    @Test
    void columnsAreThoseOfTheItems() {
        Table orders = table(read(SHOP), "Orders./orders");
        assertThat(orders.columns()).extracting(Column::name).containsExactly("id", "customer", "lines", "parent");
        assertThat(orders.columns()).extracting(Column::type).containsExactly(CommonType.BIGINT, CommonType.STRUCT, CommonType.ARRAY, CommonType.STRUCT);
        assertThat(orders.columns()).extracting(Column::nativeType).containsExactly("integer(int64)", "Customer", "array<Line>", "Order");
        assertThat(orders.columns()).extracting(Column::nullable).containsExactly(false, false, true, true);
        Column sku = column(table(read(SHOP), "components.Line"), "sku");
        assertThat(sku.length()).isEqualTo(40);
        assertThat(column(table(read(SHOP), "components.Line"), "note").defaultValue()).isEqualTo("none");
    }

    @Test
    void referencesAreEdgesAndCirclesAreNoMatter() {
        Description shop = read(SHOP);
        assertThat(edges(table(shop, "Orders./orders"))).containsExactly("[customer] → Customers./customers[id]", "[lines] → components.Line[]", "[parent] → Orders./orders[id]");
        assertThat(edges(table(shop, "Customers./customers"))).containsExactly("[orders] → Orders./orders[id]");
        assertThat(table(shop, "Customers./customers").properties()).containsEntry("envelope", "_embedded.customers");
    }

    @Test
    void jsonAndYamlSayTheSame() throws Exception {
        String json = Documents.tree(SHOP.getBytes(StandardCharsets.UTF_8)).toPrettyString();
        assertThat(read("\uFEFF" + json).tables()).isEqualTo(read(SHOP).tables());
    }

    @Test
    void formatsAreCommonTypes() {
        Table table = things("""
                day: { type: string, format: date }
                at: { type: string, format: date-time }
                blob: { type: string, format: byte }
                id: { type: string, format: uuid }
                small: { type: integer, format: int32 }
                any: { type: integer }
                price: { type: number, format: decimal, multipleOf: 0.01 }
                ratio: { type: number, format: float }
                odd: { type: string, format: hostname }
                state: { type: string, enum: [open, closed] }
                free: {}
                tags: { type: object, additionalProperties: { type: string } }
                inner: { type: object, required: [a], properties: { a: { type: string }, b: { type: array, items: { type: integer } } } }
                lost: { $ref: '#/components/schemas/Missing' }
                hidden: { type: string, writeOnly: true }
                """);
        assertThat(table.columns()).extracting(column -> column.name() + " " + column.type() + " " + column.nativeType()).containsExactly(
                "day DATE string(date)", "at TIMESTAMP_TZ string(date-time)", "blob BINARY string(byte)", "id UUID string(uuid)", "small INTEGER integer(int32)",
                "any BIGINT integer", "price DECIMAL number(decimal)", "ratio REAL number(float)", "odd VARCHAR string(hostname)",
                "state VARCHAR string enum(open, closed)", "free JSON any", "tags MAP map<string,string>", "inner STRUCT struct<a:string,b:array<integer>>",
                "lost UNKNOWN #/components/schemas/Missing");
        assertThat(column(table, "price").scale()).isEqualTo(2);
    }

    @Test
    void allOfIsOneObjectAndOneOfIsTheUnion() {
        String text = THINGS.replace("Nothing:", """
                Base: { type: object, required: [id], properties: { id: { type: string }, kind: { type: string } } }
                    Cat: { allOf: [ { $ref: '#/components/schemas/Base' }, { type: object, required: [lives], properties: { lives: { type: integer } } } ] }
                    Dog: { allOf: [ { $ref: '#/components/schemas/Base' }, { type: object, properties: { bark: { type: string } } } ] }
                    Nothing:""".stripTrailing()).replace("items: { $ref: '#/components/schemas/Thing' }", "items: { oneOf: [ { $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' } ] }");
        Table pets = table(read(text + "        a: { type: string }\n"), "default./things");
        assertThat(pets.columns()).extracting(column -> column.name() + (column.nullable() ? "?" : "")).containsExactly("id", "kind?", "lives?", "bark?");
        assertThat(pets.primaryKey().columns()).containsExactly("id");
    }

    @Test
    void aChoiceIsOneTypeWhereItCanBe() {
        Table table = things("""
                either: { oneOf: [ { type: string }, { type: integer } ] }
                same: { anyOf: [ { type: string, enum: [a] }, { type: string, enum: [b] } ] }
                expandable: { anyOf: [ { type: string }, { $ref: '#/components/schemas/Nothing' } ] }
                """);
        assertThat(table.columns()).extracting(column -> column.type() + " " + column.nativeType()).containsExactly(
                "JSON string | integer", "VARCHAR string enum(a) | string enum(b)", "JSON string | Nothing");
        assertThat(edges(table)).containsExactly("[expandable] → components.Nothing[]");
    }

    @Test
    void openApi31HasListsOfTypes() {
        Description description = read("""
                {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {"/things": {"get": {"responses": {"200": {"description": "",
                 "content": {"application/json": {"schema": {"type": ["array", "null"], "items": {"$ref": "#/components/schemas/Thing", "description": "beside"}}}}}}}},
                 "/things/{thing_id}": {"parameters": [{"name": "thing_id", "in": "path", "required": true, "schema": {"type": "string"}}], "delete": {"responses": {"204": {"description": ""}}}}},
                 "components": {"schemas": {"Thing": {"type": "object", "required": ["id", "maybe"], "properties": {"id": {"type": "string"}, "maybe": {"type": ["integer", "null"]},
                 "fixed": {"const": "x"}, "mixed": {"type": ["integer", "string"]}, "free": true, "self": {"anyOf": [{"type": "null"}, {"$ref": "#/components/schemas/Thing"}]}}}}}}
                """);
        Table things = table(description, "default./things");
        assertThat(things.columns()).extracting(column -> column.name() + " " + column.type() + (column.nullable() ? "?" : "")).containsExactly(
                "id VARCHAR", "maybe BIGINT?", "fixed VARCHAR?", "mixed JSON?", "free JSON?", "self STRUCT?");
        assertThat(edges(things)).containsExactly("[self] → default./things[id]");
    }

    @Test
    void swagger2SaysTheSameInOtherWords() {
        Description description = read("""
                swagger: '2.0'
                info: { title: Old, version: '1' }
                host: api.example.com
                produces: [application/xml, application/json]
                paths:
                  /things:
                    parameters: [ { name: q, in: query, type: string, required: true } ]
                    get:
                      tags: [T]
                      parameters: [ { $ref: '#/parameters/limit' } ]
                      responses: { 200: { $ref: '#/responses/Things' } }
                  /file: { get: { produces: [application/octet-stream], responses: { 200: { description: ok, schema: { type: file } } } } }
                parameters:
                  limit: { name: limit, in: query, type: integer }
                responses:
                  Things: { description: ok, schema: { type: array, items: { $ref: '#/definitions/Thing' } } }
                definitions:
                  Thing: { type: object, required: [id], properties: { id: { type: integer, format: int32 }, next: { $ref: '#/definitions/Thing' }, note: { type: string, x-nullable: true } } }
                """);
        assertThat(description.format()).isEqualTo("Swagger 2.0");
        assertThat(names(description)).containsExactly("T./things");
        Table things = table(description, "T./things");
        assertThat(things.columns()).extracting(column -> column.name() + " " + column.type() + (column.nullable() ? "?" : "")).containsExactly("id INTEGER", "next STRUCT?", "note VARCHAR?");
        assertThat(things.properties()).containsEntry("query_parameters", List.of("q: string, required", "limit: integer"));
        assertThat(edges(things)).containsExactly("[next] → T./things[id]");
    }

    @Test
    void jsonApiShowsItsAttributes() {
        Table table = table(read(THINGS.replace("items: { $ref: '#/components/schemas/Thing' }", "items: { type: object, required: [id, type, attributes], properties: { id: { type: string }, "
                + "type: { type: string }, attributes: { type: object, required: [name], properties: { name: { type: string }, size: { type: integer } } }, relationships: { type: object } } }")
                + "        a: { type: string }\n"), "default./things");
        assertThat(table.columns()).extracting(column -> column.name() + (column.nullable() ? "?" : "")).containsExactly("id", "type", "relationships?", "name", "size?");
    }

    @Test
    void otherDocumentsBecomePartOfTheDescription() {
        List<URI> asked = new ArrayList<>();
        Map<String, String> documents = Map.of(
                "/spec/schemas/pet.yaml", "Pet:\n  type: object\n  required: [id]\n  properties:\n    id: { type: string }\n    owner: { $ref: '../owner.json' }\n    friend: { $ref: '#/Pet' }\n",
                "/spec/owner.json", "{\"type\": \"object\", \"properties\": {\"pets\": {\"type\": \"array\", \"items\": {\"$ref\": \"schemas/pet.yaml#/Pet\"}}}}",
                "/spec/paths.yaml", "pets:\n  get: { responses: { 200: { description: ok, content: { application/json: { schema: { type: array, items: { $ref: 'schemas/pet.yaml#/Pet' } } } } } } }\n");
        Description description = read("openapi: 3.0.3\ninfo: { title: T, version: '1' }\npaths:\n  /pets: { $ref: 'paths.yaml#/pets' }\n", address -> {
            asked.add(address);
            return documents.get(address.getPath()).getBytes(StandardCharsets.UTF_8);
        });
        assertThat(asked).hasSize(3).doesNotHaveDuplicates().allMatch(address -> address.getHost().equals("api.example.com"));
        assertThat(edges(table(description, "default./pets"))).containsExactly("[friend] → default./pets[id]", "[owner] → components.owner[]");
        assertThat(edges(table(description, "components.owner"))).containsExactly("[pets] → default./pets[id]");
        assertThat(description.warnings()).isEmpty();
    }

    @Test
    void documentsThatLeadOnAndOnAreFollowedFiveTimesAndTwentyAtTheMost() {
        List<URI> asked = new ArrayList<>();
        Elsewhere chain = address -> {
            asked.add(address);
            int number = Integer.parseInt(address.getPath().replaceAll("\\D", ""));
            return ("{\"type\": \"object\", \"properties\": {\"next\": {\"$ref\": \"" + (number + 1) + ".json\"}}}").getBytes(StandardCharsets.UTF_8);
        };
        Description description = read(THINGS + "        next: { $ref: '1.json' }\n", chain);
        assertThat(asked).hasSize(5);
        assertThat(description.warnings()).hasSize(1);

        asked.clear();
        String many = IntStream.range(0, 50).mapToObj(i -> "        f" + i + ": { $ref: '" + i * 1000 + ".json' }\n").collect(Collectors.joining());
        read(THINGS + many, address -> {
            asked.add(address);
            return "{\"type\": \"string\"}".getBytes(StandardCharsets.UTF_8);
        });
        assertThat(asked).hasSizeLessThanOrEqualTo(20);
    }

    @Test
    void theParserItselfFetchesNothing() throws Exception {
        try (testing.WebServer server = testing.WebServer.plain()) {
            read(THINGS + "        a: { $ref: '" + server.url() + "/a.json' }\n        b: { $ref: 'file:///etc/passwd' }\n");
            assertThat(server.asked()).isEmpty();
        }
    }

    @Test
    void typesThatAreMadeOfEachOtherCostNoMoreThanTheirLength() {
        String doubling = IntStream.range(0, 100).mapToObj(i -> "    C" + i + ": { allOf: [ { $ref: '#/components/schemas/C" + (i + 1) + "' }, { $ref: '#/components/schemas/C" + (i + 1) + "' } ] }\n")
                .collect(Collectors.joining());
        String text = THINGS.replace("    Nothing:", doubling + "    C100: { type: object, properties: { deep: { type: string } } }\n    Nothing:");
        Table table = table(readSoon(text.replace("items: { $ref: '#/components/schemas/Thing' }", "items: { $ref: '#/components/schemas/C0' }") + "        a: { type: string }\n"), "default./things");
        assertThat(table.columns()).extracting(Column::name).containsExactly("deep");
    }

    @Test
    void whatIsMadeOfItselfAddsNothing() {
        String text = THINGS.replace("    Nothing:", "    A: { allOf: [ { $ref: '#/components/schemas/B' }, { type: object, properties: { a: { type: string } } } ] }\n"
                + "    B: { allOf: [ { $ref: '#/components/schemas/A' }, { type: object, properties: { b: { type: string } } } ] }\n    C: { $ref: '#/components/schemas/C' }\n    Nothing:");
        Table table = table(readSoon(text + "        one: { $ref: '#/components/schemas/A' }\n        two: { $ref: '#/components/schemas/C' }\n"), "default./things");
        assertThat(table.columns()).extracting(Column::type).containsExactly(CommonType.STRUCT, CommonType.UNKNOWN);
    }

    /** Each choice has a hundred choices, and so on: 10¹² types, if all were spelled out. */
    @Test
    void choicesOfChoicesAreLookedAtOnce() {
        StringBuilder choices = new StringBuilder();
        for (int level = 0; level < 7; level++) {
            int next = level + 1;
            String all = IntStream.range(0, 100).mapToObj(i -> "{ type: string, format: f" + i + " }, { $ref: '#/components/schemas/L" + next + "' }").collect(Collectors.joining(", "));
            choices.append("    L").append(level).append(": { anyOf: [ ").append(all).append(" ] }\n");
        }
        String text = THINGS.replace("    Nothing:", choices + "    L7: { type: integer }\n    Nothing:") + "        bomb: { $ref: '#/components/schemas/L0' }\n";
        Column bomb = table(readSoon(text), "default./things").columns().get(0);
        assertThat(bomb.type()).isEqualTo(CommonType.JSON);
        assertThat(bomb.nativeType()).hasSizeLessThanOrEqualTo(2_000);
    }

    @Test
    void aliasesOfAliasesEndAtABudget() {
        StringBuilder yaml = new StringBuilder("openapi: 3.0.3\nx0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (int i = 1; i < 12; i++) yaml.append("x").append(i).append(": &a").append(i).append(" [").append(("*a" + (i - 1) + ", ").repeat(9)).append("*a").append(i - 1).append("]\n");
        assertThatThrownBy(() -> readSoon(yaml.toString())).isInstanceOfSatisfying(ProblemException.class, refused -> assertThat(refused.problem().code()).isEqualTo("description_too_large"));
        assertThatThrownBy(() -> readSoon("openapi: 3.0.3\na: &a\n  b: *a\n")).isInstanceOf(ProblemException.class);
    }

    @Test
    void aliasesAndMergedKeysAreFollowed() {
        Table table = things("""
                base: &text { type: string, maxLength: 10 }
                same: *text
                more: { <<: *text, maxLength: 20 }
                """);
        assertThat(table.columns()).extracting(Column::length).containsExactly(10, 10, 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "- a\n- b", "{", "{\"a\": 1}", "[]", "null", "openapi", "a: b: c", "<html></html>", "{\"openapi\": {}}", "!!javax.script.ScriptEngineManager [!!java.net.URL [\"http://localhost\"]]"})
    void whatIsNoDescriptionIsRefused(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOfSatisfying(ProblemException.class, refused -> {
            assertThat(refused.problem().kind()).isEqualTo(FailureKind.CONFIG);
            assertThat(refused.problem().message()).doesNotContain("ScriptEngine", "javax");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"openapi\": \"3.0.3\"}", "openapi: 3.0.3\npaths: []", "openapi: 3.0.3\npaths: { /a: null, /b: { get: null }, /c: { get: { responses: { 200: null } } }, /d: [] }",
        "openapi: 3.0.3\npaths: { /a: { get: { parameters: [ null, 7, { in: query } ], tags: [ null ], responses: { 200: { content: { application/json: null } } } } } }\ncomponents: { schemas: { A: null, B: [], C: 7 } }",
        "swagger: '2.0'\npaths: { /a: { get: { responses: { 200: 7 }, parameters: 3 } }, /b: 5 }\ndefinitions: []\nparameters: [ 1 ]",
        "openapi: 3.1.0\npaths: { /a: { get: { responses: { 200: { content: { application/json: { schema: true } } } } } } }"})
    void oddDescriptionsAreReadAsFarAsTheyGo(String text) {
        assertThat(readSoon(text).tables()).hasSizeLessThan(2);
    }

    @Test
    void deepDocumentsAreRefused() {
        assertThatThrownBy(() -> read("{\"openapi\": \"3.0.3\", \"x\": " + "[".repeat(10_000) + "]".repeat(10_000) + "}")).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> read("openapi: 3.0.3\nx: " + "[".repeat(10_000) + "]".repeat(10_000))).isInstanceOf(ProblemException.class);
        String nested = "{ type: array, items: ".repeat(80) + "{ type: string }" + " }".repeat(80);
        assertThat(things("deep: " + nested + "\n").columns().get(0).nativeType()).startsWith("array<array<").contains("…");
    }

    @Test
    void namesAreExactAndTextsAreBounded() {
        Description description = read("""
                {"openapi": "3.0.3", "info": {"title": "%s", "version": "1"}, "paths": {"/th ings/ü/~1'\\";--": {"get": {"responses": {"200": {"description": "", "content": {"application/json":
                 {"schema": {"type": "array", "items": {"type": "object", "properties": {"a.b[]\\u0000": {"type": "string", "description": "%s"}}}}}}}}}}}}
                """.formatted("x".repeat(5_000), "y".repeat(10_000)));
        Table table = description.tables().get(0);
        assertThat(table.name()).isEqualTo("/th ings/ü/~1'\";--");
        assertThat(description.title()).hasSize(1_000);
        assertThat(table.columns().get(0).name()).isEqualTo("a.b[]\u0000");
        assertThat(table.columns().get(0).comment()).hasSize(4_000);
    }

    /** On a thread of its own: one that does not end is a failure, and not the end of all tests. */
    private static Description readSoon(String text) {
        try {
            return CompletableFuture.supplyAsync(() -> read(text)).get(1, TimeUnit.MINUTES);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException known ? known : new IllegalStateException(failed);
        } catch (InterruptedException | TimeoutException endless) {
            throw new AssertionError("It does not end", endless);
        }
    }
}
