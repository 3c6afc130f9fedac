package types;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import problems.FailureKind;
import problems.Problem;

/**
 * A type as its folder {@code camel/types/<folder>/} describes it: words, no Java.
 *
 * @param id               {@code connection_type} in the API
 * @param name             what people call the product; used in sentences
 * @param family           the protocol whose {@link connectors.Connector} opens it
 * @param components       the Camel components that its routes may use
 * @param url              of a driver; placeholders are settings that are checked against a grammar first
 * @param otherUrls        taken in their turn when a setting that {@code url} names is not there
 * @param endpoint         how the host is made; null when it is the settings {@code server} and {@code port}
 * @param settings         JSON Schema 2020-12 of the configuration, with form hints ({@code x-…}); references resolved
 * @param driverProperties the only driver properties that a configuration may reach
 * @param driver           which settings go into which of them, and what we set ourselves; null without a driver
 * @param sqlOnRequest     the setting without which a test asks nothing by SQL; null for types whose tests always do
 * @param destination      pointers of the settings that say where secrets go: changing one asks for the secrets again
 * @param steps            rungs of the ladder beyond those that the family gives
 * @param errors           vendor code to problem
 * @param nativeTypes      the source's type names (lower case, without length) to common types
 * @param texts            the folder's other files by name, such as {@code tables.sql}
 * @param authorize        how its connections are signed in to in a browser; null where they are not
 * @param target           whether tables can be published to it: its family has the {@code target_…} templates then
 * @param icon             an SVG
 */
