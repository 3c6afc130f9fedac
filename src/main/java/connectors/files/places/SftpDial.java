package connectors.files.places;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SocketFactory;
import connectors.Causes;
import egress.GuardedSocketFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;

/**
 * Opens sessions of SSH. The server's key is compared before anything else is sent; a server that has several keys is asked
 * for each kind of them until it shows the approved one.
 */
final class SftpDial {
    static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);
    private static final String ED25519 = "ssh-ed25519";
    private static final String ECDSA = "ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521";
    private static final String RSA = "rsa-sha2-512,rsa-sha2-256";
    private static final List<String> KINDS = List.of(ED25519 + "," + ECDSA + "," + RSA, ECDSA, RSA);

    /** @param hostKey what the server has shown */
    record Opened(Session session, ChannelSftp channel, HostKey hostKey) implements Lines.Line {
        @Override
        public boolean isAlive() {
            try {
                channel.realpath(".");
                return true;
            } catch (com.jcraft.jsch.SftpException gone) {
                return false;
            }
        }

        @Override
        public void hangUp() {
            session.disconnect();
        }
    }

    private final PlaceSettings settings;
    private final Explained explained;
    private final String host;
    private final int port;

    SftpDial(PlaceSettings settings, String host, int port, Explained explained) {
        this.settings = settings;
        this.host = host;
        this.port = port;
        this.explained = explained;
        PlaceSettings.needed(settings.authentication().username(), "/authentication/username", "The user name");
    }

    /** @throws ProblemException of kind CONFIG or TLS at {@code /host_key}, AUTH, or of the network */
    Opened open() {
        HostKey first = new HostKey(settings.hostKey());
        try {
            return open(first, KINDS.get(0));
        } catch (JSchException failed) {
            if (first.shown() == null || first.isApproved()) throw problem(failed, first).asException();
        }
        for (String kind : first.hasApproval() ? KINDS.subList(1, KINDS.size()) : List.<String>of()) {
            Opened opened = tryKind(kind);
            if (opened != null) return opened;
        }
        throw notApproved(first).asException();
    }

    /** @return null where the server does not show the approved key of this kind */
    private Opened tryKind(String kind) {
        HostKey other = new HostKey(settings.hostKey());
        try {
            return open(other, kind);
        } catch (JSchException failed) {
            if (other.isApproved()) throw problem(failed, other).asException();
            return null;
        }
    }

    private Opened open(HostKey hostKey, String kinds) throws JSchException {
        Session session = session(hostKey, kinds);
        try {
            session.connect((int) PATIENCE.toMillis());
            session.setTimeout((int) LONGEST_SILENCE.toMillis());
            ChannelSftp channel = (ChannelSftp) session.openChannel("sftp");
            channel.connect((int) PATIENCE.toMillis());
            return new Opened(session, channel, hostKey);
        } catch (JSchException | RuntimeException failed) {
            session.disconnect();
            throw failed;
        }
    }

    private Session session(HostKey hostKey, String kinds) throws JSchException {
        JSch ssh = new JSch();
        PlaceSettings.Authentication given = settings.authentication();
        boolean byKey = "private_key".equals(given.type());
        if (byKey) identify(ssh, given);
        Session session = ssh.getSession(given.username(), host, port);
        if (!byKey) session.setPassword(PlaceSettings.needed(given.password(), "/authentication/password", "The password").reveal());
        session.setHostKeyRepository(hostKey);
        session.setSocketFactory(new Guarded());
        session.setDaemonThread(true);
        session.setConfig("StrictHostKeyChecking", "yes");
        session.setConfig("server_host_key", kinds);
        session.setConfig("PreferredAuthentications", byKey ? "publickey" : "password,keyboard-interactive");
        session.setConfig("MaxAuthTries", "1");
        return session;
    }

    private static void identify(JSch ssh, PlaceSettings.Authentication given) {
        byte[] key = PlaceSettings.needed(given.privateKey(), "/authentication/private_key", "The private key").reveal()
                .getBytes(StandardCharsets.UTF_8);
        byte[] passphrase = given.passphrase() == null ? null : given.passphrase().reveal().getBytes(StandardCharsets.UTF_8);
        try {
            KeyPair pair = KeyPair.load(ssh, key.clone(), null);
            if (pair.isEncrypted() && (passphrase == null || !pair.decrypt(passphrase.clone()))) throw locked(passphrase == null);
            pair.dispose();
            ssh.addIdentity("serai", key, null, passphrase);
        } catch (JSchException unread) {
            throw Problem.of(FailureKind.CONFIG, "private_key", "The private key cannot be read.")
                    .fix("Paste the whole key as OpenSSH or in PEM form, from BEGIN to END.")
                    .at("/authentication/private_key").asException();
        }
    }

    private static ProblemException locked(boolean missing) {
        return Problem.of(FailureKind.CONFIG, "passphrase",
                        missing ? "The private key is encrypted, and there is no passphrase." : "The passphrase does not open the private key.")
                .fix("Enter the passphrase of the key.").at("/authentication/passphrase").asException();
    }

    private static Problem notApproved(HostKey key) {
        String shown = "the key " + key.shown() + " (" + key.algorithm() + ")";
        if (key.hasApproval()) {
            return Problem.of(FailureKind.TLS, "host_key_changed", "The server does not have the approved key: it shows " + shown + ".")
                    .fix("Somebody may be between Serai and the server. Only if its operator confirms the new key, enter its fingerprint.")
                    .at("/host_key");
        }
        return Problem.of(FailureKind.CONFIG, "host_key_unknown", "The server shows " + shown + ", which nobody has approved yet.")
                .fix("Compare it with what 'ssh-keygen -lf' prints on the server, and enter it as the server's key if it is the same.")
                .at("/host_key");
    }

    private Problem problem(JSchException failed, HostKey key) {
        if (key.isApproved() && isRefusal(failed)) return refused();
        if (failed instanceof com.jcraft.jsch.JSchAlgoNegoFailException) {
            return Problem.of(FailureKind.UNSUPPORTED, "algorithms", "The server offers only algorithms of SSH that are not safe any more.")
                    .fix("Have newer ones switched on at the server: Ed25519, ECDSA or RSA keys with SHA-2, and AES.");
        }
        List<Throwable> chain = Causes.of(failed);
        boolean ofTheNetwork = chain.stream().anyMatch(link -> link instanceof IOException || link instanceof ProblemException);
        if (ofTheNetwork) return explained.network(failed);
        if (key.isApproved()) return Problem.of(FailureKind.UNSUPPORTED, "no_sftp", "The server accepted the sign-in, but does not offer SFTP.")
                .fix("Have the subsystem sftp switched on for this user.");
        return Problem.of(FailureKind.CONFIG, "not_ssh", "What answers at " + host + ":" + port + " does not speak SSH, or ended the conversation.")
                .fix("Check server and port; SFTP commonly has port 22.").at("/port");
    }

    /** The library has no class of its own for a refused sign-in; with it, nothing else begins like this. */
    private static boolean isRefusal(JSchException failed) {
        return String.valueOf(failed.getMessage()).startsWith("Auth")
                || String.valueOf(failed.getMessage()).contains("Too many authentication failures");
    }

    private Problem refused() {
        boolean byKey = "private_key".equals(settings.authentication().type());
        return Problem.of(FailureKind.AUTH, "refused", byKey ? "The server does not accept the private key for this user."
                        : "The server does not accept the user name and the password.")
                .fix(byKey ? "Check the user name, and that the key's public half is among the user's authorized keys."
                        : "Check both; the server may also accept keys only.")
                .at(byKey ? "/authentication/private_key" : "/authentication/password");
    }

    /** Sockets that obey the egress policy. */
    private static final class Guarded implements SocketFactory {
        @Override
        public Socket createSocket(String host, int port) throws IOException {
            Socket socket = new GuardedSocketFactory().createSocket();
            try {
                socket.connect(new InetSocketAddress(host, port), (int) PATIENCE.toMillis());
                return socket;
            } catch (IOException failed) {
                socket.close();
                throw failed;
            }
        }

        @Override
        public InputStream getInputStream(Socket socket) throws IOException {
            return socket.getInputStream();
        }

        @Override
        public OutputStream getOutputStream(Socket socket) throws IOException {
            return socket.getOutputStream();
        }
    }
}
