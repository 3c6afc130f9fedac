package connectors.databricks;

import connectors.http.HttpBase;
import egress.Egress;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import problems.FailureKind;
import problems.Problem;
import types.ConnectionType;

/** Which hosts may be called with these settings, and how. */
final class Workspace {
    static final String FIELD = "/workspace_url";

    private final HttpBase base;
    private final Egress egress;
    private volatile boolean near;

    private Workspace(HttpBase base, Egress egress) {
        this.base = base;
        this.egress = egress;
    }

    /**
     * @throws problems.ProblemException of kind CONFIG for what is no address, of kind POLICY for a host that is not the
     *                                   vendor's, where a secret would be shown to it
     */
    static Workspace of(ConnectionType type, DatabricksSettings settings, Egress egress) {
        HttpBase base = HttpBase.of(settings.workspaceUrl(), FIELD);
        boolean vendors = type.endpoint().covers(base.host());
        boolean asked = vendors || settings.authentication().isNone() || egress.names(base.host(), base.port());
        if (!asked) throw type.endpoint().foreign(base.host(), type.name()).asException();
        if (vendors && !base.encrypted()) throw open().asException();
        return new Workspace(base, egress);
    }

    HttpBase base() {
        return base;
    }

    /** What is not encrypted stays on this machine or in a private network. Asked once, before the first call. */
    void demandNear() throws IOException {
        if (base.encrypted() || near) return;
        List<InetAddress> addresses = egress.resolve(base.host());
        if (!addresses.stream().allMatch(Egress::isNear)) throw open().asException();
        near = true;
    }

    private static Problem open() {
        return Problem.of(FailureKind.CONFIG, "not_encrypted", "Calls to this address would not be encrypted.").at(FIELD)
                .fix("Enter the address with https://. Without encryption only servers in a private network are called.");
    }
}
