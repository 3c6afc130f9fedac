package testing;

import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.springframework.boot.ssl.pem.PemContent;

/** An authority made for one test run, and the certificates that it signs. */
public final class TestCertificates {

    /** @param certificate PEM; @param key PEM */
    public record Signed(String certificate, String key) { }

    private final X500Principal name;
    private final KeyPair keys = newKeys();

    public TestCertificates(String authority) {
        this.name = new X500Principal("CN=" + authority);
    }

    /** The authority's own certificate in PEM. */
    public String authority() {
        return pem(certificate(name, keys, null, Duration.ofDays(365)));
    }

    /** A certificate for one host name. */
    public Signed sign(String host, Duration life) {
        KeyPair server = newKeys();
        return new Signed(pem(certificate(new X500Principal("CN=" + host), server, host, life)), pem(server.getPrivate()));
    }

    /** What a server shows that holds this certificate. */
    public static SSLContext context(Signed signed) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            PrivateKey key = PemContent.of(signed.key()).getPrivateKey();
            store.setKeyEntry("server", key, new char[0], PemContent.of(signed.certificate()).getCertificates().toArray(X509Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | java.io.IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private X509CertificateHolder certificate(X500Principal subject, KeyPair subjectKeys, String host, Duration life) {
        try {
            Instant now = Instant.now();
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(name, BigInteger.valueOf(now.toEpochMilli()),
                    Date.from(now.minus(Duration.ofDays(10))), Date.from(now.plus(life)), subject, subjectKeys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(host == null));
            if (host != null) {
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName(GeneralName.dNSName, host)));
            }
            PrivateKey signer = keys.getPrivate();
            return builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(signer));
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static String pem(Object thing) {
        try {
            StringWriter text = new StringWriter();
            try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
                writer.writeObject(thing);
            }
            return text.toString();
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }
}
