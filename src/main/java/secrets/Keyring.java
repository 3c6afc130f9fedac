package secrets;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The keys that this installation can open values with; the first seals new ones. */
public final class Keyring {
    private final SecretKey active;
    private final Map<String, SecretKey> byKid = new LinkedHashMap<>();

    public Keyring(List<SecretKey> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException(
                    "There is no encryption key. Set ENCRYPTION_KEY; make one with: openssl rand -hex 32");
        }
        active = keys.get(0);
        keys.forEach(key -> byKid.put(key.kidHex(), key));
    }

    /** @param text one key, or {@code label:key,label:key} with the active one first */
    public static Keyring parse(String text) {
        return new Keyring(Arrays.stream(text.split(",", -1))
                .map(entry -> SecretKey.parse(entry.substring(entry.indexOf(':') + 1)))
                .toList());
    }

    public SecretKey active() {
        return active;
    }

    public Iterable<SecretKey> all() {
        return byKid.values();
    }

    /** @return null when no key here has made it */
    SecretKey find(String kidHex) {
        return byKid.get(kidHex);
    }
}
