package app;

import java.security.SecureRandom;
import java.util.Base64;

/** Generated passwords: 144 random bits in letters, digits, dash and underscore. */
final class Passphrase {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Passphrase() { }

    static String random() {
        byte[] bytes = new byte[18];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
