package connectors.files.formats;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.function.BooleanSupplier;

/** Content that ends a parser's work at a number of bytes, at a time, and when the thread or the source is stopped. */
final class GuardedInput extends FilterInputStream {
    private final Limits limits;
    private final BooleanSupplier stopped;
    private final long end;
    private long left;

    GuardedInput(InputStream in, Limits limits, BooleanSupplier stopped) {
        super(in);
        this.limits = limits;
        this.stopped = stopped;
        this.end = System.nanoTime() + limits.time().toNanos();
        this.left = limits.bytes();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        check();
        if (left <= 0) {
            // a file that ends exactly at the limit is whole
            if (super.read() < 0) return -1;
            throw new CapReached();
        }
        int read = super.read(buffer, offset, (int) Math.min(length, left));
        if (read > 0) left -= read;
        return read;
    }

    private void check() throws IOException {
        if (stopped.getAsBoolean() || Thread.currentThread().isInterrupted()) throw new InterruptedIOException("stopped");
        if (System.nanoTime() - end < 0) return;
        throw new FileFailure("timeout", "Reading the file took longer than " + limits.time().toSeconds() + " seconds.");
    }

    @Override
    public long skip(long bytes) throws IOException {
        return readNBytes((int) Math.min(bytes, 8192)).length;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
