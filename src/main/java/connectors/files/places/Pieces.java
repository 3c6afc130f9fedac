package connectors.files.places;

import java.io.IOException;
import java.io.InputStream;

/** A stream of a file that is fetched a piece at a time, and no further than it is read. */
final class Pieces extends InputStream {
    @FunctionalInterface
    interface Fetch {
        byte[] piece(long from, int length) throws IOException;
    }

    private final Fetch fetch;
    private final long end;
    private final int size;
    private long next;
    private byte[] piece = new byte[0];
    private int position;

    Pieces(long from, long end, int size, Fetch fetch) {
        this.next = from;
        this.end = end;
        this.size = size;
        this.fetch = fetch;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) return 0;
        if (position == piece.length && !hasMore()) return -1;
        int count = Math.min(length, piece.length - position);
        System.arraycopy(piece, position, buffer, offset, count);
        position += count;
        return count;
    }

    private boolean hasMore() throws IOException {
        if (next >= end) return false;
        piece = fetch.piece(next, (int) Math.min(size, end - next));
        position = 0;
        next += piece.length;
        return piece.length > 0;
    }
}
