package connectors.files.places;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.SftpATTRS;
import com.jcraft.jsch.SftpException;
import connectors.Ladder;
import connectors.Ladder.Finding;
import connectors.TestReport;
import connectors.Unreachable;
import connectors.files.formats.FileState;
import connectors.http.HttpClients;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.time.Instant;
import java.util.Optional;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;
import types.ConnectionType;

/** A folder of a server that speaks SFTP, version 3 (draft-ietf-secsh-filexfer-02). Only ever lists and reads. */
public final class SftpFiles implements RemoteFiles {
    private static final int USUAL_PORT = 22;

    private final HttpClients clients;
    private final String host;
    private final int port;
    private final String base;
    private final SftpDial dial;
    private final Explained explained;
    private final Lines<SftpDial.Opened> lines;
    private volatile String version;

    private SftpFiles(ConnectionType type, PlaceSettings settings, HttpClients clients) {
        this.clients = clients;
        this.host = settings.host();
        this.port = settings.port(USUAL_PORT);
        this.base = settings.basePath();
        this.explained = new Explained(type, "sftp", new Unreachable("the SFTP server", host, port, SftpDial.PATIENCE,
                new Unreachable.Fields("/server", "/port", "/host_key")));
        this.dial = new SftpDial(settings, host, port, explained);
        this.lines = new Lines<>(dial::open);
    }

    /** @throws ProblemException of kind CONFIG when the settings cannot be right */
    public static SftpFiles of(ConnectionType type, PlaceSettings settings, HttpClients clients) {
        return new SftpFiles(type, settings, clients);
    }

    @Override
    public void climb(Ladder ladder) {
        clients.reach(host, port, "/server", SftpDial.PATIENCE).climb(ladder);
        Problem[] refusal = {null};
        ladder.mandatory("host_key", "Compare the server's key", () -> compare(refusal));
        ladder.mandatory("authenticate", "Sign in", () -> signIn(refusal[0]));
        ladder.mandatory("target", "Open the folder", this::target);
    }

    /** Signs in with the same call; what the server said to that is kept for the next rung. */
    private Finding compare(Problem[] refusal) throws IOException {
        try {
            SftpDial.Opened line = lines.take();
            version = line.session().getServerVersion();
            lines.giveBack(line);
        } catch (ProblemException failed) {
            if (!failed.problem().kind().equals(FailureKind.AUTH) && !"no_sftp".equals(failed.problem().code())) throw failed;
            refusal[0] = failed.problem();
        }
        return Finding.passed("The server shows the key that was approved, and the connection is encrypted.");
    }

    private static Finding signIn(Problem refusal) {
        if (refusal != null) throw refusal.asException();
        return Finding.passed("The server accepted the sign-in.");
    }

    private Finding target() throws IOException {
        return Bases.target(this);
    }

    @Override
    public TestReport.Server server() {
        String said = version;
        boolean plain = said != null && said.matches("[\\x20-\\x7e]{1,100}");
        return new TestReport.Server("SFTP server", plain ? said : null);
    }

    @FunctionalInterface
    private interface Work<T> {
        T on(ChannelSftp channel) throws SftpException, IOException;
    }

    private <T> T with(Work<T> work) throws IOException {
        SftpDial.Opened line = lines.take();
        boolean whole = false;
        try {
            T done = work.on(line.channel());
            whole = true;
            return done;
        } catch (SftpException failed) {
            IOException ours = failure(failed);
            whole = true;
            throw ours;
        } finally {
            if (whole) lines.giveBack(line);
            else lines.drop(line);
        }
    }

    @Override
    public void list(String folder, Listener to) throws IOException {
        IOException[] stopped = {null};
        with(channel -> {
            if (!channel.stat(quoted(path(folder))).isDir()) throw new NotDirectoryException(null);
            channel.ls(quoted(path(folder)), entry -> show(entry, to, stopped));
            return null;
        });
        if (stopped[0] != null) throw stopped[0];
    }

    private static int show(ChannelSftp.LsEntry entry, Listener to, IOException[] stopped) {
        String name = entry.getFilename();
        if (name.equals(".") || name.equals("..")) return ChannelSftp.LsEntrySelector.CONTINUE;
        try {
            boolean more = to.accept(name, looked(entry.getAttrs()));
            return more ? ChannelSftp.LsEntrySelector.CONTINUE : ChannelSftp.LsEntrySelector.BREAK;
        } catch (IOException stop) {
            stopped[0] = stop;
            return ChannelSftp.LsEntrySelector.BREAK;
        }
    }

    private static Looked looked(SftpATTRS found) {
        if (found.isDir()) return Looked.FOLDER;
        if (!found.isReg()) return Looked.OTHER;
        // an unsigned number of 32 bits
        return Looked.file(new FileState(found.getSize(), Instant.ofEpochSecond(found.getMTime() & 0xffff_ffffL), null));
    }

    @Override
    public Optional<Looked> look(String path) throws IOException {
        try {
            return Optional.of(with(channel -> looked(channel.lstat(quoted(path(path))))));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    @Override
    public InputStream read(String path, Looked listed, long from, long count) throws IOException {
        SftpDial.Opened line = lines.take();
        boolean opened = false;
        boolean whole = false;
        try {
            InputStream in = line.channel().get(quoted(path(path)), null, from);
            opened = true;
            return new Reading(line, Bounded.of(in, count));
        } catch (SftpException failed) {
            IOException ours = failure(failed);
            whole = true;
            throw ours;
        } finally {
            if (!opened && whole) lines.giveBack(line);
            else if (!opened) lines.drop(line);   // also where the connection broke, which is thrown as a problem
        }
    }

    @Override
    public boolean isUnchanged(String path, Looked listed) throws IOException {
        return look(path).filter(now -> now.isFile() && now.state().equals(listed.state())).isPresent();
    }

    private String path(String relative) {
        if (relative.isEmpty()) return base;
        return base.endsWith("/") ? base + relative : base + "/" + relative;
    }

    /** The library takes paths for patterns. */
    private static String quoted(String path) {
        return path.replace("\\", "\\\\").replace("*", "\\*").replace("?", "\\?");
    }

    /** By the status of the draft, 7. @throws ProblemException where the connection broke, so that the line is dropped */
    private static IOException failure(SftpException failed) {
        return switch (failed.id) {
            case ChannelSftp.SSH_FX_NO_SUCH_FILE -> new NoSuchFileException(null);
            case ChannelSftp.SSH_FX_PERMISSION_DENIED -> new AccessDeniedException(null);
            case ChannelSftp.SSH_FX_OP_UNSUPPORTED -> new IOException("the server does not support the operation");
            default -> {
                if (failed.getCause() == null) yield new IOException("the server reported a failure");
                throw Explained.broken().asException();
            }
        };
    }

    @Override
    public Problem explain(Throwable failure) {
        return explained.unreachable(failure);
    }

    @Override
    public String baseField() {
        return "/base_path";
    }

    @Override
    public void close() {
        lines.close();
    }

    /** Holds the line until it is closed. */
    private final class Reading extends FilterInputStream {
        private final SftpDial.Opened line;
        private boolean broken;
        private boolean closed;

        Reading(SftpDial.Opened line, InputStream in) {
            super(in);
            this.line = line;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return super.read(buffer, offset, length);
            } catch (IOException | RuntimeException failed) {
                broken = true;
                throw failed;
            }
        }

        @Override
        public void close() {
            if (closed) return;
            closed = true;
            try {
                super.close();
            } catch (IOException | RuntimeException failed) {
                broken = true;
            }
            if (broken) lines.drop(line);
            else lines.giveBack(line);
        }
    }
}
