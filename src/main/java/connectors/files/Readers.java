package connectors.files;

import java.util.concurrent.Executor;

/**
 * On what threads files are read.
 *
 * @param ahead how many tables are under way or ready before they are asked for; 1 reads a table when it is asked for
 */
record Readers(Executor threads, int ahead) {
    static final Readers ONE_AT_A_TIME = new Readers(Runnable::run, 1);
}
