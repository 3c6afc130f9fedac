package connectors.files.places;

import egress.HostName;
import java.util.Objects;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;
import secrets.Secret;

/**
 * Where a place on another machine is, and how to sign in there; see {@code camel/types/filesystem/type.yaml} for each of them.
 *
 * @param port null for the protocol's own
 */
public record PlaceSettings(String type, String basePath, String server, Integer port, String hostKey, String endpoint,
                            String region, String bucket, boolean pathStyle, String account, String container, String prefix,
                            Authentication authentication, Ssl ssl) {
    public PlaceSettings {
        authentication = Objects.requireNonNullElse(authentication, Authentication.NONE);
        ssl = Objects.requireNonNullElse(ssl, Ssl.DEFAULT);
    }

    /** @param type which way of signing in, of those that the place has */
    public record Authentication(String type, String username, Secret password, Secret privateKey, Secret passphrase,
                                 String accessKeyId, Secret secretAccessKey, Secret sessionToken, Secret accountKey,
                                 Secret sasToken, String tenantId, String clientId, Secret clientSecret) {
        static final Authentication NONE =
                new Authentication("none", null, null, null, null, null, null, null, null, null, null, null, null);
    }

    /**
     * @param mode            of FTP: {@code explicit}, {@code implicit} or {@code none}
     * @param rootCertificate PEM of the authority to trust in place of the Java runtime's list; null for that list
     */
    public record Ssl(String mode, String rootCertificate) {
        static final Ssl DEFAULT = new Ssl(null, null);
    }

    /** The server's host, checked against the grammar of hosts. @throws ProblemException of kind CONFIG at the field */
    String host() {
        return new HostName(server).text();
    }

    int port(int usual) {
        return port == null ? usual : port;
    }

    /** A setting that the place cannot do without. @throws ProblemException of kind CONFIG at the field */
    static <T> T needed(T value, String field, String label) {
        if (value != null) return value;
        throw Problem.of(FailureKind.CONFIG, "settings", label + " is missing.").at(field).fix("Enter it.").asException();
    }
}
