package connections;

import access.Audit;
import access.Caller;
import java.time.Duration;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;

/**
 * Tests of connections that are not stored: each is in the audit log, and an account has so many in a minute, over all
 * replicas, lest someone looks for open ports with them.
 */
@Component
public class DraftTests {
    static final String ACTION = "connection.test_draft";
    /** How far back the log is looked through; more happens in no minute that matters. */
    private static final int LOOKED_THROUGH = 1_000;

    private final JdbcClient database;
    private final Audit audit;
    private final int perMinute;

    DraftTests(JdbcClient database, Audit audit, @Value("${serai.tests.drafts-per-minute:30}") int perMinute) {
        this.database = database;
        this.audit = audit;
        this.perMinute = perMinute;
    }

    /**
     * Notes a test that is about to be made. The log's own lock puts those of an account in order, so that none slips through.
     *
     * @throws ProblemException when the account has used up its minute; then nothing stays of it
     */
    @Transactional
    public void note(Connection draft) {
        audit.success(ACTION, "connection", null, Map.of("type", draft.connectionType()));
        Long lately = database.sql("""
                        SELECT count(*) FROM (SELECT action, at FROM app.audit WHERE account_id = :account
                                               ORDER BY seq DESC LIMIT :rows) last
                         WHERE action = :action AND at > clock_timestamp() - interval '1 minute'""")
                .param("account", Caller.current().accountId()).param("rows", LOOKED_THROUGH).param("action", ACTION)
                .query(Long.class).single();
        if (lately > perMinute) throw tooMany();
    }

    private ProblemException tooMany() {
        return Problem.of(FailureKind.QUOTA, "too_many_tests",
                        "This account may test " + perMinute + " unsaved connections in a minute, and they are used up.")
                .fix("Save the connection and test it then, or try again in a minute.")
                .retryAfter(Duration.ofMinutes(1)).asException();
    }
}
