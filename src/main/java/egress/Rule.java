package egress;

import java.net.InetAddress;
import java.util.Locale;

/** One line of an allow or deny list: a block of addresses, or a host with or without a port. */
sealed interface Rule {

    /** @param host the name that was asked for, in lower case */
    boolean matches(String host, InetAddress address, int port);

    /** @throws IllegalArgumentException when the text has none of the forms */
    static Rule parse(String text) {
        String trimmed = text.strip();
        if (Cidr.looksLikeAddress(trimmed)) return new Block(Cidr.parse(trimmed));
        int colon = trimmed.endsWith("]") ? -1 : trimmed.lastIndexOf(':');
        if (colon < 0) return new Host(new HostName(trimmed).text(), 0);
        return new Host(new HostName(trimmed.substring(0, colon)).text(), Integer.parseInt(trimmed.substring(colon + 1)));
    }

    record Block(Cidr cidr) implements Rule {
        @Override
        public boolean matches(String host, InetAddress address, int port) {
            return AddressClass.forms(address.getAddress()).stream().anyMatch(cidr::contains);
        }
    }

    /** @param port 0 for any */
    record Host(String name, int port) implements Rule {
        @Override
        public boolean matches(String host, InetAddress address, int port) {
            if (this.port != 0 && this.port != port) return false;
            return name.equals(host.toLowerCase(Locale.ROOT)) || name.equals("[" + host + "]");
        }
    }
}
