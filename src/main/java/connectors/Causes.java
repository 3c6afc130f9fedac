package connectors;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** What lies behind a failure. Libraries wrap, and wrap again; some wrap in a circle. */
public final class Causes {
    private static final int DEEPEST = 30;

    private Causes() { }

    /** The failure and what caused it, outermost first; at the most {@value #DEEPEST}. */
    public static List<Throwable> of(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable link = failure; link != null && chain.size() < DEEPEST; link = link.getCause()) chain.add(link);
        return chain;
    }

    /** Whether it is a matter of trust; an encrypted connection that breaks is one of the network. */
    public static boolean isTrust(Throwable link) {
        if (link instanceof GeneralSecurityException || link instanceof SSLHandshakeException) return true;
        return link instanceof SSLException && !(link.getCause() instanceof IOException);
    }

    /** Why a certificate was not trusted, as the end of a sentence. */
    public static String ofDistrust(List<Throwable> chain) {
        for (Throwable link : chain) {
            if (link instanceof CertificateExpiredException) return "it has expired";
            if (link instanceof CertPathBuilderException) return "it is not signed by an authority that is trusted here";
            if (link instanceof CertPathValidatorException path && !(path.getCause() instanceof CertificateException)) {
                return "it is not signed by an authority that is trusted here";
            }
            if (link instanceof CertificateException && String.valueOf(link.getMessage()).startsWith("No ")) {
                return "it belongs to another host";
            }
        }
        return "the handshake failed";
    }
}
