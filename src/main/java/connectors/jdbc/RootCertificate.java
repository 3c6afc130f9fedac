package connectors.jdbc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Set;
import problems.FailureKind;
import problems.Problem;

/** The authority that a connection trusts, in a file of our own that only we can read: drivers take a path, people give PEM. */
record RootCertificate(Path path) implements AutoCloseable {
    private static final FileAttribute<Set<PosixFilePermission>> OURS_ALONE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** @throws problems.ProblemException of kind CONFIG when the text is no certificate */
    static RootCertificate of(JdbcSettings.Ssl ssl) {
        boolean given = ssl.on() && ssl.rootCertificate() != null && !ssl.rootCertificate().isBlank();
        return new RootCertificate(given ? written(ssl.rootCertificate().getBytes(StandardCharsets.US_ASCII)) : null);
    }

    private static Path written(byte[] pem) {
        check(pem);
        try {
            Path file = Files.createTempFile("serai-", ".pem", OURS_ALONE);
            file.toFile().deleteOnExit();
            return Files.write(file, pem);
        } catch (IOException full) {
            throw new UncheckedIOException("The root certificate cannot be written to the temporary folder", full);
        }
    }

    private static void check(byte[] pem) {
        try {
            if (!CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)).isEmpty()) return;
        } catch (CertificateException wrong) {
            // the parser's words would not help
        }
        throw Problem.of(FailureKind.CONFIG, "settings", "The root certificate cannot be read.")
                .fix("Paste the whole certificate in PEM form, from BEGIN CERTIFICATE to END CERTIFICATE.")
                .at("/ssl/root_certificate").asException();
    }

    @Override
    public void close() {
        try {
            if (path != null) Files.deleteIfExists(path);
        } catch (IOException left) {
            // a public certificate; it goes when the process ends
        }
    }
}
