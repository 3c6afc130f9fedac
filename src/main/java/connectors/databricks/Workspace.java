package connectors.databricks;

import connectors.http.HttpBase;
import egress.Egress;
import problems.FailureKind;
import problems.Problem;
import types.ConnectionType;

/** Which hosts may be called with these settings, and how. */
final class Workspace {
    static final String FIELD = "/workspace_url";

    private Workspace() { }

    /**
     * Where the calls go.
     *
     * @throws problems.ProblemException of kind CONFIG for what is no address, of kind POLICY for a host that is not the
     *                                   vendor's, where a secret would be shown to it
     */
    static HttpBase of(ConnectionType type, DatabricksSettings settings, Egress egress) {
        HttpBase base = HttpBase.of(settings.workspaceUrl(), FIELD);
        boolean vendors = type.endpoint().covers(base.host());
        boolean may = vendors || settings.authentication().isNone() || egress.names(base.host(), base.port());
        if (!may) throw type.endpoint().foreign(base.host(), type.name()).asException();
        if (vendors && !base.encrypted()) throw open().asException();
        return base;
    }

    private static Problem open() {
        return Problem.of(FailureKind.CONFIG, "not_encrypted", "A workspace is only called with encryption.").at(FIELD)
                .fix("Enter the address with https://.");
    }
}
