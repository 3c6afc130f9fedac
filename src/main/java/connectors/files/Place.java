package connectors.files;

import connectors.Ladder;
import connectors.TestReport;
import java.io.IOException;
import problems.Problem;

/** Where the files of a connection are. One for a connection, for as long as its source is open. */
interface Place extends AutoCloseable {

    /** The base folder for one operation. @throws problems.ProblemException where it cannot be opened */
    Base open() throws IOException;

    /** Adds the rungs from the name of the host to the open base. */
    void climb(Ladder ladder);

    TestReport.Server server();

    /** Says in our words what goes wrong here and nowhere else; null where it does not know. */
    Problem explain(Throwable failure);

    @Override
    void close();
}
