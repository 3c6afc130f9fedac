package connectors.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import problems.FailureKind;
import problems.Problem;

/**
 * The server that calls go to, and the path that all of them begin with.
 *
 * @param host without brackets, lower case
 * @param path begins with a slash and does not end in one; empty for none; percent-encoded as a person wrote it
 */
public record HttpBase(boolean encrypted, String host, int port, String path) {
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    /**
     * @param text  an address with {@code https} or {@code http}, without user, query and fragment
     * @param field pointer of the setting that it comes from
     * @throws problems.ProblemException of kind CONFIG for anything else
     */
    public static HttpBase of(String text, String field) {
        try {
            return of(new URI(text), field);
        } catch (URISyntaxException wrong) {
            throw invalid(field);
        }
    }

    private static HttpBase of(URI address, String field) {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        boolean encrypted = scheme.equals("https");
        boolean clean = address.getRawUserInfo() == null && address.getRawQuery() == null && address.getRawFragment() == null;
        if (!encrypted && !scheme.equals("http") || address.getHost() == null || !clean) throw invalid(field);
        int port = address.getPort() == -1 ? (encrypted ? HTTPS : HTTP) : address.getPort();
        String path = address.normalize().getRawPath().replaceAll("/+$", "");
        if (path.startsWith("/..") || port < 1 || port > 65_535) throw invalid(field);
        return new HttpBase(encrypted, bare(address.getHost().toLowerCase(Locale.ROOT)), port, path);
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static RuntimeException invalid(String field) {
        return Problem.of(FailureKind.CONFIG, "address", "The address is not one that can be called.").at(field)
                .fix("Enter https://, the host, and the path if there is one; no user name and no question mark.").asException();
    }

    /** The same server with another path, percent-encoded. */
    public HttpBase at(String otherPath) {
        return new HttpBase(encrypted, host, port, otherPath);
    }

    public boolean isSameServer(HttpBase other) {
        return encrypted == other.encrypted && host.equals(other.host) && port == other.port;
    }

    /** Scheme, host and port. */
    public String origin() {
        return (encrypted ? "https://" : "http://") + authority();
    }

    /** Host, and the port unless it is the usual one. */
    public String authority() {
        boolean usual = port == (encrypted ? HTTPS : HTTP);
        String named = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return usual ? named : named + ":" + port;
    }

    @Override
    public String toString() {
        return origin() + path;
    }
}
