package egress;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** A block of addresses of one family: the first {@code bits} bits of {@code network}. */
record Cidr(byte[] network, int bits) {

    /** @throws IllegalArgumentException when the text is neither {@code address/bits} nor a literal address */
    static Cidr parse(String text) {
        String[] parts = text.split("/", 2);
        byte[] network = literal(parts[0]);
        int bits = parts.length == 1 ? network.length * 8 : Integer.parseInt(parts[1]);
        if (bits < 0 || bits > network.length * 8) throw new IllegalArgumentException(text + " has more bits than an address");
        return new Cidr(network, bits);
    }

    /** Whether the text starts like a literal address, so that {@link #parse} applies. Never asks a name server. */
    static boolean looksLikeAddress(String text) {
        return text.matches("[0-9.]+(/[0-9]+)?") || text.matches("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(/[0-9]+)?");
    }

    boolean contains(byte[] address) {
        if (address.length != network.length) return false;
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((address[bit / 8] & mask) != (network[bit / 8] & mask)) return false;
        }
        return true;
    }

    private static byte[] literal(String text) {
        if (!looksLikeAddress(text)) throw new IllegalArgumentException(text + " is not an address");
        if (!text.contains(":")) new HostName(text);   // refuses short forms, which Java would complete
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException wrong) {
            throw new IllegalArgumentException(text + " is not an address", wrong);
        }
    }
}
