package connectors.files.places;

import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.UserInfo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Compares the key that a server shows with the fingerprint that a person has approved; any other is refused. */
final class HostKey implements HostKeyRepository {
    private static final int LONGEST_NAME = 40;

    private final String approved;
    private String shown;
    private String algorithm;

    /** @param approved as {@code ssh-keygen -l} prints it, {@code SHA256:…}; null for none */
    HostKey(String approved) {
        this.approved = approved == null || approved.isBlank() ? null : approved.strip().replaceAll("=+$", "");
    }

    /** The fingerprint of what the server has shown; null when it has shown nothing yet. */
    String shown() {
        return shown;
    }

    /** Its kind, such as {@code ssh-ed25519}. */
    String algorithm() {
        return algorithm;
    }

    boolean isApproved() {
        return approved != null && approved.equals(shown);
    }

    boolean hasApproval() {
        return approved != null;
    }

    @Override
    public int check(String host, byte[] key) {
        shown = "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest(key));
        algorithm = algorithm(key);
        return isApproved() ? OK : approved == null ? NOT_INCLUDED : CHANGED;
    }

    private static byte[] digest(byte[] key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The key begins with the name of its kind (RFC 4253, 6.6). */
    private static String algorithm(byte[] key) {
        ByteBuffer bytes = ByteBuffer.wrap(key);
        int length = bytes.remaining() < 4 ? 0 : bytes.getInt();
        if (length <= 0 || length > LONGEST_NAME || length > bytes.remaining()) return "unknown";
        String name = new String(key, 4, length, StandardCharsets.US_ASCII);
        return name.matches("[a-z0-9@.-]+") ? name : "unknown";
    }

    @Override
    public void add(com.jcraft.jsch.HostKey key, UserInfo who) {
        throw new UnsupportedOperationException("keys are approved in the settings only");
    }

    @Override
    public void remove(String host, String type) { }

    @Override
    public void remove(String host, String type, byte[] key) { }

    @Override
    public String getKnownHostsRepositoryID() {
        return "settings";
    }

    @Override
    public com.jcraft.jsch.HostKey[] getHostKey() {
        return new com.jcraft.jsch.HostKey[0];
    }

    @Override
    public com.jcraft.jsch.HostKey[] getHostKey(String host, String type) {
        return new com.jcraft.jsch.HostKey[0];
    }
}
