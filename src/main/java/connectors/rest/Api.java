package connectors.rest;

import com.fasterxml.jackson.databind.JsonNode;
import connectors.Authorities;
import connectors.Budgets.Own;
import connectors.Keepers;
import connectors.Reach;
import connectors.Unreachable;
import connectors.http.HttpAnswer;
import connectors.http.HttpBase;
import connectors.http.HttpCalls;
import connectors.http.HttpClients;
import connectors.http.HttpClients.Patience;
import connectors.http.HttpExplanation;
import connectors.http.HttpRequest;
import connectors.http.Meter;
import connectors.http.OAuth;
import connectors.http.Pace;
import connectors.http.RateHeaders;
import connectors.http.SignIn;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLContext;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;
import types.ConnectionType;

/** Calls to one API, with the headers that go with each, within its limits. */
final class Api implements AutoCloseable {
    static final Duration CONNECT = Duration.ofSeconds(10);

    /** Bytes. A description is no answer of the API: those of large platforms have 10 MB and more. */
    private static final long MOST_OF_A_DESCRIPTION = 50L * 1024 * 1024;

    private final RestSettings settings;
    private final HttpClients clients;
    private final HttpBase base;
    private final SSLContext trusted;
    private final Patience patience;
    private final HttpExplanation explanation;
    private final Set<String> descriptionServers;
    private final OAuth oauth;
    private final HttpCalls calls;

    /** @throws problems.ProblemException of kind CONFIG when the settings cannot be right */
    Api(ConnectionType type, RestSettings settings, HttpClients clients, Keepers keepers, Set<String> descriptionServers) {
        this.settings = settings;
        this.clients = clients;
        this.descriptionServers = descriptionServers;
        this.base = HttpBase.of(settings.baseUrl(), "/base_url");
        this.trusted = Authorities.trusting(settings.ssl().rootCertificate(), "/ssl/root_certificate");
        this.patience = new Patience(CONNECT, Duration.ofSeconds(settings.advanced().timeout()));
        this.explanation = new HttpExplanation(type, base, CONNECT,
                new Unreachable.Fields("/base_url", "/base_url", "/ssl/root_certificate"),
                Credentials.field(settings.authentication()), Api::code);
        Credentials credentials = new Credentials(settings, clients, patience, keepers.tokens());
        this.oauth = credentials.oauth();
        this.calls = clients.calls(base, credentials.signIn(oauth), patience, trusted)
                .at(Pace.perMinute(settings.rateLimitPerMinute()))
                .by(new Meter(keepers.budgets().of(organisation(), new Own(null, null, settings.rateLimitPerDay())),
                        RateHeaders::allowance));
    }

    /** Servers give who has signed in another limit than who has not; who that is stays with the connection. */
    private String organisation() {
        return settings.authentication().isNone() ? base.authority() : base.authority() + "/" + settings.authentication().type();
    }

    /** A server's own code, where errors are usually told. */
    private static String code(HttpAnswer answer) {
        if (answer.isSuccess() || !answer.mediaType().contains("json")) return null;
        JsonNode said = answer.jsonOrNothing();
        JsonNode error = said.path("error");
        return error.isObject() ? error.path("code").asText(null) : said.path("code").asText(error.asText(null));
    }

    HttpBase base() {
        return base;
    }

    SSLContext trusted() {
        return trusted;
    }

    Duration connectPatience() {
        return CONNECT;
    }

    HttpExplanation explanation() {
        return explanation;
    }

    /** Null where no token service is asked. */
    OAuth oauth() {
        return oauth;
    }

    Reach reach() {
        return clients.reach(base, "/base_url", CONNECT);
    }

    /** @param path below the base, with a query or without, as it was entered; null for the base itself */
    HttpRequest request(String method, String path) {
        HttpRequest request = path == null ? HttpRequest.get() : HttpRequest.follow("./" + path.replaceFirst("^/+", ""), base);
        return new HttpRequest(method, request.path(), request.whole(), request.query(), request.headers(), null, null,
                request.most(), true);
    }

    HttpRequest get(String path) {
        return request("GET", path);
    }

    /** @return whatever the server answers */
    HttpAnswer send(HttpRequest request) throws IOException {
        try {
            return calls.send(dressed(request).atMost(settings.advanced().maxResponseBytes()));
        } catch (ProblemException failure) {
            throw placed(failure);
        }
    }

    HttpAnswer sendUnsigned(HttpRequest request) throws IOException {
        return calls.sendUnsigned(dressed(request).atMost(settings.advanced().maxResponseBytes()));
    }

    private static ProblemException placed(ProblemException failure) {
        if (!failure.problem().code().equals("answer_too_large")) return failure;
        return failure.problem().at("/advanced/max_response_bytes")
                .fix("Raise the largest answer under Advanced, or ask for less at a time.").asException();
    }

    /** What was asked for wins: what is understood here does not depend on a setting. */
    private HttpRequest dressed(HttpRequest request) {
        HttpRequest dressed = request;
        for (String line : settings.headers()) {
            int colon = line.indexOf(':');
            boolean free = colon > 0 && request.headers().keySet().stream().noneMatch(line.substring(0, colon)::equalsIgnoreCase);
            if (free) dressed = dressed.header(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return dressed;
    }

    /**
     * Gets a document, of the API's own server with the credentials, of others that the operator names without.
     *
     * @param address whole
     * @throws problems.ProblemException of kind POLICY for any other server
     */
    HttpAnswer document(String address, HttpRequest accepting) throws IOException {
        HttpBase server = HttpBase.of(withoutQuery(address), "/openapi/url");
        HttpRequest request = HttpRequest.follow(address, server.at(""));
        for (var header : accepting.headers().entrySet()) request = request.header(header.getKey(), header.getValue());
        if (server.isSameServer(base)) return calls.send(dressed(request).atMost(MOST_OF_A_DESCRIPTION));
        if (!descriptionServers.contains(server.origin())) throw notAllowed();
        try (HttpCalls others = clients.calls(server, SignIn.NONE, patience, Authorities.trusting(null, null))) {
            return others.send(request.atMost(MOST_OF_A_DESCRIPTION));
        }
    }

    private static String withoutQuery(String address) {
        int end = address.indexOf('?');
        return end < 0 ? address : address.substring(0, end);
    }

    private static RuntimeException notAllowed() {
        return Problem.of(FailureKind.POLICY, "description_elsewhere",
                "The description lies on another server than the API, which is not permitted.")
                .at("/openapi/url")
                .fix("Paste the description, or ask the operator to permit that server (" + RestConnector.SETTING + ").").asException();
    }

    @Override
    public void close() {
        calls.close();
        if (oauth != null) oauth.close();
    }
}
