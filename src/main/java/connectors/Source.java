package connectors;

import java.util.Map;
import problems.Problem;

/** The opened thing behind a connection: a pool, a client, a folder. Lives from the first use to edit, delete or idleness. */
public interface Source extends AutoCloseable {

    /**
     * What the route templates of the family name as {@code #<key>-{{connection}}}: data sources, SQL texts, readers.
     * The keys are the family's own; the values must not print secrets.
     */
    Map<String, Object> beans();

    /**
     * Says in our words why a call to this source failed.
     *
     * @param failure whatever the route threw; its text may hold secrets or remote text and is never shown as it is
     */
    Problem explain(Throwable failure);

    /** Ends every call under way and frees what the source holds. Does not throw. */
    @Override
    void close();
}
