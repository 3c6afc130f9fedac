package connectors.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import connectors.TokenKeeper;
import connectors.TokenKeeper.Token;
import connectors.http.HttpAnswer;
import connectors.http.SignIn;
import egress.GoogleIdentity;
import egress.ManagedIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import problems.FailureKind;
import problems.Problem;
import secrets.Secret;

/**
 * The service account of the machine or pod that Serai runs on. It belongs to the operator, not to who makes a connection, so it
 * is used only where the operator has switched that on, and its token goes to BigQuery's fixed host alone.
 */
final class MachineIdentity implements Identity {
    private static final String FIELD = "/authentication/type";
    private static final int LONGEST_ANSWER = 64 * 1024;

    private final GoogleIdentity machine;
    private final Duration patience;
    private final TokenKeeper tokens = TokenKeeper.inMemory();
    private volatile Secret shown;
    private volatile Secret refused;

    private MachineIdentity(GoogleIdentity machine, Duration patience) {
        this.machine = machine;
        this.patience = patience;
    }

    /** @throws problems.ProblemException of kind CONFIG where the operator has not switched it on */
    static MachineIdentity of(BigQueryConnector.Tools tools, Duration patience) {
        if (tools.egress().managedIdentity()) return new MachineIdentity(tools.identity(), patience);
        throw Problem.of(FailureKind.CONFIG, "settings",
                        "Signing in as Serai's own machine is switched off in this installation.")
                .fix("Ask the operator to set " + ManagedIdentity.SWITCH + " to true, or use the key of a service account.")
                .at(FIELD).asException();
    }

    @Override
    public String prove() {
        token();
        return "the service account of Serai's own machine";
    }

    @Override
    public void sign(Target target) {
        SignIn.bearer(token()).sign(target);
    }

    @Override
    public boolean renew() {
        refused = shown;
        return refused != null;
    }

    private Secret token() {
        shown = tokens.current(refused, kept -> ask()).access();
        return shown;
    }

    private Token ask() {
        try {
            HttpURLConnection request = machine.request(ServiceAccountKey.SCOPE, patience);
            try {
                return given(request);
            } finally {
                request.disconnect();
            }
        } catch (IOException silent) {
            throw none("No service account answers on Serai's own machine.").asException();
        }
    }

    private static Token given(HttpURLConnection request) throws IOException {
        if (request.getResponseCode() != 200 || !GoogleIdentity.answered(request)) {
            throw none("Serai's own machine gives out no token for BigQuery.").asException();
        }
        JsonNode said = body(request);
        String access = said.path("access_token").asText("");
        if (access.isEmpty()) throw none("Serai's own machine gives out no token for BigQuery.").asException();
        long seconds = Math.max(0, said.path("expires_in").asLong());
        return new Token(new Secret(access), Instant.now().plusSeconds(seconds), null, null);
    }

    private static JsonNode body(HttpURLConnection request) throws IOException {
        try (InputStream in = request.getInputStream()) {
            return new HttpAnswer(200, Map.of(), in.readNBytes(LONGEST_ANSWER)).jsonOrNothing();
        }
    }

    private static Problem none(String message) {
        return Problem.of(FailureKind.AUTH, "no_identity", message).at(FIELD)
                .fix("Run Serai on Google Cloud with a service account attached, or use the key of a service account.");
    }
}
