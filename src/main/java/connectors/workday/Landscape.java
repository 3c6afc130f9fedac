package connectors.workday;

import catalog.CodePoints;
import catalog.Glob;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import types.ConnectionType;

/**
 * What is known of the vendor's hosts, versions and services: {@code landscape.yaml} in the type's folder.
 *
 * @param probe a service with a small description
 */
record Landscape(@JsonProperty("ui-hosts") List<UiHost> uiHosts, List<String> versions, String probe, List<String> services,
                 @JsonProperty("wql-key") String wqlKey) {
    private static final String FILE = "landscape.yaml";
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** @param pattern of a host of pages for people; @param services the host of services that belongs to it */
    record UiHost(String pattern, String services) { }

    static Landscape of(ConnectionType type) {
        try {
            return YAML.readValue(type.text(FILE), Landscape.class);
        } catch (JsonProcessingException wrong) {
            throw new IllegalStateException(FILE + " cannot be read", wrong);
        }
    }

    /** The host of services that belongs to a host of pages; empty where the host is none of these. */
    Optional<String> servicesHost(String host) {
        for (UiHost known : uiHosts) {
            Matcher matcher = Pattern.compile(known.pattern()).matcher(host);
            if (matcher.matches()) return Optional.of(matcher.replaceFirst(known.services()));
        }
        return Optional.empty();
    }

    /** @param chosen names, which may be unknown here, or patterns over the directory */
    List<String> services(List<String> chosen) {
        TreeSet<String> found = new TreeSet<>(CodePoints::compare);
        for (String one : chosen) {
            boolean isPattern = one.indexOf('*') >= 0 || one.indexOf('?') >= 0;
            if (isPattern) services.stream().filter(new Glob(one)).forEach(found::add);
            else found.add(one);
        }
        return List.copyOf(found);
    }
}
