package connectors.files.places;

import connectors.Causes;
import connectors.Unreachable;
import java.util.List;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;
import types.ConnectionType;
import types.ConnectionType.ErrorText;

/** A place's failures in our words: by the type's table of errors, and by what the network says. */
final class Explained {
    private final ConnectionType type;
    private final String place;
    private final Unreachable unreachable;

    /** @param place the prefix of its codes in the table: {@code s3} for {@code s3/NoSuchBucket} */
    Explained(ConnectionType type, String place, Unreachable unreachable) {
        this.type = type;
        this.place = place;
        this.unreachable = unreachable;
    }

    /** What the table says of a code, which is compared and never shown; null where it says nothing. */
    Problem known(String code) {
        for (ErrorText entry : type.errors()) {
            if (entry.code().equals(place + "/" + code)) {
                return Problem.of(entry.kind(), code, entry.message()).fix(entry.fix()).at(entry.field());
            }
        }
        return null;
    }

    /** Of a server that answered with a status that the table does not know. */
    Problem status(int status) {
        Problem known = known(Integer.toString(status));
        if (known != null) return known;
        return Problem.of(status >= 500 ? FailureKind.TRANSIENT : FailureKind.UNSUPPORTED, "http_" + status,
                        "The server refused the request with the status " + status + ".")
                .fix(status >= 500 ? "Try again later." : "Check the settings; another program may answer at this address.");
    }

    /** Of a failure on the way to the server, or of a connection that broke. */
    Problem network(Throwable failure) {
        List<Throwable> chain = Causes.of(failure);
        for (Throwable link : chain) {
            if (link instanceof ProblemException known) return known.problem();
        }
        Problem found = unreachable.of(chain);
        return found == null ? broken() : found;
    }

    /** The same, but null where it is none of the network's. */
    Problem unreachable(Throwable failure) {
        return unreachable.of(Causes.of(failure));
    }

    static Problem broken() {
        return Problem.of(FailureKind.TRANSIENT, "connection_broken", "The connection to the server broke off.")
                .fix("Try again; if it happens again, check the network and the server's log.");
    }
}
