package types;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import problems.FailureKind;

/** What every type's folder has to keep to. A new folder is found by itself. */
class EveryTypeTest {
    private static final Set<String> CONTRACT_TEXTS = Set.of("schemas.sql", "tables.sql", "columns.sql", "keys.sql", "indexes.sql", "identity.sql", "target.sql", "visible.sql");
    /** What the JDBC family reads of each answer; {@code generated} may be said by {@code is_generated} instead. */
    private static final Map<String, List<String>> CONTRACT_COLUMNS = Map.of(
            "schemas.sql", List.of("schema_name", "comment", "table_count"),
            "tables.sql", List.of("schema_name", "table_name", "kind", "comment", "row_estimate"),
            "columns.sql", List.of("schema_name", "table_name", "column_name", "position", "native_type", "type_name", "length", "numeric_precision",
                    "numeric_scale", "nullable", "default_value", "is_identity", "comment"),
            "keys.sql", List.of("schema_name", "table_name", "constraint_name", "kind", "position", "column_name", "referenced_schema", "referenced_table",
                    "referenced_column", "on_delete", "on_update", "expression"),
            "indexes.sql", List.of("schema_name", "table_name", "index_name", "position", "column_name", "is_included", "is_unique", "type", "filter"));
    /** What {@code connectors.jdbc.Binds} gives. */
    private static final Set<String> BINDS = Set.of("tokens", "schemas", "schema", "table", "tracking_tables", "cdc_enabled");
    private static final Pattern SECRET_NAME = Pattern.compile("(?i).*(password|secret|private_?key|passphrase|api_?key|(?<!_)token)$");
    private static final Set<String> ERROR_PLACEHOLDERS = Set.of("host", "port", "database", "username", "product");
    private static final Pattern SENTENCE = Pattern.compile("(?s)[A-Z'{\"].*[.!?]");
    private static final Pattern BIND = Pattern.compile(":#(\\w+)");
    private static final Pattern LOUD_URL = Pattern.compile("(?i)^\\s*(javascript|data|https?|//).*");

    static Stream<ConnectionType> types() {
        return new ConnectionTypes().all().stream();
    }

    private static SettingsSchema schema(ConnectionType type) {
        return new ConnectionTypes().schema(type);
    }

