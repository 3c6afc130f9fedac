package connectors.jdbc;

import egress.Egress;
import egress.ManagedIdentity;
import problems.FailureKind;
import problems.Problem;
import types.ConnectionType;
import types.ConnectionType.Token;

/**
 * The identity of Serai's own machine belongs to the operator, not to who makes a connection. It is shown only where the operator
 * has switched that on, to hosts of the vendor, and over an encryption that proves who answers: else anybody could have it sent
 * to himself.
 */
final class OwnIdentity {
    private OwnIdentity() { }

    /**
     * @param mode of the encryption, as the type calls it
     * @throws problems.ProblemException of kind CONFIG or POLICY when it must not be shown there
     */
    static void demand(ConnectionType type, Token token, Place place, String mode, Egress egress) {
        if (!egress.managedIdentity()) throw switchedOff();
        boolean isOfVendor = token.suffixes().stream().anyMatch(place.host()::endsWith);
        if (!isOfVendor && !egress.names(place.host(), place.port())) throw foreign(token, place);
        if (!type.driver().tls().verifying().contains(mode)) throw unproven();
    }

    private static RuntimeException switchedOff() {
        return Problem.of(FailureKind.CONFIG, "settings", "Managed identities are switched off in this installation.")
                .fix("Ask the operator to set " + ManagedIdentity.SWITCH + " to true, or choose another way of signing in.")
                .at("/authentication/mode").asException();
    }

    private static RuntimeException foreign(Token token, Place place) {
        return Problem.of(FailureKind.POLICY, "host", "A managed identity is shown to servers of Azure only, and " + place.host()
                + " is none.")
                .fix("Use a host that ends in " + String.join(", ", token.suffixes())
                        + ", or ask the operator of this installation to allow the host by name.").at(place.field())
                        .asException();
    }

    private static RuntimeException unproven() {
        return Problem.of(FailureKind.CONFIG, "settings",
                "A managed identity is shown only to a server whose certificate is checked.")
                .fix("Switch the encryption on, and do not trust any certificate.").at("/ssl/trust_server_certificate")
                .asException();
    }
}
