package connectors.files.places;

import connectors.Authorities;
import connectors.Causes;
import egress.GuardedSocketFactory;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.commons.net.MalformedServerReplyException;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPReply;
import org.apache.commons.net.ftp.FTPSClient;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;

/**
 * Opens sessions of FTP (RFC 959) and FTPS (RFC 4217). Data connections are always passive and go to the very host that the
 * control connection goes to, whatever address the server gives in its answer to PASV.
 */
final class FtpDial {
    static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

    enum Encryption { NONE, EXPLICIT, IMPLICIT }

    private final PlaceSettings settings;
    private final String host;
    private final int port;
    private final Explained explained;
    private final SSLContext trusted;

    FtpDial(PlaceSettings settings, String host, int port, Explained explained) {
        this.settings = settings;
        this.host = host;
        this.port = port;
        this.explained = explained;
        this.trusted = Authorities.trusting(settings.ssl().rootCertificate(), "/ssl/root_certificate");
        line(PlaceSettings.needed(settings.authentication().username(), "/authentication/username", "The user name"),
                "/authentication/username");
        line(PlaceSettings.needed(settings.authentication().password(), "/authentication/password", "The password").reveal(),
                "/authentication/password");
    }

    /** What is more than a line would be another command. */
    private static void line(String text, String field) {
        if (text.indexOf('\r') < 0 && text.indexOf('\n') < 0 && text.indexOf('\0') < 0) return;
        throw Problem.of(FailureKind.CONFIG, "settings", "FTP can take neither line breaks nor NUL here.").at(field)
                .fix("Enter it without them.").asException();
    }

    static Encryption encryption(PlaceSettings settings) {
        String mode = settings.ssl().mode();
        if ("none".equals(mode)) return Encryption.NONE;
        return "implicit".equals(mode) ? Encryption.IMPLICIT : Encryption.EXPLICIT;
    }

    SSLContext trusted() {
        return trusted;
    }

    /** Connected, and encrypted if that is wanted, but not signed in. @throws ProblemException where that fails */
    FtpLine connect() {
        Encryption encryption = encryption(settings);
        FTPClient client = encryption == Encryption.NONE ? new Plain()
                : new Encrypted(encryption == Encryption.IMPLICIT, trusted);
        prepare(client);
        FtpLine line = new FtpLine(client, (FtpLine.Data) client);
        try {
            client.connect(host, port);
            if (!FTPReply.isPositiveCompletion(client.getReplyCode())) throw turnedAway(client.getReplyCode()).asException();
            client.setSoTimeout((int) LONGEST_SILENCE.toMillis());
            // after connecting, which goes back to the active mode: that would open a port here
            client.enterLocalPassiveMode();
            return line;
        } catch (IOException | RuntimeException failed) {
            line.hangUp();
            throw problem(failed).asException();
        }
    }

    private static void prepare(FTPClient client) {
        client.setSocketFactory(new GuardedSocketFactory());
        client.setConnectTimeout((int) PATIENCE.toMillis());
        client.setDefaultTimeout((int) PATIENCE.toMillis());
        client.setDataTimeout(LONGEST_SILENCE);
        client.setControlEncoding(StandardCharsets.UTF_8.name());
        client.setUseEPSVwithIPv4(true);
        client.setIpAddressFromPasvResponse(false);
        client.setRemoteVerificationEnabled(true);
        client.setStrictReplyParsing(true);
    }

    /** @throws ProblemException of kind AUTH and others */
    void signIn(FtpLine line) {
        FTPClient client = line.client();
        try {
            if (client instanceof Encrypted encrypted) encrypted.protectData();
            if (!client.login(settings.authentication().username(), settings.authentication().password().reveal())) {
                throw refused(client.getReplyCode()).asException();
            }
            client.setFileType(FTP.BINARY_FILE_TYPE);
        } catch (IOException | RuntimeException failed) {
            line.hangUp();
            throw problem(failed).asException();
        }
    }

    FtpLine open() {
        FtpLine line = connect();
        signIn(line);
        return line;
    }

    private static Problem refused(int code) {
        if (code == FTPReply.SERVICE_NOT_AVAILABLE) return turnedAway(code);
        if (code == FTPReply.REQUEST_DENIED || code == FTPReply.FAILED_SECURITY_CHECK) {
            return Problem.of(FailureKind.CONFIG, Integer.toString(code),
                            "The server takes passwords over an encrypted connection only.")
                    .at("/ssl/mode").fix("Choose the encryption 'explicit'.");
        }
        return Problem.of(FailureKind.AUTH, Integer.toString(code), "The server does not accept the user name and the password.")
                .at("/authentication/password").fix("Check both.");
    }

    private static Problem turnedAway(int code) {
        return Problem.of(FailureKind.TRANSIENT, Integer.toString(code), "The server takes no more connections at the moment.")
                .fix("Try again later, or raise the server's limit of sessions of one user.");
    }

    Problem unreachable(Throwable failed) {
        return explained.unreachable(failed);
    }

    Problem problem(Throwable failed) {
        if (Causes.of(failed).stream().anyMatch(MalformedServerReplyException.class::isInstance)) {
            return Problem.of(FailureKind.CONFIG, "not_ftp", "What answers at " + host + ":" + port + " does not speak FTP.")
                    .at("/port")
                    .fix("Check server, port and encryption: implicit encryption commonly has port 990, the others 21.");
        }
        if (failed instanceof SSLException && String.valueOf(failed.getMessage()).matches("(?s)[45]\\d\\d .*")) {
            return Problem.of(FailureKind.TLS, "no_tls", "The server does not offer encryption.").at("/ssl/mode")
                    .fix("Have it switched on at the server; without it, passwords and files can be read on the way.");
        }
        return explained.network(failed);
    }

    /** Without encryption. */
    private static final class Plain extends FTPClient implements FtpLine.Data {
        @Override
        public Socket open(String command, String argument) throws IOException {
            return _openDataConnection_(command, argument);
        }
    }

    /** The library would make data sockets of its own, which nobody guards; here they are guarded ones with TLS put on top. */
    private static final class Encrypted extends FTPSClient implements FtpLine.Data {
        private final SSLContext trusted;

        Encrypted(boolean implicit, SSLContext trusted) {
            super(implicit, trusted);
            this.trusted = trusted;
            setEndpointCheckingEnabled(true);
        }

        void protectData() throws IOException {
            execPBSZ(0);
            execPROT("P");
            setSocketFactory(new GuardedSocketFactory());
        }

        @Override
        public Socket open(String command, String argument) throws IOException {
            return _openDataConnection_(command, argument);
        }

        @Override
        protected Socket _openDataConnection_(String command, String argument) throws IOException {
            Socket plain = super._openDataConnection_(command, argument);
            if (plain == null) return null;
            // named like the control connection, so that its session is resumed, which many servers demand
            SSLSocket encrypted = (SSLSocket) trusted.getSocketFactory().createSocket(plain, _hostname_, getRemotePort(), true);
            try {
                SSLParameters checks = encrypted.getSSLParameters();
                checks.setEndpointIdentificationAlgorithm("HTTPS");
                encrypted.setSSLParameters(checks);
                encrypted.startHandshake();
                return encrypted;
            } catch (IOException failed) {
                encrypted.close();
                throw failed;
            }
        }
    }
}
