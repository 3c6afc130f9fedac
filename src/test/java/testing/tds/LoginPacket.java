package testing.tds;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What a client says of itself when it signs in.
 *
 * @param password as it was before the client disguised it
 * @param token    of Entra; null without one
 */
public record LoginPacket(String user, String password, String application, String database, boolean readOnly, boolean byWindows, String token) {
    private static final int FEDERATED = 2;

    static LoginPacket of(byte[] content) {
        ByteBuffer packet = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        byte[] disguised = bytes(packet, 44);
        for (int i = 0; i < disguised.length; i++) {
            int bits = (disguised[i] ^ 0xA5) & 0xFF;
            disguised[i] = (byte) (bits >> 4 | bits << 4);
        }
        return new LoginPacket(text(bytes(packet, 40)), text(disguised), text(bytes(packet, 48)), text(bytes(packet, 68)),
                (packet.get(26) & 0x20) != 0, (packet.get(25) & 0x80) != 0, token(packet));
    }

    private static String token(ByteBuffer packet) {
        if ((packet.get(27) & 0x10) == 0) return null;
        int at = packet.getInt(packet.getShort(56));
        while ((packet.get(at) & 0xFF) != 0xFF) {
            int length = packet.getInt(at + 1);
            if (packet.get(at) == FEDERATED) return text(slice(packet, at + 10, packet.getInt(at + 6)));
            at += 5 + length;
        }
        return null;
    }

    private static byte[] bytes(ByteBuffer packet, int place) {
        return slice(packet, packet.getShort(place), 2 * packet.getShort(place + 2));
    }

    private static byte[] slice(ByteBuffer packet, int from, int length) {
        byte[] found = new byte[length];
        packet.get(from, found);
        return found;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_16LE);
    }
}
