package connectors;

import java.util.Map;
import java.util.OptionalLong;
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

    /**
     * About how many calls an import makes that reads so many tables for the first time.
     *
     * @return empty where nobody counts calls
     */
    default OptionalLong calls(long tables) {
        return OptionalLong.empty();
    }

    /** Ends every call under way and frees what the source holds. Does not throw. */
    @Override
    void close();
}
