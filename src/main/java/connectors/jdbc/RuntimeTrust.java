package connectors.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** The authorities that the Java runtime trusts, as a file in PEM, for drivers that otherwise trust in ways of their own. */
final class RuntimeTrust {
    private static Path file;

    private RuntimeTrust() { }

    /** The same file for all, written when it is first asked for, or when somebody has tidied it away. */
    static synchronized Path file() {
        if (file == null || !Files.exists(file)) file = written(pem());
        return file;
    }

    private static Path written(String pem) {
        try {
            Path path = Files.createTempFile("serai-", ".pem");
            path.toFile().deleteOnExit();
            return Files.writeString(path, pem, StandardCharsets.US_ASCII);
        } catch (IOException full) {
            throw new UncheckedIOException("The trusted certificates cannot be written to the temporary folder", full);
        }
    }

    private static String pem() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance).map(X509TrustManager.class::cast)
                    .flatMap(manager -> Arrays.stream(manager.getAcceptedIssuers()))
                    .map(RuntimeTrust::pem).collect(Collectors.joining());
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("The Java runtime's list of trusted authorities cannot be read", broken);
        }
    }

    private static String pem(X509Certificate authority) {
        try {
            String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(authority.getEncoded());
            return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
