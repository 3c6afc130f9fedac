package connectors.files.places;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchAlgoNegoFailException;
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
import problems.Problem;
import problems.ProblemException;
import secrets.Secret;

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

    /** @throws ProblemException of kind CONFIG where the private key cannot be read */
    SftpDial(PlaceSettings settings, String host, int port, Explained explained) {
        this.settings = settings;
        this.host = host;
        this.port = port;
        this.explained = explained;
        PlaceSettings.needed(settings.authentication().username(), "/authentication/username", "The user name");
        if (isByKey()) identify(new JSch(), settings.authentication());
    }

    private Secret password() {
        return PlaceSettings.needed(settings.authentication().password(), "/authentication/password", "The password");
    }

    private boolean isByKey() {
        return "private_key".equals(settings.authentication().type());
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
        throw SftpProblems.notApproved(first).asException();
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
        boolean byKey = isByKey();
        if (byKey) identify(ssh, given);
        Session session = ssh.getSession(given.username(), host, port);
        if (!byKey) session.setPassword(password().reveal());
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
            boolean open = !pair.isEncrypted() || passphrase != null && pair.decrypt(passphrase.clone());
            if (!open) throw SftpProblems.locked(passphrase == null).asException();
            pair.dispose();
            ssh.addIdentity("serai", key, null, passphrase);
        } catch (JSchException unread) {
            throw SftpProblems.unreadableKey().asException();
        }
    }

    private Problem problem(JSchException failed, HostKey key) {
        if (key.isApproved() && isRefusal(failed)) return SftpProblems.refused(isByKey());
        if (failed instanceof JSchAlgoNegoFailException) return SftpProblems.oldAlgorithms();
        List<Throwable> chain = Causes.of(failed);
        boolean ofTheNetwork = chain.stream().anyMatch(link -> link instanceof IOException || link instanceof ProblemException);
        if (ofTheNetwork) return explained.network(failed);
        return key.isApproved() ? SftpProblems.noSftp() : SftpProblems.notSsh(host, port);
    }

    /** The library has no class of its own for a refused sign-in; with it, nothing else begins like this. */
    private static boolean isRefusal(JSchException failed) {
        return String.valueOf(failed.getMessage()).startsWith("Auth")
                || String.valueOf(failed.getMessage()).contains("Too many authentication failures");
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
