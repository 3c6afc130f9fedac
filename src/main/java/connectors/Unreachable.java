package connectors;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import problems.FailureKind;
import problems.Problem;

/**
 * Why a server could not be reached, in the specification's sentence and what to do about it.
 *
 * @param product  what people call the kind of server
 * @param patience how long a connection was waited for
 * @param fields   pointers of the settings that hold the host, the port and what is trusted
 */
public record Unreachable(String product, String host, int port, Duration patience, Fields fields) {

    public record Fields(String host, String port, String trust) {
        /** For types whose one setting is an address. */
        public static Fields one(String address) {
            return new Fields(address, address, address);
        }
    }

    /** The problem of a connection that did not come to be; null where it is none of the network's or of trust. */
    public Problem of(List<Throwable> chain) {
        if (chain.stream().anyMatch(Causes::isTrust)) return untrusted(chain);
        for (Throwable link : chain) {
            if (link instanceof UnknownHostException) return unknownHost();
            if (link instanceof NoRouteToHostException) return noRoute();
            if (link instanceof ConnectException) return refused();
            if (link instanceof SocketTimeoutException || link instanceof TimeoutException) return silent();
        }
        return null;
    }

    public Problem unknownHost() {
        return Problem.of(FailureKind.CONFIG, "unknown_host", unable()).at(fields.host())
                .fix("The name " + host + " has no address. Check its spelling, "
                        + "and whether the name server of this machine knows it.");
    }

    public Problem noRoute() {
        return unreachable("unreachable", "There is no way to this address from here.");
    }

    public Problem refused() {
        return unreachable("refused", "The connection was refused: nothing listens on this port, or a firewall turns it away.");
    }

    private Problem unreachable(String code, String reason) {
        return Problem.of(FailureKind.NETWORK, code, unable()).at(fields.port())
                .fix(reason + " Check that the server runs, and the port.");
    }

    public Problem silent() {
        return Problem.of(FailureKind.NETWORK, "no_answer", unable()).at(fields.host())
                .fix("There was no answer within " + patience.toSeconds()
                        + " s: a firewall may drop the packets, or another program listens on this port.");
    }

    public Problem untrusted(List<Throwable> chain) {
        return Problem.of(FailureKind.TLS, "certificate",
                        "The server's certificate could not be verified: " + Causes.ofDistrust(chain) + ".").at(fields.trust())
                .fix("Enter the certificate of the authority that signed the server's certificate, "
                        + "and the host name that stands in it.");
    }

    private String unable() {
        return "Unable to connect to " + product + " at " + host + ":" + port
                + ". Please check the server address and firewall settings.";
    }
}
