package connectors.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import catalog.Discovered;
import catalog.Schema;
import catalog.Selection;
import egress.KeepsPolicy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;
import testing.WebServer;

/** Where descriptions are looked for, and when they are read again. */
@ExtendWith(KeepsPolicy.class)
class DescriptionLookupTest {
    private static final String KEY = "\"authentication\": {\"type\": \"bearer\", \"token\": \"the-key\"}";

    private final RestHarness api = new RestHarness();

    @AfterEach
    void stop() {
        api.close();
    }

    private static List<String> names(ApiReader reader) throws IOException {
        List<String> names = new ArrayList<>();
        reader.read(Selection.EVERYTHING).forEachRemaining(found -> names.add(found.tableName().toString()));
        return names;
    }

    private static Problem refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return org.assertj.core.api.Assertions.catchThrowableOfType(ProblemException.class, call).problem();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/openapi.json", "/api/v3/api-docs", "/swagger/v1/swagger.json", "/openapi.yaml", "/.well-known/openapi.json"})
    void aDescriptionAtAUsualPlaceIsFound(String place) throws IOException {
        api.server.json(place, RestHarness.DESCRIPTION);
        ApiReader reader = api.reader("");
        assertThat(names(reader)).containsExactly("Sales./orders");
        int calls = api.server.asked().size();
        assertThat(reader.test().steps()).isNotEmpty();
        assertThat(api.server.asked().subList(calls, api.server.asked().size())).extracting(WebServer.Asked::path).as("it is looked for once").containsOnly("/api", place);
    }

    @Test
    void pagesAtUsualPlacesAreNoDescriptions() {
        api.server.on("/api/openapi.json", (exchange, asked) -> WebServer.send(exchange, 200, "text/html", "<html>openapi</html>"));
        api.server.json("/api/openapi.yaml", "{\"error\": \"none\"}");
        assertThat(refusal(() -> names(api.reader("")))).satisfies(problem -> {
            assertThat(problem.code()).isEqualTo("no_description");
            assertThat(problem.field()).isEqualTo("/openapi/url");
        });
    }

    @Test
    void theAddressMayBeAPathOrWhole() throws IOException {
        api.server.json("/api/spec", RestHarness.DESCRIPTION).json("/other/spec", RestHarness.DESCRIPTION);
        assertThat(names(api.reader(KEY + ", \"openapi\": {\"url\": \"/spec?v=1\"}"))).hasSize(1);
        assertThat(names(api.reader(KEY + ", \"openapi\": {\"url\": \"" + api.server.url() + "/other/spec\"}"))).hasSize(1);
        assertThat(api.server.asked()).hasSize(2).allSatisfy(asked -> assertThat(asked.header("Authorization")).isEqualTo("Bearer the-key"));
        assertThat(api.server.asked().get(0).target()).isEqualTo("/api/spec?v=1");
    }

    @Test
    void anotherServerIsAskedOnlyIfTheOperatorNamesItAndWithoutCredentials() throws IOException {
        try (WebServer elsewhere = WebServer.plain()) {
            elsewhere.json("/spec", RestHarness.DESCRIPTION);
            String settings = KEY + ", \"openapi\": {\"url\": \"" + elsewhere.url() + "/spec\"}";
            assertThat(refusal(() -> names(api.reader(settings)))).satisfies(problem -> {
                assertThat(problem.kind()).isEqualTo(FailureKind.POLICY);
                assertThat(problem.field()).isEqualTo("/openapi/url");
            });
            assertThat(elsewhere.asked()).isEmpty();
            assertThat(names(api.reader(settings, elsewhere.url()))).hasSize(1);
            assertThat(elsewhere.asked()).singleElement().satisfies(asked -> assertThat(asked.header("Authorization")).isNull());
        }
    }

    @Test
    void referencesLeadToTheSameServerOnly() throws IOException {
        try (WebServer elsewhere = WebServer.plain()) {
            elsewhere.json("/x.json", "{\"type\": \"object\", \"properties\": {\"far\": {\"type\": \"string\"}}}");
            api.server.json("/api/near.json", "{\"type\": \"object\", \"properties\": {\"near\": {\"type\": \"string\"}}}");
            api.server.json("/api/openapi.json", RestHarness.DESCRIPTION.replace("{\"type\": \"integer\"}", "{\"$ref\": \"near.json\"}")
                    .replace("{\"type\": \"string\", \"format\": \"date-time\"}", "{\"$ref\": \"" + elsewhere.url() + "/x.json\"}"));
            ApiReader reader = api.reader(KEY);
            assertThat(names(reader)).containsExactly("Sales./orders", "components.near");
            assertThat(elsewhere.asked()).isEmpty();
            assertThat(reader.schemas()).extracting(Schema::changeToken).as("the parts may change alone").containsOnlyNulls();
        }
    }

