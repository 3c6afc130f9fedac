package types;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import problems.FailureKind;

/**
 * A type as its folder {@code camel/types/<folder>/} describes it: words, no Java.
 *
 * @param id               {@code connection_type} in the API
 * @param name             what people call the product; used in sentences
 * @param family           the protocol whose {@link connectors.Connector} opens it
 * @param components       the Camel components that its routes may use
 * @param url              of a driver; placeholders are settings that are checked against a grammar first
 * @param settings         JSON Schema 2020-12 of the configuration, with form hints ({@code x-…}); references resolved
 * @param driverProperties the only driver properties that a configuration may reach
 * @param destination      pointers of the settings that say where secrets go: changing one asks for the secrets again
 * @param steps            rungs of the ladder beyond those that the family gives
 * @param errors           vendor code to problem
 * @param nativeTypes      the source's type names (lower case, without length) to common types
 * @param texts            the folder's other files by name, such as {@code tables.sql}
 * @param icon             an SVG
 */
public record ConnectionType(String id, String name, String family, String summary, List<String> components, String url,
                             JsonNode settings, List<String> driverProperties, List<String> destination, Limits limits,
                             List<StepText> steps, List<ErrorText> errors, Map<String, String> nativeTypes,
                             Map<String, String> texts, String icon) {
    public ConnectionType {
        components = copy(components);
        driverProperties = copy(driverProperties);
        destination = copy(destination);
        steps = copy(steps);
        errors = copy(errors);
        nativeTypes = nativeTypes == null ? Map.of() : Map.copyOf(nativeTypes);
        texts = texts == null ? Map.of() : Map.copyOf(texts);
    }

    /** The text of a file in the type's folder. */
    public String text(String file) {
        String text = texts.get(file);
        if (text == null) throw new IllegalStateException("The type " + id + " has no file " + file);
        return text;
    }

    /**
     * What one connection may ask of its source.
     *
     * @param requestsPerMinute per operation; more are refused until the minute turns
     * @param concurrent        calls at the same time, per operation
     * @param timeout           the deadline of one call; an import has {@code importTimeout}
     */
    public record Limits(int requestsPerMinute, int concurrent, Duration timeout, Duration importTimeout) { }

    /**
     * A rung that runs a text of the folder.
     *
     * @param text    the file, for instance {@code permissions.sql}
     * @param fix     what to do when the rung fails or warns
     */
    public record StepText(String id, String label, boolean mandatory, String text, String fix) { }

    /**
     * What a vendor's code means.
     *
     * @param code    a code, or the start of one ({@code 08} stands for the whole class)
     * @param message may name {@code {host} {port} {database} {username} {product}}; null means the kind's own sentence
     * @param field   pointer of the setting to change
     */
    public record ErrorText(String code, FailureKind kind, String message, String fix, String field) { }

    private static <T> List<T> copy(List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }
}
