package problems;

/**
 * Serai refuses to start. The message names the thing, what is wrong with it and the remedy; it is all that the console
 * shows.
 */
public final class CannotStart extends RuntimeException {

    public CannotStart(String message) {
        super(message);
    }

    public CannotStart(String message, Throwable cause) {
        super(message, cause);
    }
}