public record ConnectionType(String id, String name, String family, String summary, List<String> components, String url,
                             List<String> otherUrls, Endpoint endpoint, JsonNode settings, List<String> driverProperties,
                             Driver driver, SqlOnRequest sqlOnRequest, List<String> destination,
                             Limits limits, List<StepText> steps, List<ErrorText> errors,
                             Map<String, String> nativeTypes, Map<String, String> texts, String icon, boolean target,
                             Authorize authorize) {
    public ConnectionType {
        components = copy(components);
        otherUrls = copy(otherUrls);
        driverProperties = copy(driverProperties);
        destination = copy(destination);
        steps = copy(steps);
        errors = copy(errors);
        nativeTypes = copy(nativeTypes);
        texts = copy(texts);
    }

    /** Whether two configurations differ in where secrets go. */
    public boolean leadsElsewhere(JsonNode before, JsonNode after) {
        return destination.stream().anyMatch(pointer -> !before.at(pointer).equals(after.at(pointer)));
    }

    /** The text of a file in the type's folder. */
    public String text(String file) {
        String text = texts.get(file);
        if (text == null) throw new IllegalStateException("The type " + id + " has no file " + file);
        return text;
    }

    /**
     * What people call the product that a connection leads to: for a type that serves several, the label of its setting
     * {@code flavor}.
     *
     * @param flavor of the connection; null for the schema's default
     */
    public String product(Object flavor) {
        JsonNode choice = settings.path("properties").path("flavor");
        String chosen = flavor == null ? choice.path("default").asText() : flavor.toString();
        return choice.path("x-labels").path(chosen).asText(name);
    }

    /**
     * Where a type's connections lead when they have no {@code server}.
     *
     * @param host     with settings in braces; of a setting that is an address only the host counts
     * @param port     null when the setting names it
     * @param suffixes one of which the host must end with, unless the operator allows it by name; empty for any host
     * @param field    pointer of the setting that names the host
     */
    public record Endpoint(String host, Integer port, List<String> suffixes, String field) {
        public Endpoint {
            suffixes = copy(suffixes);
        }

        /** Whether the host is the vendor's, as far as the type knows the vendor's hosts. */
        public boolean covers(String name) {
            return suffixes.isEmpty() || suffixes.stream().anyMatch(name::endsWith);
        }

        /** What is wrong with a host that is neither the vendor's nor allowed by name. */
        public Problem foreign(String name, String product) {
            return Problem.of(FailureKind.POLICY, "host", name + " is not a host of " + product + ".").at(field)
                    .fix("Use one that ends in " + String.join(", ", suffixes)
                            + ", or ask the operator of this installation to allow the host by name.");
        }
    }

    /**
     * A person signs in at the vendor's own page and allows Serai to come again (RFC 6749, 4.1). All are pointers of settings.
     *
     * @param below    the first of them that is set holds the address of who signs people in; no other may have answered
     * @param path     of the page there; empty where the setting is the page's whole address
     * @param client   the client id
     * @param scopes   what is always asked for
     * @param scope    what is asked for besides, separated by spaces; null for nothing
     * @param receives the secret that what was given is kept in
     * @param when     what other settings must be for this way of signing in
     */
    public record Authorize(List<String> below, String path, String client, List<String> scopes, String scope, String receives,
                            Map<String, String> when) {
        public Authorize {
            below = copy(below);
            path = path == null ? "" : path;
            scopes = copy(scopes);
            when = copy(when);
        }
    }

    /**
     * A source that wakes up, and costs, when it is asked by SQL: a test and a health check do so only on request.
     *
     * @param setting the name of a truth under {@code advanced}
     * @param reason  a sentence: why a rung was left out
     * @param fix     how to have it climbed
     */
    public record SqlOnRequest(String setting, String reason, String fix) { }

    /**
     * How settings reach a JDBC driver. A value may name settings in braces; a setting that is not there leaves the
     * property out.
     *
     * @param implementation class name of the {@code java.sql.Driver}
     * @param authentication what each way of signing in sets beside the properties, by {@code authentication.type}, or by
     *                       {@code type/mode} for ways with variants
     * @param tokens         for ways of signing in that show a token, where it comes from
     * @param needs          for ways of signing in that the operator must set up, the system property that says it is done
     * @param readOnly       whether the driver takes {@code setReadOnly}; true if left out
     * @param isolation      under which an import reads, such as {@code repeatable-read}; null for the driver's own
     * @param streams        how many answers one connection can stream side by side; null for any number
     * @param nameOrder      how the source can put names in order; null for code points
     * @param properties     from the configuration; their names must be among the type's {@code driver-properties}
     * @param forced         literals of ours; they win over everything
     */
    public record Driver(String implementation, String isolation, Streams streams, NameOrder nameOrder,
                         Map<String, String> properties,
                         Map<String, Map<String, String>> authentication, Map<String, Token> tokens, Map<String, String> needs,
                         Map<String, String> forced, Boolean readOnly, Tls tls) {
        public Driver {
            nameOrder = nameOrder == null ? NameOrder.CODE_POINTS : nameOrder;
            authentication = copy(authentication);
            tokens = copy(tokens);
            needs = copy(needs);
            readOnly = !Boolean.FALSE.equals(readOnly);
            tls = tls == null ? Tls.ALWAYS : tls;
            properties = copy(properties);
            forced = copy(forced);
        }
    }

    /**
     * Where a way of signing in gets the token that stands for {@code {access_token}}.
     *
     * @param url      of an OAuth 2 token endpoint on a host of the vendor; settings in it are checked by the schema
     * @param form     what is posted there
     * @param resource in place of {@code url}: whom a token is for that the machine asks for which Serai runs on
     * @param client   the setting that names one of the machine's identities
     * @param suffixes for such a token, one of which the server's host must end with
     */
    public record Token(String url, Map<String, String> form, String resource, String client, List<String> suffixes) {
        public Token {
            form = copy(form);
            suffixes = copy(suffixes);
        }

        public boolean isManaged() {
            return resource != null;
        }
    }

    /** Where a driver holds one open answer at a time, the answers of an import get a connection each. */
    public enum Streams { @JsonProperty("one-per-connection") ONE_PER_CONNECTION }

    /** The order of names in a source's answers; they differ for characters beyond U+FFFF. */
    public enum NameOrder { @JsonProperty("code-points") CODE_POINTS, @JsonProperty("utf-16") UTF_16 }

    /** A setting under {@code /ssl} that is true stands for a mode. */
    public record Flag(String setting, String mode) { }

    /**
     * How a connection is encrypted. A driver that always encrypts, and checks the certificate, needs none of this.
     *
     * @param off          the mode that stands for no encryption
     * @param strictest    the mode when the configuration names none
     * @param flags        for types whose settings have flags in place of {@code mode}; the first that is set counts
     * @param verifying    modes that check the server's certificate
     * @param modes        what each mode sets; only these modes exist
     * @param ownAuthority set in addition when a verifying mode has a root certificate; {@code {root_certificate}} is a
     *                     managed file in PEM, {@code {trust_store}} the same as PKCS 12
     * @param runtimeTrust set in addition when a verifying mode has none, so that the Java runtime's list is trusted;
     *                     {@code {runtime_certificates}} is that list as a file in PEM
     * @param schemes      the word that stands for {@code {scheme}} in the URL, for each mode
     */
    public record Tls(String off, String strictest, List<Flag> flags, List<String> verifying,
                      Map<String, Map<String, String>> modes,
                      Map<String, String> ownAuthority, Map<String, String> runtimeTrust, Map<String, String> schemes) {
        static final Tls ALWAYS = new Tls("off", "on", null, null, Map.of("on", Map.of()), null, null, null);

        public Tls {
            flags = copy(flags);
            verifying = copy(verifying);
            modes = copy(modes);
            ownAuthority = copy(ownAuthority);
            runtimeTrust = copy(runtimeTrust);
            schemes = copy(schemes);
        }
    }

    /**
     * A rung that runs a text of the folder. Its first row answers {@code message}, a sentence, and may answer
     * {@code status} (passed, warned, failed, skipped; passed if left out).
     *
     * @param text    the file, for instance {@code capabilities.sql}
     * @param fix     what to do when the rung fails or warns
     */
    public record StepText(String id, String label, boolean mandatory, String text, String fix) { }

    /**
     * What a vendor's code means.
     *
     * @param code     a code, or the start of one ({@code 08} stands for the whole class), or a vendor's number and the
     *                 SQLSTATE with it ({@code 18456/S0038}); the first entry that fits counts
     * @param mentions a word that the vendor's own text must hold as well; null for any text
     * @param message  may name {@code {host} {port} {database} {username} {product}} and other settings that are no secrets;
     *                 null means the kind's own sentence
     * @param field    pointer of the setting to change
     * @param retryAfter how long to leave the source alone when it does not say; null for what is usual
     */
    public record ErrorText(String code, String mentions, FailureKind kind, String message, String fix, String field,
                            Duration retryAfter) {
        /** What is said of a kind, without words of the type's own. */
        public static ErrorText usual(String code, FailureKind kind) {
            return new ErrorText(code, null, kind, null, null, null, null);
        }
    }

    private static <T> List<T> copy(List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    private static <V> Map<String, V> copy(Map<String, V> map) {
        return map == null ? Map.of() : Map.copyOf(map);
    }
}
