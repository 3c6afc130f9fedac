package connectors.files.formats;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Decompresses, and refuses content that swells like a bomb. */
final class Gunzip extends FilterInputStream {
    /** Small files of one repeated line swell a lot and harm nobody. */
    private static final long HARMLESS = 1 << 20;

    private final Counted compressed;
    private long produced;

    private Gunzip(Counted compressed) throws IOException {
        super(new GZIPInputStream(compressed, 8192));
        this.compressed = compressed;
    }

    static InputStream open(InputStream in) throws IOException {
        try {
            return new Gunzip(new Counted(in));
        } catch (ZipException | EOFException broken) {
            throw FileFailure.malformed("The file does not begin like a gzip file.");
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = inflate(buffer, offset, length);
        produced += Math.max(read, 0);
        if (produced > HARMLESS && produced / Limits.COMPRESSION_RATIO > compressed.count) {
            throw new FileFailure("compression_ratio", "The file grows more than " + Limits.COMPRESSION_RATIO
                    + " times when it is decompressed.");
        }
        return read;
    }

    private int inflate(byte[] buffer, int offset, int length) throws IOException {
        try {
            return super.read(buffer, offset, length);
        } catch (ZipException | EOFException broken) {
            throw FileFailure.malformed("The compressed content is damaged or ends early, after " + produced
                    + " bytes of output.");
        }
    }
}