    @Test
    void anUnchangedDescriptionIsNotReadAgain() throws IOException {
        api.server.on("/api/openapi.json", (exchange, asked) -> {
            exchange.getResponseHeaders().set("ETag", "\"v1\"");
            boolean same = "\"v1\"".equals(asked.header("If-None-Match"));
            WebServer.send(exchange, same ? 304 : 200, "application/json", RestHarness.DESCRIPTION);
        });
        ApiReader reader = api.reader("");
        String token = reader.schemas().get(0).changeToken();
        assertThat(reader.tables(Map.of("schema", "Sales"))).hasSize(1);
        assertThat(reader.table(Map.of("schema", "Sales", "table", "/orders")).columns()).hasSize(2);
        assertThat(reader.table(Map.of("schema", "Sales", "table", "/Orders"))).isNull();
        assertThat(api.server.asked()).as("browsing asks once in a while").hasSize(1);
        reader.test();
        assertThat(api.server.asked("/api/openapi.json")).hasSize(2).last().satisfies(asked -> assertThat(asked.header("If-None-Match")).isEqualTo("\"v1\""));
        assertThat(reader.schemas().get(0).changeToken()).isEqualTo(token).isNotNull();

        api.server.json("/api/openapi.json", RestHarness.DESCRIPTION.replace("/orders", "/invoices"));
        reader.test();
        assertThat(reader.schemas().get(0).changeToken()).isNotEqualTo(token);
        assertThat(names(reader)).containsExactly("Sales./invoices");
    }

    @Test
    void aPastedDescriptionNeedsNoCall() throws IOException {
        String document = com.fasterxml.jackson.databind.node.TextNode.valueOf(RestHarness.DESCRIPTION).toString();
        assertThat(names(api.reader("\"openapi\": {\"document\": " + document + "}"))).containsExactly("Sales./orders");
        assertThat(api.server.asked()).isEmpty();
    }

    @Test
    void aDescriptionMayBeLargerThanAnAnswerOfTheApi() throws IOException {
        api.server.json("/api/openapi.json", RestHarness.DESCRIPTION + " ".repeat(20_000));
        assertThat(names(api.reader("\"advanced\": {\"max_response_bytes\": 10000}"))).containsExactly("Sales./orders");
    }

    @Test
    void anAnswerThatIsTooLargeIsRefusedAtItsSetting() {
        api.server.json("/api/things", "[{\"id\": 1}" + " ".repeat(20_000) + "]");
        Problem refused = refusal(() -> names(api.reader("\"metadata\": {\"source\": \"samples\", \"sample_paths\": [\"/things\"]}, \"advanced\": {\"max_response_bytes\": 10000}")));
        assertThat(refused).extracting("code", "field").containsExactly("answer_too_large", "/advanced/max_response_bytes");
    }

    @Test
    void odataAndGraphQlAreAskedInTheirOwnWays() throws IOException {
        api.server.on("/api/$metadata", (exchange, asked) -> WebServer.send(exchange, 200, "application/xml", "<Edmx Version=\"4.0\"><DataServices><Schema Namespace=\"N\">"
                + "<EntityType Name=\"A\"><Property Name=\"x\" Type=\"Edm.String\"/></EntityType><EntityContainer Name=\"C\"><EntitySet Name=\"As\" EntityType=\"N.A\"/></EntityContainer></Schema></DataServices></Edmx>"));
        assertThat(names(api.reader("\"metadata\": {\"source\": \"odata\"}"))).containsExactly("C.As");
        assertThat(names(api.reader(""))).as("found by itself").containsExactly("C.As");
        api.server.json("/api/gql", "{\"data\": {\"__schema\": {\"queryType\": {\"name\": \"Q\"}, \"types\": [{\"kind\": \"OBJECT\", \"name\": \"Q\", \"fields\": [{\"name\": \"as\", \"type\": "
                + "{\"kind\": \"LIST\", \"ofType\": {\"kind\": \"OBJECT\", \"name\": \"A\"}}}]}, {\"kind\": \"OBJECT\", \"name\": \"A\", \"fields\": []}]}}}");
        assertThat(names(api.reader(KEY + ", \"metadata\": {\"source\": \"graphql\", \"graphql_path\": \"/gql\"}"))).containsExactly("Query.as");
        assertThat(api.server.asked("/api/gql")).singleElement().satisfies(asked -> {
            assertThat(asked.method()).isEqualTo("POST");
            assertThat(asked.body()).contains("__schema");
            assertThat(asked.header("Content-Type")).isEqualTo("application/json");
            assertThat(asked.header("Authorization")).isEqualTo("Bearer the-key");
        });
    }

