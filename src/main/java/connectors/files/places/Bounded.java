package connectors.files.places;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The first bytes of a stream. */
final class Bounded extends FilterInputStream {
    private long left;

    private Bounded(InputStream in, long count) {
        super(in);
        this.left = count;
    }

    /** @param count or {@link RemoteFiles#ALL} */
    static InputStream of(InputStream in, long count) {
        return count == RemoteFiles.ALL ? in : new Bounded(in, count);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) return 0;
        if (left <= 0) return -1;
        int read = super.read(buffer, offset, (int) Math.min(length, left));
        if (read > 0) left -= read;
        return read;
    }
}
