package connectors.files.places;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.function.Predicate;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPClientConfig;
import org.apache.commons.net.ftp.FTPFile;
import org.apache.commons.net.ftp.FTPFileEntryParser;
import org.apache.commons.net.ftp.FTPReply;
import org.apache.commons.net.ftp.parser.DefaultFTPFileEntryParserFactory;
import org.apache.commons.net.ftp.parser.MLSxEntryParser;
import problems.FailureKind;
import problems.Problem;

/** One signed-in session. Listings are read line by line, as they come; the library would collect them. */
final class FtpLine implements Lines.Line {
    private static final int LONGEST_LINE = 8_192;

    interface Data {
        /** @return null where the server refuses; its reply tells why */
        Socket open(String command, String argument) throws IOException;
    }

    private final FTPClient client;
    private final Data data;
    private FTPFileEntryParser parser;
    private boolean machineReadable;

    FtpLine(FTPClient client, Data data) {
        this.client = client;
        this.data = data;
    }

    FTPClient client() {
        return client;
    }

    @Override
    public boolean isAlive() {
        try {
            return client.sendNoOp();
        } catch (IOException gone) {
            return false;
        }
    }

    @Override
    public void hangUp() {
        try {
            client.disconnect();
        } catch (IOException gone) {
            // it is closed either way
        }
    }

    /**
     * Lists a folder. MLSD (RFC 3659) where the server has it; else what LIST prints for people.
     *
     * @param to returns whether to go on
     * @return whether the line may be used again
     */
    boolean list(String path, Predicate<FTPFile> to) throws IOException {
        if (!FTPReply.isPositiveCompletion(client.cwd(path))) throw refused();
        choose();
        // without an argument, which servers may take for options or a pattern
        Socket socket = data.open(machineReadable ? "MLSD" : "LIST", null);
        if (socket == null) throw refused();
        boolean whole;
        try (socket) {
            whole = show(socket.getInputStream(), to);
        }
        return finish(whole);
    }

    private void choose() throws IOException {
        if (parser != null) return;
        machineReadable = client.hasFeature("MLST");
        parser = machineReadable ? MLSxEntryParser.getInstance() : printed();
    }

    /** The server's times are taken for UTC: it does not say which they are. */
    private FTPFileEntryParser printed() throws IOException {
        boolean windows = client.getSystemType().contains("Windows");
        FTPClientConfig config = new FTPClientConfig(windows ? FTPClientConfig.SYST_NT : FTPClientConfig.SYST_UNIX);
        config.setServerTimeZoneId("UTC");
        return new DefaultFTPFileEntryParserFactory().createFileEntryParser(config);
    }

    private boolean show(InputStream in, Predicate<FTPFile> to) throws IOException {
        Reader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String line = line(lines); line != null; line = line(lines)) {
            FTPFile found = parser.parseFTPEntry(line);
            if (found != null && !isFolderItself(found) && !to.test(found)) return false;
        }
        return true;
    }

    private static boolean isFolderItself(FTPFile found) {
        return found.getName() == null || found.getName().equals(".") || found.getName().equals("..");
    }

    /** Up to a line break, which is not part of it; null at the end. */
    private static String line(Reader in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '\n') return withoutReturn(line);
            if (line.length() == LONGEST_LINE) throw new IOException("a line of the listing is too long");
            line.append((char) c);
        }
        return line.isEmpty() ? null : withoutReturn(line);
    }

    private static String withoutReturn(StringBuilder line) {
        if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') line.setLength(line.length() - 1);
        return line.toString();
    }

    /**
     * Takes the reply that follows a transfer. One that was broken off is answered by one failure, two, or none for a while: the
     * line could get out of step.
     *
     * @return whether the line may be used again
     */
    boolean finish(boolean whole) throws IOException {
        return whole && client.completePendingCommand();
    }

    /** @return null where the server has no such entry, or no way to ask for one */
    FTPFile look(String path) throws IOException {
        choose();
        return machineReadable ? client.mlistFile(path) : null;
    }

    /** @return null where the server refuses parts of files */
    InputStream read(String path, long from) throws IOException {
        client.setRestartOffset(from);
        Socket socket = data.open("RETR", path);
        if (socket != null) return socket.getInputStream();
        if (from > 0 && isUnknownCommand()) return null;
        throw refused();
    }

    private boolean isUnknownCommand() {
        int code = client.getReplyCode();
        return code == FTPReply.UNRECOGNIZED_COMMAND || code == FTPReply.COMMAND_NOT_IMPLEMENTED
                || code == FTPReply.SYNTAX_ERROR_IN_ARGUMENTS || code == FTPReply.COMMAND_NOT_IMPLEMENTED_FOR_PARAMETER;
    }

    /** By the reply (RFC 959, 4.2.1): 550 is both, so its text decides as servers commonly word it. */
    IOException refused() {
        String said = String.valueOf(client.getReplyString()).toLowerCase(Locale.ROOT);
        int code = client.getReplyCode();
        if (code == FTPReply.FILE_UNAVAILABLE) {
            boolean denied = said.contains("denied") || said.contains("permission") || said.contains("not permitted");
            return denied ? new AccessDeniedException(null) : new NoSuchFileException(null);
        }
        if (code == FTPReply.NOT_LOGGED_IN || code == FTPReply.REQUEST_DENIED) return new AccessDeniedException(null);
        if (code == FTPReply.SERVICE_NOT_AVAILABLE || code == FTPReply.CANNOT_OPEN_DATA_CONNECTION) throw noData().asException();
        return new IOException("the server refused with " + code);
    }

    private static Problem noData() {
        return Problem.of(FailureKind.NETWORK, "no_data_connection", "The server could not open a connection for data.")
                .fix("Check the server's range of passive ports, and that the firewall lets them through.");
    }
}
