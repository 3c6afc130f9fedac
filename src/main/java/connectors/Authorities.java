package connectors;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import problems.FailureKind;
import problems.Problem;

/** The certificates of authorities that a connection trusts in place of the Java runtime's list. */
public final class Authorities {
    private Authorities() { }

    /**
     * @param pem   one certificate or several
     * @param field pointer of the setting that they come from
     * @throws problems.ProblemException of kind CONFIG when the text is no certificate
     */
    public static KeyStore store(String pem, String field) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int number = 0;
            for (Certificate authority : certificates(pem, field)) store.setCertificateEntry("authority-" + ++number, authority);
            return store;
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException("The root certificate cannot be put into a trust store", impossible);
        }
    }

    /** Makes TLS that trusts these; the Java runtime's list when there is none. */
    public static SSLContext trusting(String pem, String field) {
        try {
            if (pem == null || pem.isBlank()) return SSLContext.getDefault();
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store(pem, field));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("This Java has no TLS", impossible);
        }
    }

    private static Collection<? extends Certificate> certificates(String pem, String field) {
        try {
            Collection<? extends Certificate> found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
            if (!found.isEmpty()) return found;
        } catch (CertificateException wrong) {
            // the parser's words would not help
        }
        throw Problem.of(FailureKind.CONFIG, "settings", "The root certificate cannot be read.")
                .fix("Paste the whole certificate in PEM form, from BEGIN CERTIFICATE to END CERTIFICATE.")
                .at(field).asException();
    }
}
