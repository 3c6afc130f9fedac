package connectors.files.places;

import connectors.Ladder.Check;
import connectors.Ladder.Finding;
import java.util.Set;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;

/** One call that tells several rungs how far it came: servers check the sign-in and what is asked for in one go. */
final class Attempt {
    private static final Set<FailureKind> SIGNED_IN = Set.of(FailureKind.NOT_FOUND, FailureKind.PERMISSION);

    private final Check call;
    private Problem refusal;

    /** @param call throws a {@link ProblemException} when it fails */
    Attempt(Check call) {
        this.call = call;
    }

    /** Fails unless the server has accepted who we are. */
    Finding authenticate() throws Exception {
        try {
            call.run();
        } catch (ProblemException failed) {
            refusal = failed.problem();
            if (!SIGNED_IN.contains(refusal.kind())) throw failed;
        }
        return Finding.passed("The server accepted the sign-in.");
    }

    /** Fails where the server refused what was asked for. */
    Finding target(String message) {
        if (refusal != null) throw refusal.asException();
        return Finding.passed(message);
    }
}
