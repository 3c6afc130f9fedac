package connectors;

import connectors.Ladder.Finding;
import egress.Egress;
import egress.GuardedSocketFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import problems.FailureKind;
import problems.ProblemException;

/** The first rungs of every ladder that leads to a server: its name, our policy, its port, its encryption. For one climb. */
public final class Reach {
    private static final Duration EXPIRES_SOON = Duration.ofDays(30);

    private final String host;
    private final int port;
    private final String field;
    private final Duration patience;
    private final Egress egress;
    private final ExecutorService waiting;
    private List<InetAddress> addresses = List.of();

    /**
     * @param field    pointer of the setting that the host comes from
     * @param patience for each rung
     * @param waiting  where name servers are waited for, which Java cannot be told to stop waiting for
     */
    public Reach(String host, int port, String field, Duration patience, Egress egress, ExecutorService waiting) {
        this.host = host;
        this.port = port;
        this.field = field;
        this.patience = patience;
        this.egress = egress;
        this.waiting = waiting;
    }

    /** Adds the rungs {@code dns}, {@code egress} and {@code tcp}. */
    public Ladder climb(Ladder ladder) {
        return ladder.mandatory("dns", "Resolve " + host, this::resolve)
                .mandatory("egress", "Check the connection policy", this::demand)
                .mandatory("tcp", "Connect to " + host + ":" + port, this::connect);
    }

    public Finding resolve() throws Exception {
        Future<List<InetAddress>> answer = waiting.submit(() -> egress.resolve(host));
        try {
            addresses = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            answer.cancel(true);
        }
        return Finding.passed("Addresses: "
                + String.join(", ", addresses.stream().map(InetAddress::getHostAddress).toList()) + ".");
    }

    /** @throws ProblemException of kind POLICY, at the host's setting */
    public Finding demand() {
        try {
            egress.demand(host, addresses, port);
        } catch (ProblemException refused) {
            throw refused.problem().at(field).asException();
        }
        return Finding.passed("The connection policy of this installation allows the address.");
    }

    /** For what is called without encryption. @throws ProblemException of kind POLICY where that is not permitted */
    public void demandPlain() {
        try {
            egress.demandPlain(host, addresses, port);
        } catch (ProblemException refused) {
            throw refused.problem().at(field).asException();
        }
    }

    /** To the first address, because drivers try no other. */
    public Finding connect() throws IOException {
        open().close();
        return Finding.passed("The port is open.");
    }

    /**
     * For what speaks TLS from the first byte on; checks the certificate's name, and warns when it ends soon.
     *
     * @param trusted says which authorities are
     */
    public Finding shakeHands(SSLSocketFactory trusted) throws IOException {
        try (Socket plain = open(); SSLSocket encrypted = (SSLSocket) trusted.createSocket(plain, host, port, true)) {
            plain.setSoTimeout((int) patience.toMillis());
            SSLParameters checks = encrypted.getSSLParameters();
            checks.setEndpointIdentificationAlgorithm("HTTPS");
            encrypted.setSSLParameters(checks);
            encrypted.startHandshake();
            return found((X509Certificate) encrypted.getSession().getPeerCertificates()[0]);
        }
    }

    private Finding found(X509Certificate certificate) {
        Instant end = certificate.getNotAfter().toInstant();
        String message = "The connection is encrypted, and the certificate belongs to " + host;
        if (end.isAfter(Instant.now().plus(EXPIRES_SOON))) return Finding.passed(message + ".");
        return Finding.warned(FailureKind.TLS, message + ", but it ends on " + end.atZone(ZoneOffset.UTC).toLocalDate() + ".",
                "Have the server's certificate renewed before that day.");
    }

    private Socket open() throws IOException {
        Socket socket = new GuardedSocketFactory().createSocket();
        try {
            socket.connect(new InetSocketAddress(addresses.get(0), port), (int) patience.toMillis());
            return socket;
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
    }
}
