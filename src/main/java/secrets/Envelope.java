package secrets;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Seals one value as {@code encrypted:<iv>:<ciphertext>:<tag>} (hex, AES-256-GCM). The IV begins with the key's id, and the
 * value is bound to its {@link Place}, so that a sealed text that is copied to another row or field does not open there.
 */
@Component
public class Envelope {
    private static final Pattern FORM =
            Pattern.compile("encrypted:([0-9a-f]{24}|[0-9a-f]{32}):((?:[0-9a-f]{2})*):([0-9a-f]{32})");
    private static final int KID_BYTES = 4;
    private static final int RANDOM_BYTES = 12;
    private static final int TAG_BYTES = 16;

    /** Where a secret belongs. @param pointer JSON pointer into the configuration */
    public record Place(UUID accountId, UUID connectionId, String pointer) {
        private byte[] associatedData() {
            return Hashes.utf8("serai1|" + accountId + "|" + connectionId + "|" + pointer);
        }
    }

    private final Keyring keyring;
    private final Supplier<byte[]> random;

    @Autowired
    public Envelope(Keyring keyring) {
        this(keyring, freshRandom());
    }

    /** @param random gives 12 bytes, never the same twice; only a known-answer test passes its own */
    Envelope(Keyring keyring, Supplier<byte[]> random) {
        this.keyring = keyring;
        this.random = random;
    }

    /** Whether a text claims to be sealed. Input that does is refused: only we make such texts. */
    public static boolean looksSealed(String text) {
        return text.startsWith("encrypted:");
    }

    public String seal(String plain, Place place) {
        SecretKey key = keyring.active();
        byte[] iv = ByteBuffer.allocate(KID_BYTES + RANDOM_BYTES).put(key.kid()).put(random.get()).array();
        byte[] sealed = run(Cipher.ENCRYPT_MODE, key, iv, Hashes.utf8(plain), place);
        int length = sealed.length - TAG_BYTES;
        HexFormat hex = HexFormat.of();
        return "encrypted:" + hex.formatHex(iv) + ":" + hex.formatHex(sealed, 0, length)
                + ":" + hex.formatHex(sealed, length, sealed.length);
    }

    /** @throws IntegrityFailure when the text was altered, was sealed for another place, or with a key that is not here */
    public Secret open(String sealed, Place place) {
        var parts = FORM.matcher(sealed);
        if (!parts.matches()) throw new IntegrityFailure(place);
        HexFormat hex = HexFormat.of();
        SecretKey key = keyring.find(parts.group(1).substring(0, 2 * KID_BYTES));
        if (key == null) throw new IntegrityFailure(place);
        byte[] iv = hex.parseHex(parts.group(1));
        byte[] ciphertext = hex.parseHex(parts.group(2) + parts.group(3));
        byte[] plain = run(Cipher.DECRYPT_MODE, key, iv, ciphertext, place);
        return new Secret(new String(plain, StandardCharsets.UTF_8));
    }

    /** Tells equal secrets of one account from different ones without revealing either: 16 hex digits. */
    public String fingerprint(Secret secret, UUID accountId) {
        byte[] accountKey = Hashes.hmac(keyring.active().derive("fingerprint"), Hashes.utf8(accountId.toString()));
        return HexFormat.of().formatHex(Hashes.hmac(accountKey, Hashes.utf8(secret.reveal())), 0, 8);
    }

    private static byte[] run(int mode, SecretKey key, byte[] iv, byte[] input, Place place) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key.aes(), new GCMParameterSpec(8 * TAG_BYTES, iv));
            cipher.updateAAD(place.associatedData());
            return cipher.doFinal(input);
        } catch (GeneralSecurityException altered) {
            throw new IntegrityFailure(place);
        }
    }

    private static Supplier<byte[]> freshRandom() {
        SecureRandom source = new SecureRandom();
        return () -> {
            byte[] bytes = new byte[RANDOM_BYTES];
            source.nextBytes(bytes);
            return bytes;
        };
    }
}
