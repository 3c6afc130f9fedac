package connectors.files.places;

import connectors.Ladder;
import connectors.Ladder.Finding;
import connectors.Reach;
import connectors.TestReport;
import connectors.Unreachable;
import connectors.files.formats.FileFailure;
import connectors.files.formats.FileState;
import connectors.http.HttpClients;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Optional;
import org.apache.commons.net.ftp.FTPFile;
import problems.Problem;
import problems.ProblemException;
import types.ConnectionType;

/** A folder of a server that speaks FTP, encrypted or not. Only ever lists and reads. */
public final class FtpFiles implements RemoteFiles {
    private static final int USUAL_PORT = 21;
    private static final int PORT_OF_IMPLICIT_TLS = 990;
    /** What is left of a file is read up to this many bytes, because a new session costs more. */
    private static final int CHEAP = 512 * 1024;

    private final HttpClients clients;
    private final String host;
    private final int port;
    private final String base;
    private final FtpDial.Encryption encryption;
    private final FtpDial dial;
    private final Lines<FtpLine> lines;

    private FtpFiles(ConnectionType type, PlaceSettings settings, HttpClients clients) {
        this.clients = clients;
        this.host = settings.host();
        this.encryption = FtpDial.encryption(settings);
        this.port = settings.port(encryption == FtpDial.Encryption.IMPLICIT ? PORT_OF_IMPLICIT_TLS : USUAL_PORT);
        this.base = settings.basePath();
        this.dial = new FtpDial(settings, host, port, new Explained(type, "ftp", new Unreachable("the FTP server", host, port,
                FtpDial.PATIENCE, new Unreachable.Fields("/server", "/port", "/ssl/root_certificate"))));
        this.lines = new Lines<>(dial::open);
    }

    /** @throws ProblemException of kind CONFIG when the settings cannot be right */
    public static FtpFiles of(ConnectionType type, PlaceSettings settings, HttpClients clients) {
        return new FtpFiles(type, settings, clients);
    }

    @Override
    public void climb(Ladder ladder) {
        Reach reach = clients.reach(host, port, "/server", FtpDial.PATIENCE);
        reach.climb(ladder);
        FtpLine[] line = {null};
        ladder.mandatory("tls", "Encrypt the connection", () -> greet(line));
        ladder.mandatory("authenticate", "Sign in", () -> signIn(line[0]));
        ladder.mandatory("target", "Open the folder", () -> Bases.target(this));
    }

    private Finding greet(FtpLine[] line) {
        line[0] = dial.connect();
        if (encryption != FtpDial.Encryption.NONE) {
            return Finding.passed("The connection is encrypted, and the certificate belongs to " + host + ".");
        }
        return Finding.warned("The password and the files travel unencrypted: anyone on the way can read them.",
                "Choose an encryption if the server has one, or SFTP.");
    }

    private Finding signIn(FtpLine line) {
        dial.signIn(line);
        line.hangUp();
        return Finding.passed("The server accepted the sign-in.");
    }

    @Override
    public TestReport.Server server() {
        return new TestReport.Server(encryption == FtpDial.Encryption.NONE ? "FTP server" : "FTPS server", null);
    }

    @Override
    public void list(String folder, Listener to) throws IOException {
        FtpLine line = lines.take();
        boolean whole = false;
        IOException[] stopped = {null};
        try {
            whole = line.list(path(folder), found -> shown(found, to, stopped));
        } catch (java.nio.file.FileSystemException refused) {
            whole = true;
            throw refused;
        } catch (IOException broken) {
            throw dial.problem(broken).asException();
        } finally {
            hangUp(line, whole);
        }
        if (stopped[0] != null) throw stopped[0];
    }

    private static boolean shown(FTPFile found, Listener to, IOException[] stopped) {
        try {
            return to.accept(found.getName(), looked(found));
        } catch (IOException stop) {
            stopped[0] = stop;
            return false;
        }
    }

    private static Looked looked(FTPFile found) {
        if (found.isDirectory()) return Looked.FOLDER;
        if (!found.isFile()) return Looked.OTHER;
        Instant modified = found.getTimestamp() == null ? null : found.getTimestamp().toInstant();
        return Looked.file(new FileState(found.getSize(), modified, null));
    }

    private void hangUp(FtpLine line, boolean isSound) {
        if (isSound) lines.giveBack(line);
        else lines.drop(line);
    }

    @Override
    public Optional<Looked> look(String path) throws IOException {
        FtpLine line = lines.take();
        Optional<Looked> found;
        boolean whole = false;
        try {
            found = Optional.ofNullable(line.look(path(path))).filter(entry -> isOf(entry, path)).map(FtpFiles::looked);
            whole = true;
        } catch (IOException broken) {
            throw dial.problem(broken).asException();
        } finally {
            hangUp(line, whole);
        }
        return found.isPresent() ? found : among(path);
    }

    /** Servers answer with the name or with the whole path, and one that took the name for a pattern with something else. */
    private static boolean isOf(FTPFile entry, String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return entry.getName() != null && (entry.getName().equals(name) || entry.getName().endsWith("/" + name));
    }

    /** For servers that cannot be asked for one entry, or take some names for patterns. */
    private Optional<Looked> among(String path) throws IOException {
        int slash = path.lastIndexOf('/');
        String name = path.substring(slash + 1);
        Looked[] found = {null};
        try {
            list(slash < 0 ? "" : path.substring(0, slash), (listed, looked) -> {
                if (listed.equals(name)) found[0] = looked;
                return found[0] == null;
            });
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
        return Optional.ofNullable(found[0]);
    }

    @Override
    public InputStream read(String path, Looked listed, long from, long count) throws IOException {
        FtpLine line = lines.take();
        boolean opened = false;
        boolean whole = false;
        try {
            InputStream in = line.read(path(path), from);
            whole = true;
            if (in == null) throw new FileFailure("no_ranges", "The server gives no parts of a file, which this format needs.");
            opened = true;
            return Bounded.of(new Reading(line, in), count);
        } catch (java.nio.file.FileSystemException | FileFailure refused) {
            whole = true;
            throw refused;
        } catch (IOException broken) {
            throw dial.problem(broken).asException();
        } finally {
            if (!opened) hangUp(line, whole);
        }
    }

    /** By the size alone, where the server tells it. */
    @Override
    public boolean isUnchanged(String path, Looked listed) throws IOException {
        FtpLine line = lines.take();
        boolean whole = false;
        try {
            String size = line.client().getSize(path(path));
            whole = true;
            return size == null || size.strip().equals(Long.toString(listed.state().size()));
        } catch (IOException broken) {
            throw dial.problem(broken).asException();
        } finally {
            hangUp(line, whole);
        }
    }

    private String path(String relative) {
        if (relative.isEmpty()) return base;
        return base.endsWith("/") ? base + relative : base + "/" + relative;
    }

    @Override
    public Problem explain(Throwable failure) {
        return dial.unreachable(failure);
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
        private final FtpLine line;
        private boolean ended;
        private boolean closed;

        Reading(FtpLine line, InputStream in) {
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
            int read = super.read(buffer, offset, length);
            ended = read < 0;
            return read;
        }

        @Override
        public void close() {
            if (closed) return;
            closed = true;
            boolean sound = false;
            try {
                byte[] rest = new byte[16_384];
                for (int left = CHEAP; !ended && left > 0; ) left -= Math.max(0, read(rest, 0, rest.length));
                super.close();
                sound = line.finish(ended);
            } catch (IOException broken) {
                // the line goes
            }
            hangUp(line, sound);
        }
    }
}