    @ParameterizedTest
    @MethodSource("types")
    void theSchemaIsJsonSchemaAndRefusesWhatItDoesNotKnow(ConnectionType type) {
        var meta = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(com.networknt.schema.SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        assertThat(meta.validate(type.settings())).isEmpty();
        visitFields(type.settings(), JsonPointer.empty(), (pointer, field) -> {
            if (field.has("properties")) assertThat(field.path("additionalProperties").asBoolean(true)).as("%s takes unknown settings", pointer).isFalse();
        });
        assertThat(type.settings().path("additionalProperties").asBoolean(true)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyFieldHasATitleOrIsHidden(ConnectionType type) {
        visitFields(type.settings(), JsonPointer.empty(), (pointer, field) ->
                assertThat(field.has("title") || isHidden(type.settings(), pointer)).as("%s has no title", pointer).isTrue());
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyTextIsBoundedAndSaysWhatItExpects(ConnectionType type) {
        visitFields(type.settings(), JsonPointer.empty(), (pointer, field) -> {
            if (!field.path("type").asText().equals("string") || field.has("enum") || field.has("const")) return;
            assertThat(field.has("maxLength")).as("%s has no maxLength", pointer).isTrue();
            if (field.has("pattern")) assertThat(field.path("x-message").asText()).as("%s has a pattern and no x-message", pointer).matches(SENTENCE);
        });
    }

    @ParameterizedTest
    @MethodSource("types")
    void whatIsCalledASecretIsOne(ConnectionType type) {
        visitFields(type.settings(), JsonPointer.empty(), (pointer, field) -> {
            if (field.has("properties") || field.has("enum")) return;
            if (SECRET_NAME.matcher(pointer.last().getMatchingProperty()).matches()) assertThat(schema(type).secrets()).contains(pointer);
        });
        for (JsonPointer secret : schema(type).secrets()) assertThat(field(type.settings(), secret).has("default")).as("%s has a default", secret).isFalse();
    }

    @ParameterizedTest
    @MethodSource("types")
    void pointersLeadToSettings(ConnectionType type) {
        assertThat(type.destination()).isNotEmpty().allSatisfy(pointer -> assertThat(field(type.settings(), JsonPointer.compile(pointer)).isMissingNode()).isFalse());
        type.errors().stream().filter(error -> error.field() != null)
                .forEach(error -> assertThat(field(type.settings(), JsonPointer.compile(error.field())).isMissingNode()).as(error.field()).isFalse());
        type.settings().findParents("x-visible-if")
                .forEach(field -> assertThat(field(type.settings(), JsonPointer.compile(field.at("/x-visible-if/pointer").asText())).isMissingNode()).isFalse());
    }

    @ParameterizedTest
    @MethodSource("types")
    void aSignInInTheBrowserIsMadeOfSettings(ConnectionType type) {
        ConnectionType.Authorize how = type.authorize();
        if (how == null) return;
        assertThat(how.below()).isNotEmpty().allSatisfy(pointer -> assertThat(field(type.settings(), JsonPointer.compile(pointer)).isMissingNode()).isFalse());
        assertThat(how.path()).matches("(/[a-z0-9]+)*");
        assertThat(field(type.settings(), JsonPointer.compile(how.client())).isMissingNode()).isFalse();
        if (how.scope() != null) assertThat(field(type.settings(), JsonPointer.compile(how.scope())).isMissingNode()).isFalse();
        assertThat(schema(type).secrets()).contains(JsonPointer.compile(how.receives()));
        how.when().forEach((pointer, value) -> assertThat(field(type.settings(), JsonPointer.compile(pointer)).path("enum").toString()).contains('"' + value + '"'));
    }

    @ParameterizedTest
    @MethodSource("types")
    void errorsAreSentencesWithARemedy(ConnectionType type) {
        for (ConnectionType.ErrorText error : type.errors()) {
            assertThat(error.code()).isNotBlank();
            assertThat(error.kind()).isNotNull();
            if (error.message() == null) continue;
            assertThat(error.message()).matches(SENTENCE);
            assertThat(error.fix()).as("the remedy of %s", error.code()).isNotBlank();
            assertThat(placeholders(error.message() + error.fix())).isSubsetOf(ERROR_PLACEHOLDERS);
            if (error.kind() == FailureKind.CONFIG) assertThat(error.field()).as("the field of %s", error.code()).isNotNull();
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void limitsAreSet(ConnectionType type) {
        assertThat(type.limits().requestsPerMinute()).isPositive();
        assertThat(type.limits().concurrent()).isPositive();
        assertThat(type.limits().timeout()).isPositive();
        assertThat(type.limits().importTimeout()).isGreaterThan(type.limits().timeout());
    }

    /** What bounds a call is a number that has bounds itself. */
    @ParameterizedTest
    @MethodSource("types")
    void limitsOfAConnectionAreNumbersWithBounds(ConnectionType type) {
        Limits.Own own = type.limits().own();
        for (String pointer : Stream.of(own.requestsPerMinute(), own.timeout(), own.answer()).filter(java.util.Objects::nonNull).toList()) {
            JsonNode setting = field(type.settings(), JsonPointer.compile(pointer));
            assertThat(setting.path("type").asText()).as(pointer).isEqualTo("integer");
            assertThat(setting.path("minimum").asInt()).as(pointer).isPositive();
            assertThat(setting.path("maximum").asInt()).as(pointer).isPositive();
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void stepsHaveTheirTexts(ConnectionType type) {
        for (ConnectionType.StepText step : type.steps()) {
            assertThat(step.id()).matches("[a-z][a-z_]*");
            assertThat(step.label()).isNotBlank();
            if (step.text() != null) assertThat(type.texts()).containsKey(step.text());
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void sqlIsReadOnlyOrderedAndBindsWhatTheFamilyGives(ConnectionType type) {
        if (!type.family().equals("jdbc")) return;
        assertThat(type.texts().keySet()).containsAll(CONTRACT_TEXTS);
        type.texts().forEach((name, sql) -> {
            assertThat(sql).as("%s begins with its purpose", name).startsWith("-- ");
            assertThat(BIND.matcher(sql).results().map(found -> found.group(1))).as("binds of %s", name).isSubsetOf(BINDS);
            assertThat(sql.replaceAll(":#\\w+", "")).as("Camel takes # and :? for its own in %s", name).doesNotContain("#", ":?", "${", "{{");
            if (!name.equals("session.sql")) assertThat(sql.toUpperCase(java.util.Locale.ROOT)).doesNotContainPattern("(?m)^\\s*(INSERT|UPDATE|DELETE|MERGE|CREATE|DROP|ALTER|GRANT|CALL|EXEC)\\b");
        });
        for (String ordered : List.of("schemas.sql", "tables.sql", "columns.sql", "keys.sql", "indexes.sql")) assertThat(type.text(ordered)).containsPattern("(?is)\\bORDER\\s+BY\\b");
        assertThat(type.driverProperties()).containsAll(type.driver().properties().keySet());
    }

    @ParameterizedTest
    @MethodSource("types")
    void sqlAnswersTheColumnsThatTheFamilyReads(ConnectionType type) {
        if (!type.family().equals("jdbc")) return;
        CONTRACT_COLUMNS.forEach((text, columns) -> columns.forEach(column ->
                assertThat(type.text(text)).as("%s of %s", text, type.id()).containsPattern("(?im)(\\bAS\\s+\"?|\\.|^\\s+)" + column + "\\b")));
    }

    @ParameterizedTest
    @MethodSource("types")
    void theIconIsAStillPicture(ConnectionType type) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        Document icon = factory.newDocumentBuilder().parse(new InputSource(new StringReader(type.icon())));
        assertThat(icon.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(icon.getDocumentElement().hasAttribute("viewBox")).isTrue();
        NodeList all = icon.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) assertHarmless((Element) all.item(i));
    }

    private static void assertHarmless(Element element) {
        assertThat(element.getTagName()).isNotIn("script", "foreignObject", "image", "use", "a", "style", "animate", "set", "iframe");
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            var attribute = element.getAttributes().item(i);
            assertThat(attribute.getNodeName()).doesNotStartWith("on").doesNotContain("href");
            if (!attribute.getNodeName().startsWith("xmlns")) assertThat(attribute.getNodeValue()).doesNotMatch(LOUD_URL);
        }
    }

    private static List<String> placeholders(String text) {
        return Pattern.compile("\\{(\\w+)}").matcher(text).results().map(found -> found.group(1)).toList();
    }

    private static boolean isHidden(JsonNode settings, JsonPointer pointer) {
        List<JsonPointer> above = new ArrayList<>();
        for (JsonPointer p = pointer; p != null && !p.matches(); p = p.head()) above.add(p);
        return above.stream().anyMatch(p -> field(settings, p).path("x-hidden").asBoolean());
    }

    private static JsonNode field(JsonNode settings, JsonPointer pointer) {
        JsonNode at = settings;
        for (JsonPointer p = pointer; !p.matches(); p = p.tail()) at = at.path("properties").path(p.getMatchingProperty());
        return at;
    }

    private static void visitFields(JsonNode schema, JsonPointer here, BiConsumer<JsonPointer, JsonNode> visitor) {
        for (var property : schema.path("properties").properties()) {
            JsonPointer pointer = here.appendProperty(property.getKey());
            visitor.accept(pointer, property.getValue());
            visitFields(property.getValue(), pointer, visitor);
        }
    }
}
