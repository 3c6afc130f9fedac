package connectors.files.places;

import connectors.Ladder;
import connectors.Ladder.Finding;
import connectors.Reach;
import connectors.TestReport;
import connectors.Unreachable;
import connectors.http.HttpBase;
import connectors.http.HttpClients;
import connectors.http.HttpClients.Patience;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.io.CloseMode;
import problems.Problem;

/** What the stores of the clouds share: keys with a prefix in place of folders, one call that signs in and looks. */
abstract class ObjectStore implements RemoteFiles {
    static final Patience PATIENCE = new Patience(Duration.ofSeconds(10), Duration.ofSeconds(30));
    /** One page of a listing. */
    static final int PAGE = 1_000;

    /** For the cloud's library: it is closed here. */
    final CloseableHttpClient http;
    final Explained explained;
    private final HttpBase base;
    private final HttpClients clients;
    private final SSLContext trusted;
    private final String prefix;
    private final String addressField;

    /**
     * @param base         the very host that requests go to
     * @param addressField pointer of the setting that the host comes from
     * @param prefix       as a person wrote it: with or without a slash at the end; null for none
     */
    ObjectStore(Explained explained, HttpBase base, HttpClients clients, SSLContext trusted, String addressField, String prefix) {
        this.http = clients.bare(base, PATIENCE, trusted);
        this.explained = explained;
        this.base = base;
        this.clients = clients;
        this.trusted = trusted;
        this.addressField = addressField;
        String given = prefix == null ? "" : prefix;
        this.prefix = given.isEmpty() || given.endsWith("/") ? given : given + "/";
    }

    /** Asks for one entry of the base. @throws problems.ProblemException where the store refuses */
    abstract void probe();

    /** What is opened, as the end of a sentence. */
    abstract String target();

    static Unreachable unreachable(String product, HttpBase base, String field) {
        return new Unreachable(product, base.host(), base.port(), PATIENCE.connect(),
                new Unreachable.Fields(field, field, "/ssl/root_certificate"));
    }

    /** The key of a path below the base. */
    final String key(String path) {
        return prefix + path;
    }

    /** What the keys in a folder begin with. */
    final String keys(String folder) {
        return folder.isEmpty() ? prefix : prefix + folder + "/";
    }

    @Override
    public final void climb(Ladder ladder) {
        Reach reach = clients.reach(base, addressField, PATIENCE.connect());
        reach.climb(ladder);
        ladder.mandatory("tls", "Encrypt the connection", () -> encrypt(reach));
        Attempt attempt = new Attempt(() -> {
            probe();
            return null;
        });
        ladder.mandatory("authenticate", "Sign in", attempt::authenticate);
        ladder.mandatory("target", "Open " + target(), () -> attempt.target("It is there and can be listed."));
    }

    private Finding encrypt(Reach reach) throws Exception {
        if (base.encrypted()) return reach.shakeHands(trusted.getSocketFactory());
        reach.demandPlain();
        return Finding.warned("The address begins with http://, so what is read travels unencrypted.",
                "Enter an address with https://.");
    }

    @Override
    public TestReport.Server server() {
        return new TestReport.Server(product(), null);
    }

    abstract String product();

    /** A request names the version that was listed, so it cannot have become another one meanwhile. */
    @Override
    public final boolean isUnchanged(String path, Looked listed) {
        return true;
    }

    @Override
    public final Problem explain(Throwable failure) {
        return explained.unreachable(failure);
    }

    @Override
    public final String baseField() {
        return "/prefix";
    }

    @Override
    public void close() {
        http.close(CloseMode.IMMEDIATE);
    }
}
