package types;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/** Every type there is, read once from the folders under {@code camel/types/}. */
@Component
public class ConnectionTypes {
    private static final String ROOT = "classpath*:camel/types/";

    private final ObjectMapper yaml = new ObjectMapper(new YAMLFactory())
            .setPropertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .registerModule(new JavaTimeModule())
            .registerModule(new DurationInWords());
    private final PathMatchingResourcePatternResolver resources = new PathMatchingResourcePatternResolver();
    private final Map<String, ConnectionType> types = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, SettingsSchema> schemas = new HashMap<>();

    public ConnectionTypes() {
        for (Resource descriptor : files("*/type.yaml")) {
            ConnectionType type = read(descriptor);
            if (types.put(type.id(), type) != null) throw new IllegalStateException("Two folders describe the type " + type.id());
            schemas.put(type.id(), new SettingsSchema(type.settings()));
        }
    }

    public Collection<ConnectionType> all() {
        return types.values();
    }

    /** In the order that people look for them. */
    public List<ConnectionType> byName() {
        return types.values().stream().sorted(Comparator.comparing(ConnectionType::name, String.CASE_INSENSITIVE_ORDER)).toList();
    }

    public Optional<ConnectionType> find(String id) {
        return Optional.ofNullable(types.get(id)).filter(type -> type.id().equals(id));
    }

    public ConnectionType get(String id) {
        return find(id).orElseThrow(() -> new IllegalStateException("There is no connection type " + id));
    }

    public SettingsSchema schema(ConnectionType type) {
        return schemas.get(type.id());
    }

    private ConnectionType read(Resource descriptor) {
        try {
            ObjectNode tree = (ObjectNode) yaml.readTree(descriptor.getInputStream());
            tree.set("settings", resolved(tree.required("settings")));
            ObjectNode texts = tree.putObject("texts");
            for (Resource text : files(folderOf(descriptor) + "/*")) {
                if (isText(text)) texts.put(text.getFilename(), text.getContentAsString(StandardCharsets.UTF_8));
            }
            tree.put("icon", descriptor.createRelative("icon.svg").getContentAsString(StandardCharsets.UTF_8));
            return yaml.treeToValue(tree, ConnectionType.class);
        } catch (IOException | RuntimeException wrong) {
            throw new IllegalStateException("The type " + descriptor + " cannot be read: " + wrong.getMessage(), wrong);
        }
    }

    private static boolean isText(Resource file) {
        String name = String.valueOf(file.getFilename());
        return name.endsWith(".sql") || name.endsWith(".yaml") && !name.equals("type.yaml");
    }

    /** Puts the common field in place of {@code $ref: ../_common/login.yaml#/password}; what stands beside the reference wins. */
    private JsonNode resolved(JsonNode node) throws IOException {
        if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) array.set(i, resolved(array.get(i)));
            return array;
        }
        if (!(node instanceof ObjectNode object)) return node;
        JsonNode reference = object.remove("$ref");
        if (reference != null) {
            ObjectNode whole = (ObjectNode) common(reference.asText()).deepCopy();
            whole.setAll(object);
            object = whole;
        }
        for (String field : (Iterable<String>) object::fieldNames) object.replace(field, resolved(object.get(field)));
        return object;
    }

    private JsonNode common(String reference) throws IOException {
        String[] parts = reference.split("#", 2);
        String file = parts[0].substring(parts[0].lastIndexOf('/') + 1);
        JsonNode found = yaml.readTree(files("_common/" + file)[0].getInputStream()).at(parts[1]);
        if (found.isMissingNode()) throw new IllegalStateException("Nothing is at " + reference);
        return found;
    }

    private Resource[] files(String pattern) {
        try {
            return resources.getResources(ROOT + pattern);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String folderOf(Resource descriptor) throws IOException {
        String[] path = descriptor.getURL().getPath().split("/");
        return path[path.length - 2];
    }

    /** {@code 20s}, {@code 2h}: numbers carry their unit. */
    private static final class DurationInWords extends SimpleModule {
        DurationInWords() {
            addDeserializer(Duration.class, new StdScalarDeserializer<>(Duration.class) {
                @Override
                public Duration deserialize(JsonParser parser, DeserializationContext context) throws IOException {
                    return DurationStyle.SIMPLE.parse(parser.getValueAsString());
                }
            });
        }
    }
}
