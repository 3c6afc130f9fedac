package connectors.jdbc;

import connectors.TestReport;
import egress.Egress;
import java.util.concurrent.ExecutorService;

/** Tests a connection, on a connection of its own. */
public final class JdbcLadder {
    private final Login login;
    private final Egress egress;
    private final Explanation explanation;
    private final ExecutorService waiting;

    JdbcLadder(Login login, Egress egress, Explanation explanation, ExecutorService waiting) {
        this.login = login;
        this.egress = egress;
        this.explanation = explanation;
        this.waiting = waiting;
    }

    /** The whole ladder. A failed test is an answer, not an exception. */
    public TestReport test() {
        return climb(true);
    }

    /** Up to one cheap read of the catalog, without the optional rungs. */
    public TestReport health() {
        return climb(false);
    }

    private TestReport climb(boolean whole) {
        try (Climb climb = new Climb(login, egress, explanation, waiting)) {
            return climb.run(whole);
        }
    }
}
