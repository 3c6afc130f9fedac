package connectors.files.formats;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** How much was read of a stream. */
final class Counted extends FilterInputStream {
    long count;

    Counted(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        if (read >= 0) count++;
        return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        count += Math.max(read, 0);
        return read;
    }
}
