package connectors.bigquery;

import connectors.http.SignIn;

/** Who calls BigQuery. */
interface Identity extends SignIn, AutoCloseable {

    /**
     * Gets a token, if there is none yet.
     *
     * @return who that is, as the end of a sentence
     * @throws problems.ProblemException when no token is given
     */
    String prove();

    @Override
    default void close() { }
}
