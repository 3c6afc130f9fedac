package consent;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import connections.Configurations;
import connections.Connection;
import connections.ConnectionInput;
import connections.Connections;
import connectors.Connector;
import connectors.Consent;
import connectors.Settings;
import connectors.TokenKeeper.Token;
import consent.PendingConsents.Begun;
import consent.PendingConsents.Pending;
import egress.Egress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;
import problems.Refusal;
import secrets.IntegrityFailure;
import types.ConnectionType;
import types.ConnectionTypes;

/**
 * Connects in a browser: a person signs in at the vendor's own page, and comes back with a code that is exchanged for a refresh
 * token (RFC 6749, 4.1, with PKCE as RFC 9700 demands). What goes wrong on the way changes nothing.
 */
@Component
public class Consents {
    private static final Logger LOG = LoggerFactory.getLogger(Consents.class);

    /** @param authorizeUrl where the browser goes now; it holds the state, so it belongs to nobody but that browser */
    public record Start(String authorizeUrl, Instant end) { }

    /** @param problem why it did not work; null when it did */
    public record Outcome(UUID connectionId, String product, Problem problem) { }

    private final Connections connections;
    private final Configurations configurations;
    private final ConnectionTypes types;
    private final PendingConsents pending;
    private final Egress egress;
    private final Map<String, Connector<?>> families;

    Consents(Connections connections, Configurations configurations, ConnectionTypes types, PendingConsents pending,
             Egress egress, List<Connector<?>> connectors) {
        this.connections = connections;
        this.configurations = configurations;
        this.types = types;
        this.pending = pending;
        this.egress = egress;
        this.families = connectors.stream().collect(Collectors.toMap(Connector::family, Function.identity()));
    }

    /** @return empty for a connection that is not signed in to in this way, or not with these settings */
    public Optional<Offer> offer(Connection connection) {
        ConnectionType type = types.find(connection.connectionType()).orElse(null);
        if (type == null || type.authorize() == null) return Optional.empty();
        if (!SignInPage.isOffered(type.authorize(), connection.configuration())) return Optional.empty();
        try {
            SignInPage page = SignInPage.of(type.authorize(), connection.configuration());
            Instant connected = connection.secretsUpdatedAt().get(type.authorize().receives());
            return Optional.of(new Offer(type.name(), page.host(), type.authorize().receives(), connected));
        } catch (ProblemException wrongAddress) {
            return Optional.empty();
        }
    }

    /**
     * Begins a sign-in.
     *
     * @param sessionId   of the browser that is to come back
     * @param redirectUri where to
     * @throws Refusal 403 when the caller may not change the connection, 409 when it is not signed in to in a browser
     * @throws ProblemException when its settings cannot be right
     */
    public Start begin(UUID connectionId, String redirectUri, String sessionId) {
        Connection connection = editable(connectionId);
        if (offer(connection).isEmpty()) {
            throw Refusal.conflict("not_offered", null,
                    "This connection is not signed in to in the browser with its present settings.");
        }
        SignInPage page = page(connection);
        page.demandEncryption(egress);
        Begun begun = pending.begin(connection, sessionId, redirectUri);
        return new Start(page.request(redirectUri, begun.state(), begun.challenge()), begun.end());
    }

    /**
     * Ends it: exchanges the code, once, and keeps what was given.
     *
     * @param sessionId of the browser that came back
     * @return empty when this session has begun no such sign-in, or not one that may still end; nothing was asked of anybody then
     */
    public Optional<Outcome> end(Returned returned, String sessionId) {
        if (returned.state() == null) return Optional.empty();
        try {
            return pending.take(returned.state()).filter(one -> one.isOf(sessionId)).flatMap(one -> end(returned, one));
        } catch (IntegrityFailure altered) {
            LOG.error("A sign-in that was begun: {}", altered.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Outcome> end(Returned returned, Pending begun) {
        Connection connection;
        try {
            connection = editable(begun.connectionId());
        } catch (Refusal notTheirs) {
            return Optional.empty();
        }
        String product = types.get(connection.connectionType()).name();
        try {
            complete(returned, begun, connection);
            return Optional.of(new Outcome(connection.id(), product, null));
        } catch (ProblemException failed) {
            return Optional.of(failed(connection, product, failed.problem()));
        } catch (Refusal refused) {
            return Optional.of(failed(connection, product, Problem.of(FailureKind.CONFIG, refused.code(), refused.getMessage())
                    .fix("Connect again.")));
        }
    }

    private void complete(Returned returned, Pending begun, Connection connection) {
        // what was edited since may lead elsewhere: neither code nor verifier goes there
        if (connection.version() != begun.version()) throw edited().asException();
        SignInPage page = page(connection);
        if (!page.mayBe(returned.issuer())) throw somebodyElse().asException();
        ConnectionType type = types.get(connection.connectionType());
        if (returned.code() == null) throw Refusals.of(type, returned.error()).asException();
        Token given = exchange(type, connection, new Consent.Code(returned.code(), begun.verifier(), begun.redirectUri()));
        Connection after = pending.store(connection, edit(type, given));
        keep(given, after);
    }

    private Token exchange(ConnectionType type, Connection connection, Consent.Code code) {
        try (Consent consent = consent(families.get(type.family()), type, connection)) {
            return consent.exchange(code);
        }
    }

    private <S extends Settings> Consent consent(Connector<S> family, ConnectionType type, Connection connection) {
        return family.consent(type, configurations.settings(connection, family.settings()))
                .orElseThrow(() -> new IllegalStateException("The family " + family.family() + " exchanges no codes"));
    }

    private static ConnectionInput edit(ConnectionType type, Token given) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        JsonPointer field = JsonPointer.compile(type.authorize().receives());
        body.putObject("configuration").withObject(field.head())
                .put(field.last().getMatchingProperty(), given.refresh().reveal());
        return ConnectionInput.of(body);
    }

    /** So that the test that follows need not ask for another one, and a refresh token that is good for one use stays unused. */
    private void keep(Token given, Connection after) {
        try {
            configurations.tokens(after).current(null, kept -> given);
        } catch (RuntimeException notKept) {
            LOG.warn("The first access token of connection {} was not kept: {}", after.id(), notKept.getClass().getName());
        }
    }

    private SignInPage page(Connection connection) {
        return SignInPage.of(types.get(connection.connectionType()).authorize(),
                configurations.settings(connection, ObjectNode.class));
    }

    private Connection editable(UUID id) {
        Connection connection = connections.find(id);
        if (connections.mayEdit(connection)) return connection;
        throw Refusal.forbidden("Only its owner or an admin of the account may connect this connection.");
    }

    private Outcome failed(Connection connection, String product, Problem problem) {
        pending.fail(connection, problem);
        LOG.info("Connection {} was not connected: {} {}", connection.id(), problem.kind(), problem.code());
        return new Outcome(connection.id(), product, problem);
    }

    private static Problem edited() {
        return Problem.of(FailureKind.CONFIG, "edited", "The connection was changed while you signed in, so nothing was stored.")
                .fix("Look at its settings, then connect again.");
    }

    private static Problem somebodyElse() {
        return Problem.of(FailureKind.AUTH, "issuer", "The answer came from another service than this connection's.")
                .fix("Check the address of the sign-in page, then connect again. "
                        + "If it happens again, tell the operator of this installation.");
    }
}
