package egress;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What kind of network an address belongs to, by our own table: {@code InetAddress.is…()} misses metadata addresses,
 * carrier-grade NAT and the IPv6 forms that carry an IPv4 address. From the most harmless to the most dangerous.
 */
enum AddressClass {
    PUBLIC,
    PRIVATE("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "198.18.0.0/15", "fc00::/7"),
    LOOPBACK("127.0.0.0/8", "::1/128"),
    /** "This network", link-local, multicast, reserved, tunnels, and the addresses of cloud metadata services. */
    FORBIDDEN("0.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "224.0.0.0/4", "240.0.0.0/4", "100.100.100.200/32",
            "168.63.129.16/32", "::/128", "fe80::/10", "fec0::/10", "ff00::/8", "2001::/32", "64:ff9b:1::/48",
            "fd00:ec2::254/128", "fd20:ce::254/128");

    private static final Cidr COMPATIBLE = Cidr.parse("::/96");
    private static final Cidr NAT64 = Cidr.parse("64:ff9b::/96");
    private static final Cidr SIX_TO_FOUR = Cidr.parse("2002::/16");
    /** Built by hand, because Java turns the literal into an IPv4 address. */
    private static final Cidr MAPPED = new Cidr(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 0, 0, 0, 0}, 96);

    private final List<Cidr> blocks;

    AddressClass(String... blocks) {
        this.blocks = Stream.of(blocks).map(Cidr::parse).toList();
    }

    /** The most dangerous class of any of the forms that the address has. */
    static AddressClass of(byte[] address) {
        AddressClass worst = PUBLIC;
        for (byte[] form : forms(address)) {
            AddressClass found = ofOneForm(form);
            if (found.compareTo(worst) > 0) worst = found;
        }
        return worst;
    }

    /** The address itself, and the IPv4 address that it carries, if it does. */
    static List<byte[]> forms(byte[] address) {
        byte[] carried = carriedV4(address);
        return carried == null ? List.of(address) : List.of(address, carried);
    }

    private static byte[] carriedV4(byte[] address) {
        if (address.length != 16) return null;
        if (SIX_TO_FOUR.contains(address)) return Arrays.copyOfRange(address, 2, 6);
        boolean carries = MAPPED.contains(address) || NAT64.contains(address) || COMPATIBLE.contains(address) && !isLoopback(address);
        return carries ? Arrays.copyOfRange(address, 12, 16) : null;
    }

    private static boolean isLoopback(byte[] address) {
        return LOOPBACK.blocks.stream().anyMatch(block -> block.contains(address));
    }

    private static AddressClass ofOneForm(byte[] address) {
        for (AddressClass candidate : List.of(FORBIDDEN, LOOPBACK, PRIVATE)) {
            if (candidate.blocks.stream().anyMatch(block -> block.contains(address))) return candidate;
        }
        return PUBLIC;
    }
}
