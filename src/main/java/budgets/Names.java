package budgets;

import java.util.HexFormat;
import java.util.Locale;
import secrets.Hashes;

/** Names of organisations come from settings and servers: they are bounded, and hold nothing that no database keeps. */
final class Names {
    private static final int LONGEST = 300;
    private static final int KEPT = 200;

    private Names() { }

    static String storable(String organisation) {
        String name = organisation.strip().toLowerCase(Locale.ROOT).replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
        if (name.isEmpty()) return "?";
        if (name.length() <= LONGEST) return name;
        return name.substring(0, KEPT) + "#" + HexFormat.of().formatHex(Hashes.sha256(Hashes.utf8(name)));
    }
}
