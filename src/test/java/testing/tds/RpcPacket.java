package testing.tds;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A call of a stored procedure. @param procedure a number such as 2 for sp_cursoropen, or 0 and a name */
record RpcPacket(int procedure, String name, List<Object> parameters) {
    static final int CURSOR_OPEN = 2;
    static final int CURSOR_PREPEXEC = 5;
    static final int CURSOR_FETCH = 7;
    static final int CURSOR_CLOSE = 9;
    static final int EXECUTE_SQL = 10;
    static final int PREPEXEC = 13;

    static RpcPacket of(byte[] content) {
        ByteBuffer packet = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        packet.position(packet.getInt(0));
        int length = packet.getShort() & 0xFFFF;
        int procedure = length == 0xFFFF ? packet.getShort() : 0;
        String name = procedure == 0 ? text(packet, 2 * length) : "";
        packet.getShort();
        List<Object> parameters = new ArrayList<>();
        while (packet.hasRemaining()) parameters.add(parameter(packet));
        return new RpcPacket(procedure, name, parameters);
    }

    String text(int index) {
        return (String) parameters.get(index);
    }

    int number(int index) {
        return ((Number) parameters.get(index)).intValue();
    }

    private static Object parameter(ByteBuffer packet) {
        text(packet, 2 * packet.get());
        packet.get();
        int type = packet.get() & 0xFF;
        return switch (type) {
            case 0x26, 0x68 -> integer(packet);
            case 0xE7 -> characters(packet);
            default -> throw new IllegalArgumentException("The parameter type " + Integer.toHexString(type) + " is not known here");
        };
    }

    private static Object integer(ByteBuffer packet) {
        packet.get();
        int length = packet.get();
        return switch (length) {
            case 0 -> null;
            case 1 -> (int) packet.get();
            case 2 -> (int) packet.getShort();
            case 4 -> packet.getInt();
            default -> packet.getLong();
        };
    }

    private static Object characters(ByteBuffer packet) {
        int longest = packet.getShort() & 0xFFFF;
        packet.position(packet.position() + 5);
        if (longest != 0xFFFF) {
            int length = packet.getShort() & 0xFFFF;
            return length == 0xFFFF ? null : text(packet, length);
        }
        if (packet.getLong() == -1) return null;
        StringBuilder whole = new StringBuilder();
        for (int length = packet.getInt(); length > 0; length = packet.getInt()) whole.append(text(packet, length));
        return whole.toString();
    }

    static String text(ByteBuffer packet, int length) {
        byte[] bytes = new byte[length];
        packet.get(bytes);
        return new String(bytes, StandardCharsets.UTF_16LE);
    }
}
