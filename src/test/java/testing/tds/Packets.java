package testing.tds;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Messages over packets: a header of eight bytes, its length big-endian, and a flag on the last packet. */
final class Packets {
    static final int SQL_BATCH = 1;
    static final int RPC = 3;
    static final int ANSWER = 4;
    static final int ATTENTION = 6;
    static final int LOGIN7 = 16;
    static final int PRELOGIN = 18;
    private static final int HEADER = 8;
    private static final int SIZE = 4096;

    private final DataInputStream in;
    private final OutputStream out;

    /** @param content of all packets of the message, without their headers */
    record Message(int type, byte[] content) { }

    Packets(InputStream in, OutputStream out) {
        this.in = new DataInputStream(in);
        this.out = out;
    }

    /** @throws EOFException when the client has gone */
    Message read() throws IOException {
        Bytes content = new Bytes();
        while (true) {
            byte[] header = in.readNBytes(HEADER);
            if (header.length < HEADER) throw new EOFException();
            content.raw(in.readNBytes((ByteBuffer.wrap(header).getShort(2) & 0xFFFF) - HEADER));
            if ((header[1] & 1) != 0) return new Message(header[0], content.all());
        }
    }

    void write(int type, byte[] content) throws IOException {
        for (int start = 0; start == 0 || start < content.length; start += SIZE - HEADER) {
            int end = Math.min(content.length, start + SIZE - HEADER);
            packet(type, content, start, end, end == content.length);
        }
        out.flush();
    }

    /** A message that is not over. */
    void begin(byte[] content) throws IOException {
        for (int start = 0; start < content.length; start += SIZE - HEADER) {
            packet(ANSWER, content, start, Math.min(content.length, start + SIZE - HEADER), false);
        }
        out.flush();
    }

    private void packet(int type, byte[] content, int start, int end, boolean last) throws IOException {
        ByteBuffer packet = ByteBuffer.allocate(HEADER + end - start);
        packet.put((byte) type).put((byte) (last ? 1 : 0)).putShort((short) packet.capacity()).putInt(0).put(content, start, end - start);
        out.write(packet.array());
    }
}
