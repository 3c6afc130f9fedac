package helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The chart in {@code helm/serai} as the real engine reads and renders it. The engine is Go inside this JVM: it says that
 * the cluster is Kubernetes 1.20 whatever the chart asks for, and from the first rendering on the JVM no longer hears SIGTERM.
 */
final class Chart {
    static final Helm HELM = new Helm(Path.of("helm/serai"));
    private static final YAMLMapper YAML = new YAMLMapper();

    private Chart() { }

    static Rendered render() {
        return render(Map.of());
    }

    /** @param changes path of a value, as after {@code --set}, to what it becomes */
    static Rendered render(Map<String, ?> changes) {
        TemplateCommand command = HELM.template().withName("serai").withNamespace("integration");
        changes.forEach(command::set);
        return Rendered.of(command.call());
    }

    /** What Kubernetes would be given. */
    record Rendered(List<JsonNode> objects) {

        static Rendered of(String yaml) {
            try (MappingIterator<JsonNode> documents = YAML.readerFor(JsonNode.class).readValues(yaml)) {
                return new Rendered(documents.readAll().stream().filter(JsonNode::isObject).toList());
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }

        List<JsonNode> all(String kind) {
            return objects.stream().filter(object -> object.path("kind").asText().equals(kind)).toList();
        }

        JsonNode one(String kind) {
            List<JsonNode> found = all(kind);
            if (found.size() != 1) throw new AssertionError("Expected one " + kind + ", found " + found.size());
            return found.get(0);
        }

        JsonNode pod() {
            return one("Deployment").at("/spec/template/spec");
        }
    }
}
