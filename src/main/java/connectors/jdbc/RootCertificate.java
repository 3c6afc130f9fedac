package connectors.jdbc;

import connectors.Authorities;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Set;

/**
 * The authority that a connection trusts, in files of our own that only we can read: drivers take a path, people give PEM.
 *
 * @param path  as PEM; null when the Java runtime's own list is trusted
 * @param store the same as PKCS 12, under the password {@link #STORE_PASSWORD}
 */
record RootCertificate(Path path, Path store) implements AutoCloseable {
    static final RootCertificate NONE = new RootCertificate(null, null);
    /** Guards nothing: certificates are public. Java wants one. */
    static final String STORE_PASSWORD = "public";
    private static final FileAttribute<Set<PosixFilePermission>> OURS_ALONE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** @throws problems.ProblemException of kind CONFIG when the text is no certificate */
    static RootCertificate of(JdbcSettings.Ssl ssl) {
        boolean given = ssl.on() && ssl.rootCertificate() != null && !ssl.rootCertificate().isBlank();
        if (!given) return NONE;
        byte[] pem = ssl.rootCertificate().getBytes(StandardCharsets.US_ASCII);
        byte[] store = bytes(Authorities.store(ssl.rootCertificate(), "/ssl/root_certificate"));
        return new RootCertificate(written(".pem", pem), written(".p12", store));
    }

    private static Path written(String ending, byte[] content) {
        try {
            Path file = Files.createTempFile("serai-", ending, OURS_ALONE);
            file.toFile().deleteOnExit();
            return Files.write(file, content);
        } catch (IOException full) {
            throw new UncheckedIOException("The root certificate cannot be written to the temporary folder", full);
        }
    }

    private static byte[] bytes(KeyStore store) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            store.store(bytes, STORE_PASSWORD.toCharArray());
            return bytes.toByteArray();
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException("The trust store cannot be written", impossible);
        }
    }

    @Override
    public void close() {
        try {
            if (path != null) Files.deleteIfExists(path);
            if (store != null) Files.deleteIfExists(store);
        } catch (IOException left) {
            // a public certificate; it goes when the process ends
        }
    }
}
