package egress;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * Where the Azure machine that Serai runs on gives out tokens for its own identity. This is the only use of a metadata address,
 * which {@link Egress} refuses to all else: the address is a constant or that of the platform, and never comes from a connection.
 *
 * @see Egress#managedIdentity()
 */
public final class ManagedIdentity {
    /** What the operator sets to true. */
    public static final String SWITCH = "serai.egress.managed-identity";
    private static final String OF_MACHINES = "http://169.254.169.254/metadata/identity/oauth2/token";

    private final String address;
    private final String version;
    private final String header;
    private final String proof;

    ManagedIdentity(String address, String version, String header, String proof) {
        this.address = address;
        this.version = version;
        this.header = header;
        this.proof = proof;
    }

    /**
     * @param environment of this process: App Service and Container Apps say there where they answer; else it is a virtual
     * machine
     */
    public static ManagedIdentity of(Map<String, String> environment) {
        String address = environment.get("IDENTITY_ENDPOINT");
        String proof = environment.get("IDENTITY_HEADER");
        if (address == null || proof == null) return ofMachine(OF_MACHINES);
        return new ManagedIdentity(address, "2019-08-01", "X-IDENTITY-HEADER", proof);
    }

    static ManagedIdentity ofMachine(String address) {
        return new ManagedIdentity(address, "2018-02-01", "Metadata", "true");
    }

    /**
     * A request for a token that has not been sent yet. Past proxies, and no redirect is followed. The caller disconnects.
     *
     * @param resource whom the token is for
     * @param clientId of one of several identities of the machine; null for its own
     */
    public HttpURLConnection request(String resource, String clientId, Duration patience) throws IOException {
        String which = clientId == null ? "" : "&client_id=" + encoded(clientId);
        URI whole = URI.create(address + "?api-version=" + version + "&resource=" + encoded(resource) + which);
        HttpURLConnection request = (HttpURLConnection) whole.toURL().openConnection(Proxy.NO_PROXY);
        request.setInstanceFollowRedirects(false);
        request.setConnectTimeout((int) patience.toMillis());
        request.setReadTimeout((int) patience.toMillis());
        request.setRequestProperty("Connection", "close");
        request.setRequestProperty(header, proof);
        return request;
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
