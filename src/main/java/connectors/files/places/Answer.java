package connectors.files.places;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;

/** The body of an answer, which ends the connection when it is left before its end, is too large or takes too long. */
final class Answer extends FilterInputStream {
    private static final Set<String> THE_CLIENTS_OWN =
            Set.of("host", "content-length", "transfer-encoding", "expect", "connection");
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final ClassicHttpResponse response;
    private final long most;
    private final long end = System.nanoTime() + LONGEST.toNanos();
    private long count;

    private Answer(InputStream in, ClassicHttpResponse response, long most) {
        super(in);
        this.response = response;
        this.most = most;
    }

    /** Headers of a request that the client writes itself. */
    static boolean isTheClientsOwn(String header) {
        return THE_CLIENTS_OWN.contains(header.toLowerCase(Locale.ROOT));
    }

    /** @param most bytes that are taken in */
    static Answer of(ClassicHttpResponse response, long most) throws IOException {
        HttpEntity entity = response.getEntity();
        return new Answer(entity == null ? InputStream.nullInputStream() : entity.getContent(), response, most);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (System.nanoTime() - end > 0) throw new IOException("the answer took longer than " + LONGEST.toMinutes() + " minutes");
        int read = super.read(buffer, offset, length);
        count += Math.max(read, 0);
        if (count > most) throw new IOException("the answer is larger than " + most + " bytes");
        return read;
    }

    /** Without reading what is left, as the library would in order to keep the connection. */
    @Override
    public void close() throws IOException {
        response.close();
    }
}
