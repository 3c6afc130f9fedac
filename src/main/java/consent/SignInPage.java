package consent;

import com.fasterxml.jackson.databind.JsonNode;
import egress.Egress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import problems.FailureKind;
import problems.Problem;
import types.ConnectionType.Authorize;

/**
 * Where a connection's people sign in, as its type and its settings say.
 *
 * @param address of the page, without a query
 * @param issuers origins that may say that they have answered (RFC 9207)
 */
record SignInPage(URI address, Set<String> issuers, String client, String scope) {

    /** Whether this way of signing in is chosen, and everything is there that it takes. */
    static boolean isOffered(Authorize how, JsonNode settings) {
        boolean chosen = how.when().entrySet().stream().allMatch(one -> text(settings, one.getKey()).equals(one.getValue()));
        return chosen && !text(settings, how.client()).isEmpty() && !base(how, settings).isEmpty();
    }

    /**
     * @param settings opened, so that the client id can be read
     * @throws problems.ProblemException of kind CONFIG when the address is none that people can be sent to
     */
    static SignInPage of(Authorize how, JsonNode settings) {
        Set<String> issuers = bases(how, settings).map(text -> origin(parsed(text, how))).collect(Collectors.toSet());
        Set<String> scopes = new LinkedHashSet<>(how.scopes());
        if (how.scope() != null) scopes.addAll(Arrays.asList(text(settings, how.scope()).split(" +")));
        String scope = String.join(" ", scopes).strip();
        return new SignInPage(parsed(base(how, settings).replaceAll("/+$", "") + how.path(), how), issuers,
                text(settings, how.client()), scope.isEmpty() ? null : scope);
    }

    private static String base(Authorize how, JsonNode settings) {
        return bases(how, settings).findFirst().orElse("");
    }

    private static Stream<String> bases(Authorize how, JsonNode settings) {
        return how.below().stream().map(pointer -> text(settings, pointer)).filter(text -> !text.isEmpty());
    }

    private static String text(JsonNode settings, String pointer) {
        return settings.at(pointer).asText("");
    }

    private static URI parsed(String text, Authorize how) {
        try {
            URI address = new URI(text);
            boolean web = List.of("https", "http").contains(scheme(address)) && address.getHost() != null;
            boolean clean = address.getRawUserInfo() == null && address.getRawQuery() == null && address.getRawFragment() == null;
            if (web && clean) return address;
        } catch (URISyntaxException wrong) {
            // said below
        }
        throw Problem.of(FailureKind.CONFIG, "address", "The address of the sign-in page is not one that people can be sent to.")
                .at(how.below().get(0)).fix("Enter https://, the host, and the path if there is one.").asException();
    }

    private static String scheme(URI address) {
        return String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    }

    String host() {
        return address.getHost().toLowerCase(Locale.ROOT);
    }

    /**
     * Demands encryption, or a network in which Serai itself would do without.
     *
     * @throws problems.ProblemException of kind POLICY, or CONFIG for a name that has no address
     */
    void demandEncryption(Egress egress) {
        if (scheme(address).equals("https")) return;
        try {
            egress.demandPlain(host(), egress.resolve(host()), address.getPort() == -1 ? 80 : address.getPort());
        } catch (UnknownHostException unknown) {
            throw Problem.of(FailureKind.CONFIG, "unknown_host", "The host of the sign-in page has no address.")
                    .fix("Check its name.").asException();
        }
    }

    /** Whether it may have been them, by what they say of themselves; who says nothing is not asked to. */
    boolean mayBe(String issuer) {
        if (issuer == null) return true;
        try {
            URI said = new URI(issuer);
            return said.getHost() != null && issuers.contains(origin(said));
        } catch (URISyntaxException wrong) {
            return false;
        }
    }

    private static String origin(URI address) {
        int usual = scheme(address).equals("https") ? 443 : 80;
        int port = address.getPort() == -1 ? usual : address.getPort();
        return scheme(address) + "://" + address.getHost().toLowerCase(Locale.ROOT) + ":" + port;
    }

    /** The request of RFC 6749, 4.1.1, and RFC 7636, 4.3. */
    String request(String redirectUri, String state, String challenge) {
        Stream<Map.Entry<String, String>> query = Stream.of(entry("response_type", "code"), entry("client_id", client),
                entry("redirect_uri", redirectUri), scope == null ? null : entry("scope", scope), entry("state", state),
                entry("code_challenge", challenge), entry("code_challenge_method", "S256"));
        return address + "?" + query.filter(Objects::nonNull).map(one -> one.getKey() + "=" + encoded(one.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static Map.Entry<String, String> entry(String name, String value) {
        return Map.entry(name, value);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
