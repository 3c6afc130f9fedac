package routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import testing.Templates;
import testing.Templates.Template;
import types.ConnectionType;
import types.ConnectionTypes;

/** The rules for routes, held against every template there is. Camel expands far more in a parameter than one would think. */
class TemplateRulesTest {
    private static final Set<String> WORK_PARAMETERS = Set.of("connection");
    private static final Set<String> GUARD_PARAMETERS = Set.of("connection", "operation", "work", "requests", "concurrent", "timeout");
    /** Steps that choose an endpoint by data, or evaluate text. */
    private static final Set<String> FORBIDDEN_STEPS = Set.of("toD", "recipientList", "routingSlip", "dynamicRouter", "enrich", "pollEnrich", "poll", "script",
            "wireTap", "kamelet", "serviceCall", "log", "setHeader", "setHeaders", "onException", "errorHandler", "doTry");
    private static final Set<String> EXPRESSIONS = Set.of("simple", "csimple", "expression", "language", "groovy", "java", "joor", "js", "python", "jq", "jsonpath", "xpath",
            "xquery", "xtokenize", "tokenize", "mvel", "ognl", "spel", "header", "exchangeProperty", "variable", "method", "ref", "datasonnet", "hl7terser", "wasm");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(.*?)}}");

    static List<Template> templates() {
        return Templates.all();
    }

    static Stream<ConnectionType> types() {
        return new ConnectionTypes().all().stream();
    }

    @ParameterizedTest
    @MethodSource("templates")
    void parametersAreIdsWordsOfOursAndNumbers(Template template) {
        Set<String> permitted = isGuard(template) ? GUARD_PARAMETERS : WORK_PARAMETERS;
        assertThat(parameters(template)).isNotEmpty().isSubsetOf(permitted);
    }

    @ParameterizedTest
    @MethodSource("templates")
    void everyPlaceholderIsAParameter(Template template) {
        assertThat(PLACEHOLDER.matcher(template.text()).results().map(found -> found.group(1))).isSubsetOf(parameters(template));
        assertThat(template.text()).doesNotContain("$simple{", "${", "RAW(", "#class:", "#type:", "#bean:", "http:", "https:");
    }

    @ParameterizedTest
    @MethodSource("templates")
    void nothingIsChosenOrEvaluatedFromData(Template template) {
        List<String> found = new ArrayList<>();
        template.visit((name, value) -> {
            if (FORBIDDEN_STEPS.contains(name)) found.add(name);
            if (EXPRESSIONS.contains(name) && !isReference(name, value)) found.add(name);
        });
        assertThat(found).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("templates")
    void allHeadersAreRemovedFirst(Template template) {
        JsonNode first = template.steps().get(0).path("removeHeaders");
        assertThat(first.path("pattern").asText()).isEqualTo("*");
        assertThat(first.has("excludePatterns")).isFalse();
        assertThat(first.path("excludePattern").asText()).isEqualTo(isGuard(template) ? "CamelRedeliver*" : "");
    }

    @ParameterizedTest
    @MethodSource("templates")
    void theTemplateIsNamedLikeItsFileAndEntersWhereTheGuardSends(Template template) {
        assertThat(template.tree().path("id").asText()).isEqualTo(template.name());
        String operation = template.name().substring(template.name().indexOf('-') + 1);
        String entry = isGuard(template) ? "direct:{{operation}}-{{connection}}" : "direct:" + operation + "-{{connection}}-work";
        assertThat(template.tree().at("/from/uri").asText()).isEqualTo(entry);
    }

    /** An open breaker that answers nothing looks like an empty source. */
    @Test
    void theGuardsOpenBreakerThrows() {
        Template guard = templates().stream().filter(TemplateRulesTest::isGuard).findFirst().orElseThrow();
        List<JsonNode> breakers = new ArrayList<>();
        guard.visit((name, value) -> {
            if (name.equals("resilience4jConfiguration")) breakers.add(value);
        });
        assertThat(breakers).singleElement().satisfies(breaker -> {
            assertThat(breaker.path("throwExceptionWhenHalfOpenOrOpenState").asBoolean()).isTrue();
            assertThat(breaker.path("timeoutEnabled").asBoolean()).isTrue();
            assertThat(breaker.path("timeoutExecutorService").asText()).startsWith("#");
        });
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyFamilyHasAllOperations(ConnectionType type) {
        assertThat(templatesOf(type)).extracting(Template::name)
                .containsExactlyInAnyOrderElementsOf(Operation.of(type).stream().map(operation -> type.family() + "-" + operation.work().wireName()).distinct().toList());
    }

    @ParameterizedTest
    @MethodSource("types")
    void theTypeNamesTheComponentsThatItsTemplatesUse(ConnectionType type) {
        assertThat(templatesOf(type).stream().flatMap(template -> template.components().stream()).distinct()).containsExactlyInAnyOrderElementsOf(type.components());
    }

    @Test
    void everyTemplateBelongsToAFamily() {
        Set<String> families = types().map(ConnectionType::family).collect(java.util.stream.Collectors.toSet());
        assertThat(templates()).allMatch(template -> isGuard(template) || families.contains(template.name().substring(0, template.name().indexOf('-'))));
    }

    private static List<Template> templatesOf(ConnectionType type) {
        return templates().stream().filter(template -> template.name().startsWith(type.family() + "-")).toList();
    }

    private static boolean isGuard(Template template) {
        return template.name().equals("guard");
    }

    private static List<String> parameters(Template template) {
        List<String> names = new ArrayList<>();
        template.tree().path("parameters").forEach(parameter -> names.add(parameter.path("name").asText()));
        return names;
    }

    /** {@code ref: reader-{{connection}}} and {@code method: read} name a bean of ours and its method. */
    private static boolean isReference(String name, JsonNode value) {
        return (name.equals("ref") || name.equals("method")) && value.isTextual() && value.asText().matches("[A-Za-z.]+(-\\{\\{connection}})?");
    }
}
