package egress;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Where the Google Cloud machine or pod that Serai runs on gives out tokens for its own service account: Google's documentation,
 * "About VM metadata" and, for pods, "Workload Identity Federation for GKE". What holds for {@link ManagedIdentity} holds here:
 * the address is a constant, it is behind the same switch, and nothing in the environment or in a connection moves it.
 */
public final class GoogleIdentity {
    private static final String OF_MACHINES = "http://169.254.169.254/computeMetadata/v1/instance/service-accounts/default/token";
    private static final String FLAVOR = "Metadata-Flavor";
    private static final String GOOGLE = "Google";

    private final String address;

    private GoogleIdentity(String address) {
        this.address = address;
    }

    public static GoogleIdentity ofMachine() {
        return new GoogleIdentity(OF_MACHINES);
    }

    /** For tests: there is no such address on other machines. */
    public static GoogleIdentity at(String address) {
        return new GoogleIdentity(address);
    }

    /**
     * A request for a token that has not been sent yet. Past proxies, and no redirect is followed. The caller disconnects.
     *
     * @param scope what the token is to be good for
     */
    public HttpURLConnection request(String scope, Duration patience) throws IOException {
        URI whole = URI.create(address + "?scopes=" + URLEncoder.encode(scope, StandardCharsets.UTF_8));
        HttpURLConnection request = (HttpURLConnection) whole.toURL().openConnection(Proxy.NO_PROXY);
        request.setInstanceFollowRedirects(false);
        request.setConnectTimeout((int) patience.toMillis());
        request.setReadTimeout((int) patience.toMillis());
        request.setRequestProperty("Connection", "close");
        request.setRequestProperty(FLAVOR, GOOGLE);
        return request;
    }

    /** Whether it was the machine's own service that answered: it says so in a header, as whoever asks has to. */
    public static boolean answered(HttpURLConnection request) {
        return GOOGLE.equals(request.getHeaderField(FLAVOR));
    }
}
