package secrets;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.spec.SecretKeySpec;

/**
 * One 32-byte key of the installation and what is derived from it.
 *
 * @param kid  four bytes that name the key, part of every IV that was made with it
 */
public record SecretKey(byte[] kid, javax.crypto.SecretKey aes) {
    private static final int BYTES = 32;

    /**
     * @param text 64 hex digits or 44 base64 characters
     * @throws IllegalArgumentException without the text in its message
     */
    public static SecretKey parse(String text) {
        return of(decode(text.strip()));
    }

    static SecretKey of(byte[] key) {
        if (key.length != BYTES) throw wrong();
        if (allZero(key)) {
            throw new IllegalArgumentException("The encryption key is all zeros. Make one with: openssl rand -hex 32");
        }
        byte[] digest = Hashes.sha256(Hashes.utf8("kid"), key);
        return new SecretKey(Arrays.copyOf(digest, 4), new SecretKeySpec(key, "AES"));
    }

    /** A key for one other purpose, so that the AES key itself is used for nothing but sealing. */
    public byte[] derive(String purpose) {
        return Hashes.hmac(aes.getEncoded(), Hashes.utf8("serai/" + purpose));
    }

    /** Tells whether a key is the one that the stored data were sealed with, without revealing it. */
    public byte[] checkValue() {
        return Hashes.hmac(aes.getEncoded(), Hashes.utf8("kcv"));
    }

    public String kidHex() {
        return HexFormat.of().formatHex(kid);
    }

    @Override
    public String toString() {
        return "key " + kidHex();
    }

    private static byte[] decode(String text) {
        try {
            return text.length() == 2 * BYTES ? HexFormat.of().parseHex(text) : Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException notText) {
            throw wrong();
        }
    }

    private static boolean allZero(byte[] key) {
        for (byte b : key) if (b != 0) return false;
        return true;
    }

    private static IllegalArgumentException wrong() {
        return new IllegalArgumentException("The encryption key must be 32 bytes, as 64 hex digits or 44 base64 characters. "
                + "Make one with: openssl rand -hex 32");
    }
}