    @Test
    void samplesFollowThePages() throws IOException {
        api.server.on("/api/link", (exchange, asked) -> {
            if (!asked.target().contains("page")) exchange.getResponseHeaders().set("Link", "<" + api.server.url() + "/api/link?page=9>; rel=\"last\", </api/link?page=2>; rel=\"next\"");
            WebServer.send(exchange, 200, "application/json", asked.target().contains("page=2") ? "[{\"b\": 1}]" : "[{\"a\": 1}]");
        });
        assertThat(columns("link", "\"mode\": \"link_header\"")).containsExactly("a", "b");
        api.server.on("/api/cursor", (exchange, asked) -> WebServer.send(exchange, 200, "application/json",
                asked.target().contains("after=c%2B1") ? "{\"data\": [{\"b\": 1}], \"meta\": {\"next\": null}}" : "{\"data\": [{\"a\": 1}], \"meta\": {\"next\": \"c+1\"}}"));
        assertThat(columns("cursor", "\"mode\": \"cursor\", \"parameter\": \"after\", \"cursor_field\": \"/meta/next\"")).containsExactly("a", "b");
        api.server.on("/api/offset", (exchange, asked) -> WebServer.send(exchange, 200, "application/json",
                asked.target().endsWith("n=2&skip=0") ? "[{\"a\": 1}]" : asked.target().endsWith("n=2&skip=2") ? "[{\"b\": 1}]" : "[]"));
        assertThat(columns("offset", "\"mode\": \"offset\", \"parameter\": \"skip\", \"size_parameter\": \"n\", \"size\": 2, \"pages\": 10")).containsExactly("a", "b");
        assertThat(api.server.asked("/api/offset")).hasSize(3);
        api.server.on("/api/page", (exchange, asked) -> WebServer.send(exchange, 200, "application/json", asked.target().endsWith("p=1") ? "[{\"a\": 1}]" : "[{\"b\": 1}]"));
        assertThat(columns("page", "\"mode\": \"page\", \"parameter\": \"p\", \"pages\": 2")).containsExactly("a", "b");
        assertThat(api.server.asked("/api/page")).hasSize(2);
    }

    private List<String> columns(String path, String pagination) throws IOException {
        ApiReader reader = api.reader("\"metadata\": {\"source\": \"samples\", \"sample_paths\": [\"/" + path + "\"]}, \"pagination\": {" + pagination + "}");
        return reader.table(Map.of("schema", "default", "table", "/" + path)).columns().stream().map(catalog.Column::name).toList();
    }

    @Test
    void aNextPageElsewhereAndOneThatRepeatsItselfEndIt() throws IOException {
        try (WebServer elsewhere = WebServer.plain()) {
            api.server.on("/api/away", (exchange, asked) -> {
                exchange.getResponseHeaders().set("Link", "<" + elsewhere.url() + "/api/away>; rel=next");
                WebServer.send(exchange, 200, "application/json", "[]");
            });
            assertThatThrownBy(() -> columns("away", "\"mode\": \"link_header\"")).isInstanceOfSatisfying(ProblemException.class, refused ->
                    assertThat(refused.problem().code()).isEqualTo("link_elsewhere"));
            assertThat(elsewhere.asked()).isEmpty();
        }
        api.server.on("/api/again", (exchange, asked) -> {
            exchange.getResponseHeaders().set("Link", "</api/again>; rel=next");
            WebServer.send(exchange, 200, "application/json", "[{\"a\": 1}]");
        });
        assertThat(columns("again", "\"mode\": \"link_header\", \"pages\": 20")).containsExactly("a");
        assertThat(api.server.asked("/api/again")).hasSize(1);
    }

    @Test
    void samplesStandInWhereThereIsNoDescription() throws IOException {
        api.server.json("/api/orders", "[{\"id\": 1}]");
        ApiReader reader = api.reader("\"metadata\": {\"sample_paths\": [\"/orders\"]}");
        assertThat(names(reader)).containsExactly("default./orders");
        assertThat(refusal(() -> names(api.reader("\"metadata\": {\"source\": \"samples\"}"))).field()).isEqualTo("/metadata/sample_paths");
    }

    @Test
    void aSelectionIsKeptTo() throws IOException {
        api.server.json("/api/openapi.json", RestHarness.DESCRIPTION);
        ApiReader reader = api.reader("");
        assertThat(reader.read(new Selection(List.of("Other"), null, null, null, true))).isExhausted();
        assertThat(reader.read(null)).toIterable().singleElement().isInstanceOf(Discovered.Readable.class);
        assertThat(reader.tables(Map.of("schema", "Other"))).isEmpty();
    }

    @Test
    void aServerThatAsksToWaitIsNotAskedAtOtherPlaces() {
        api.server.on("/api/openapi.json", (exchange, asked) -> {
            exchange.getResponseHeaders().set("Retry-After", "7");
            WebServer.send(exchange, 429, "application/json", "{}");
        });
        assertThat(refusal(() -> names(api.reader("")))).satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(FailureKind.QUOTA);
            assertThat(problem.retryAfter()).hasSeconds(7);
        });
        assertThat(api.server.asked()).hasSize(1);
    }

    @Test
    void theConnectionsOwnLimitIsKept() {
        api.server.json("/api/openapi.json", RestHarness.DESCRIPTION.replace("openapi", "none"));
        assertThat(refusal(() -> names(api.reader("\"rate_limit_per_minute\": 1, \"advanced\": {\"timeout\": 1}"))).code()).isEqualTo("own_rate_limit");
        assertThat(api.server.asked()).hasSize(1);
    }

    @Test
    void operatorsSettingsThatAreNoServersAreRefusedAtTheStart() {
        for (String wrong : List.of("specs.example.com", "https://specs.example.com/path", "https://*")) {
            assertThatThrownBy(() -> new RestConnector(api.clients, List.of(wrong))).isInstanceOf(IllegalStateException.class).hasMessageContaining("serai.rest.description-servers");
        }
    }
}
