package connectors.files;

import connectors.Ladder;
import connectors.TestReport;
import java.io.IOException;

/** Where the files of a connection are. One for a connection, for as long as its source is open. */
interface Place extends AutoCloseable {

    /** The base folder for one operation. @throws problems.ProblemException where it cannot be opened */
    Base open() throws IOException;

    /** Adds the rungs from the name of the host to the open base. */
    void climb(Ladder ladder);

    TestReport.Server server();

    /** What the place is called at the beginning of a sentence. */
    String noun();

    @Override
    void close();
}
