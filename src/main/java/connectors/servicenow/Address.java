package connectors.servicenow;

import connectors.http.HttpBase;
import egress.Egress;
import problems.FailureKind;
import problems.Problem;
import types.ConnectionType;

/** Which hosts may be shown the credentials. */
final class Address {
    static final String FIELD = "/instance_url";

    private Address() { }

    /**
     * Where the calls go.
     *
     * @throws problems.ProblemException of kind CONFIG for what is no address, of kind POLICY for a host that is neither the
     *                                   vendor's nor allowed by the operator by its name
     */
    static HttpBase of(ConnectionType type, ServiceNowSettings settings, Egress egress) {
        HttpBase base = HttpBase.of(settings.instanceUrl(), FIELD);
        boolean vendors = type.endpoint().covers(base.host());
        boolean may = vendors || egress.names(base.host(), base.port());
        if (!may) throw type.endpoint().foreign(base.host(), type.name()).asException();
        if (vendors && !base.encrypted()) throw open().asException();
        return base.at("");
    }

    private static Problem open() {
        return Problem.of(FailureKind.CONFIG, "not_encrypted", "An instance is only called with encryption.").at(FIELD)
                .fix("Enter the address with https://.");
    }
}
