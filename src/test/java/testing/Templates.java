package testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The route templates as they are written, for tests that hold them against rules. */
public final class Templates {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** @param name the file's, without its ending; @param tree below {@code routeTemplate} */
    public record Template(String name, String text, JsonNode tree) {
        public List<JsonNode> steps() {
            return list(tree.at("/from/steps"));
        }

        /** Calls with each name and value, at any depth. */
        public void visit(BiConsumer<String, JsonNode> visitor) {
            Templates.visit(tree, visitor);
        }

        /** The Camel components that its endpoints and bean steps need; one that each connection has for itself is named after it. */
        public Set<String> components() {
            Set<String> components = new TreeSet<>();
            visit((name, value) -> {
                if (name.equals("uri")) components.add(value.asText().split(":")[0].replace("-{{connection}}", ""));
                if (name.equals("bean")) components.add("bean");
            });
            return components;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private Templates() { }

    public static List<Template> all() {
        try {
            return Arrays.stream(new PathMatchingResourcePatternResolver().getResources("classpath:camel/templates/*"))
                    .map(Templates::read).sorted(Comparator.comparing(Template::name)).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Template read(Resource file) {
        try {
            String text = file.getContentAsString(StandardCharsets.UTF_8);
            JsonNode templates = YAML.readTree(text);
            if (templates.size() != 1) throw new AssertionError(file + " holds more than one template");
            return new Template(file.getFilename().replace(".camel.yaml", ""), text, templates.get(0).required("routeTemplate"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void visit(JsonNode node, BiConsumer<String, JsonNode> visitor) {
        node.fields().forEachRemaining(field -> visitor.accept(field.getKey(), field.getValue()));
        node.forEach(child -> visit(child, visitor));
    }

    private static List<JsonNode> list(JsonNode array) {
        return java.util.stream.StreamSupport.stream(array.spliterator(), false).toList();
    }
}
