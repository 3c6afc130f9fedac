package connectors.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** Random access to a file of which ranges can be fetched. Keeps one window of it, because readers take many small bites. */
final class RangeChannel implements SeekableByteChannel {
    private static final int WINDOW = 256 * 1024;

    @FunctionalInterface
    interface Ranges {
        InputStream open(long from, long count) throws IOException;
    }

    private final long size;
    private final Ranges ranges;
    private long position;
    private long start;
    private byte[] window = new byte[0];
    private boolean closed;

    RangeChannel(long size, Ranges ranges) {
        this.size = size;
        this.ranges = ranges;
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        if (closed) throw new ClosedChannelException();
        if (!to.hasRemaining()) return 0;
        if (position >= size) return -1;
        if (position < start || position >= start + window.length) fetch();
        if (window.length == 0) return -1;
        int offset = (int) (position - start);
        int count = Math.min(to.remaining(), window.length - offset);
        to.put(window, offset, count);
        position += count;
        return count;
    }

    /** Near the end the window lies before it: readers of footers go backwards. */
    private void fetch() throws IOException {
        start = Math.max(0, Math.min(position, size - WINDOW));
        try (InputStream in = ranges.open(start, Math.min(WINDOW, size - start))) {
            window = in.readNBytes((int) Math.min(WINDOW, size - start));
        }
        if (position >= start + window.length) window = new byte[0];
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(long wanted) {
        if (wanted < 0) throw new IllegalArgumentException("a position before the file");
        position = wanted;
        return this;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int write(ByteBuffer from) {
        throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long wanted) {
        throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public void close() {
        closed = true;
    }
}
