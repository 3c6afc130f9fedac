package connectors.http;

import connectors.Ladder;
import connectors.Ladder.Finding;
import connectors.Reach;
import javax.net.ssl.SSLContext;

/** The rungs that every HTTP family begins with: {@code config}, {@code dns}, {@code egress}, {@code tcp}, {@code tls}. */
public final class HttpLadder {
    private HttpLadder() { }

    /**
     * @param reach    the way to the server: {@link HttpClients#reach}
     * @param trusted  which authorities are
     * @param insecure what to do about an address without encryption
     */
    public static Ladder begin(HttpExplanation explanation, HttpBase base, Reach reach, SSLContext trusted, String insecure) {
        return begin(explanation, base, reach, trusted, insecure, () -> Finding.passed("The settings are complete."));
    }

    /** The same with a look at the settings of the family's own. */
    public static Ladder begin(HttpExplanation explanation, HttpBase base, Reach reach, SSLContext trusted, String insecure,
                               Ladder.Check settings) {
        Ladder ladder = new Ladder(explanation::of).mandatory("config", "Check the settings", settings);
        return reach.climb(ladder).mandatory("tls", "Encrypt the connection",
                () -> base.encrypted() ? reach.shakeHands(trusted.getSocketFactory()) : open(reach, insecure));
    }

    private static Finding open(Reach reach, String insecure) {
        reach.demandPlain();
        return Finding.warned("The connection is not encrypted: whoever stands in between reads the credentials.", insecure);
    }
}
