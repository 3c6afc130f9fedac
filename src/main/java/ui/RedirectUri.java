package ui;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import problems.CannotStart;
import problems.Refusal;

/**
 * Where vendors' sign-in pages send people back to: below the operator's {@code serai.public-url}. Without that setting it is
 * made up for browsers on this machine only, because what a request says of its host is the word of whoever sent it.
 */
@Component
class RedirectUri {
    static final String PATH = "/oauth/callback";
    private static final List<String> THIS_MACHINE = List.of("localhost", "127.0.0.1", "[::1]");

    private final String publicOrigin;

    RedirectUri(@Value("${serai.public-url:}") String publicUrl) {
        publicOrigin = publicUrl.isBlank() ? null : origin(publicUrl.strip());
    }

    /** @return empty where the operator has not said by which address people reach Serai, and it is not this machine */
    Optional<String> of(HttpServletRequest request) {
        return origin(request).map(origin -> origin + PATH);
    }

    /**
     * The same for a sign-in that begins now.
     *
     * @throws Refusal 409 when there is none, or when the browser would come back to an address at which it has no session
     */
    String demand(HttpServletRequest request) {
        String origin = origin(request).orElseThrow(() -> Refusal.conflict("no_public_url", null,
                "Serai does not know by which address you reach it. Ask its operator to set serai.public-url."));
        String asked = request.getHeader("Origin");
        if (asked == null || asked.equalsIgnoreCase(origin)) return origin + PATH;
        throw Refusal.conflict("other_address", null,
                "The sign-in comes back to " + origin + ". Open Serai there, and connect again.");
    }

    private Optional<String> origin(HttpServletRequest request) {
        if (publicOrigin != null) return Optional.of(publicOrigin);
        String host = request.getServerName().toLowerCase(Locale.ROOT);
        boolean own = THIS_MACHINE.contains(host) && isThisMachine(request.getRemoteAddr()) && !isForwarded(request);
        return own ? Optional.of("http://" + host + ":" + request.getLocalPort()) : Optional.empty();
    }

    private static boolean isThisMachine(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();   // a literal: nobody is asked
        } catch (UnknownHostException none) {
            return false;
        }
    }

    private static boolean isForwarded(HttpServletRequest request) {
        return Collections.list(request.getHeaderNames()).stream().map(name -> name.toLowerCase(Locale.ROOT))
                .anyMatch(name -> name.equals("forwarded") || name.equals("via") || name.startsWith("x-forwarded-"));
    }

    private static String origin(String text) {
        try {
            URI url = new URI(text);
            String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
            boolean bare = url.getHost() != null && url.getRawUserInfo() == null && url.getRawQuery() == null
                    && url.getRawFragment() == null && List.of("", "/").contains(url.getRawPath());
            boolean safe = scheme.equals("https") || scheme.equals("http") && url.getHost() != null
                    && THIS_MACHINE.contains(url.getHost().toLowerCase(Locale.ROOT));
            if (bare && safe) return scheme + "://" + url.getRawAuthority().toLowerCase(Locale.ROOT);
        } catch (URISyntaxException wrong) {
            // said below
        }
        throw new CannotStart("serai.public-url is not an address by which people reach Serai. Set it to https:// and the host, "
                + "with the port if it is not 443 and without a path, such as https://serai.example.com.");
    }
}
